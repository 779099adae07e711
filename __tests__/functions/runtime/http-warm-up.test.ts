import { isWarmUp } from "../../../functions/runtime";
import { WARM_UP_EVENT } from "../../../functions/web-service/contract";

test("what the schedule sends is a warm-up, as it arrives", () => {
  expect(isWarmUp(JSON.parse(JSON.stringify(WARM_UP_EVENT)))).toBe(true);
});

test.each([
  [undefined],
  [null],
  ["warmUp"],
  [[]],
  [{}],
  [{ warmUp: "true" }],
  [{ warmUp: false }],
  [{ body: WARM_UP_EVENT }],
])("%j is none", (event) => {
  expect(isWarmUp(event)).toBe(false);
});
