import { parseRedriveRequest } from "../../../functions/queue-load-leveling/redrive-request";

const valid = { reason: "r", requestedBy: "w" };

test("a minimal request moves a thousand at most", () => {
  expect(parseRedriveRequest(valid)).toEqual({ ...valid, maxMessages: 1_000 });
});

test("all faults are named at once", () => {
  expect(() => parseRedriveRequest({ reason: "", maxPerSecond: -1, all: 1 })).toThrow(
    /reason: .*; requestedBy: .*; maxPerSecond: .*; .*all.* Nothing was moved\./,
  );
});

test.each([[null], [[]], ["text"], [7], [undefined]])("%j is no request", (payload) => {
  expect(() => parseRedriveRequest(payload)).toThrow(/^Invalid redrive request: payload: /);
});
