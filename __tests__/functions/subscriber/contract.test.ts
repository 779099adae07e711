import { readFileSync } from "node:fs";
import { RESERVED_SUBSCRIBER_ENVIRONMENT, SUBSCRIBER_ENVIRONMENT } from "../../../functions/subscriber/contract";

test.each(["subscriber", "pub-sub"])(
  "the contract of %s imports nothing, so that infrastructure and functions can both import it",
  (pattern) => {
    expect(readFileSync(require.resolve(`../../../functions/${pattern}/contract`), "utf8")).not.toMatch(/^import /m);
  },
);

test("users' environments must not set any of the subscriber's variables", () => {
  expect(RESERVED_SUBSCRIBER_ENVIRONMENT).toEqual(SUBSCRIBER_ENVIRONMENT);
});
