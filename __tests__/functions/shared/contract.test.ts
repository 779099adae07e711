import { readFileSync } from "node:fs";

test("the contract imports nothing, so that infrastructure and functions can both import it", () => {
  expect(readFileSync(require.resolve("../../../functions/shared/contract"), "utf8")).not.toMatch(/^import /m);
});
