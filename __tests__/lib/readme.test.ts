import { readFileSync } from "node:fs";
import { join } from "node:path";
import { membersOf } from "../../lib/plain";
import type { Members } from "../../lib/types";
import { patternModules } from "../../stacks";

const readmeOf = (name: string) => readFileSync(join(__dirname, `../../terraform/${name}/README.md`), "utf8");

/** The numbers among inputs and their members, and whether one knows what they may be. */
const numbersIn = (members: Members): [string, boolean][] =>
  Object.entries(members).flatMap(([key, type]) =>
    type.kind === "number" ? [[key, type.checks.some(({ bounds }) => bounds)]] : numbersIn(membersOf(type)),
  );

test.each([
  ["queue-load-leveling", "`worker.timeout_seconds`", "`number`, 1 to 900, whole"],
  ["queue-load-leveling", "`worker.max_per_second`", "`number`, above 0, at most 500"],
  ["queue-load-leveling", "`logs.level`", "`string`, DEBUG, INFO, WARN, ERROR"],
  ["web-service", "`functions[*].vpc.subnet_ids`", "`list(string)`, an entry or more, at most 16 entries"],
  ["web-service", "`table.hash_key`", "`string`, 1 to 255 bytes"],
  ["subscriber", "`queue.delay_seconds`", "`number`, 0 to 900, whole"],
])("the README of %s says what %s may be", (name, input, bounds) => {
  const row = readmeOf(name)
    .split("\n")
    .find((line) => line.startsWith(`| ${input} |`));
  expect(row).toContain(`| ${bounds} |`);
});

test.each(patternModules.map(({ name, inputs }) => [name, inputs] as const))(
  "each number of %s has bounds to say",
  (_, { members }) => {
    expect(numbersIn(members).filter(([, known]) => !known)).toEqual([]);
  },
);
