const LongestFirst = require("./longest-first") as new () => { sort(tests: readonly object[]): { path: string }[] };

const suite = (path: string, size: number) => ({
  path: `/project/__tests__/${path}`,
  context: { config: { cache: false }, hasteFS: { getSize: () => size } },
});

test("suites that deploy begin first, then those that plan much, and all others by their size", () => {
  const suites = [
    suite("lib/logic.test.ts", 20),
    suite("lib/names.test.ts", 30),
    suite("e2e/functions/worker.test.ts", 90),
    suite("stacks/web-service.module.test.ts", 50),
    suite("e2e/new-pattern.test.ts", 10),
    suite("e2e/upgrade.test.ts", 1),
  ];
  const order = new LongestFirst().sort(suites).map(({ path }) => path.replace("/project/__tests__/", ""));
  expect(order).toEqual([
    "e2e/upgrade.test.ts",
    "e2e/new-pattern.test.ts",
    "stacks/web-service.module.test.ts",
    "e2e/functions/worker.test.ts",
    "lib/names.test.ts",
    "lib/logic.test.ts",
  ]);
});
