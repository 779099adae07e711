import * as fc from "fast-check";
import { check, matches } from "../../lib/checks";
import type { Bool } from "../../lib/expression";
import type { Check } from "../../lib/types";
import { Evaluation } from "../support/evaluate";
import { sample } from "../support/sample";
import { describeTerraform } from "../support/terraform";
import { anyText } from "../support/texts";

const NAME = "^[a-z][a-z0-9-]{1,38}[a-z0-9]$";
const POINTER = "^(/[^/]*)+$";
const CRON = "^(cron|rate|at)[(].+[)]$";
const IMAGE = "^[0-9]{12}[.]dkr[.]ecr[.].+/.+[:@].+$";
const ARN = "^arn:[a-z-]+:kms:[a-z0-9-]*:[0-9]{12}:.+$";

const numbers = fc.oneof(
  fc.integer({ min: -3, max: 12 }),
  fc.integer({ min: -40, max: 140 }).map((tenths) => tenths / 10),
  fc.integer(),
);

/** Texts that match, texts that nearly do, and texts that do not. */
function near(pattern: string): fc.Arbitrary<string> {
  const matching = fc.stringMatching(new RegExp(pattern), { maxLength: 60 });
  const spoiled = fc
    .tuple(matching, fc.nat(), fc.constantFrom("", "A", " ", "\n", "é", "-", "/", "${", "\\", '"'))
    .map(([text, at, piece]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + piece + text.slice(place + 1);
    });
  return fc.oneof(matching, spoiled, anyText);
}

/** Texts that one of two JSON parsers might let pass. */
const DOUBTFUL_JSON = [
  ...["", "null", "[]", "{", "{}}", "{}]", "{}}]", "{}, {}", '{}, "b": {}', "{} {}", " {} ", "\ufeff{}", "{}\n"],
  ...['{"a":1,"a":2}', "{'a':1}", "{a:1}", '{"a":01}', '{"a":NaN}', '{"a":1,}', '{"a":+1}', '{"a":1.}', '{"a":"\t"}'],
];

const jsonTexts = fc.oneof(
  fc.json({ maxDepth: 2 }),
  fc.dictionary(fc.string({ maxLength: 3 }), fc.jsonValue({ maxDepth: 1 })).map((value) => JSON.stringify(value)),
  fc.tuple(fc.json({ maxDepth: 1 }), fc.nat()).map(([text, at]) => text.slice(0, at % (text.length + 1))),
);

interface Row<V> {
  readonly check: (value: V) => Check | { holds: Bool };
  readonly values: fc.Arbitrary<V>;
  readonly variable: (evaluation: Evaluation, value: V) => V;
  /** Values that are tried besides the random ones. */
  readonly always?: readonly V[];
}

const number = (evaluation: Evaluation, value: number) => evaluation.number(value);
const text = (evaluation: Evaluation, value: string) => evaluation.string(value);
const row = <V>(...[check, values, variable, always]: [Row<V>["check"], Row<V>["values"], Row<V>["variable"], V[]?]) =>
  ({ check, values, variable, always }) as unknown as Row<never>;

const ROWS: readonly (readonly [name: string, row: Row<never>])[] = [
  ["between", row(check.between(1, 9, "seconds"), numbers, number)],
  ["least", row(check.least(2, "executions"), numbers, number)],
  ["between, with decimal bounds", row(check.between(0.1, 1.5, "seconds"), numbers, number)],
  ["above zero", row(check.aboveZero("jobs"), numbers, number)],
  ["whole number", row(check.wholeNumber(), numbers, number)],
  ["one of numbers", row(check.oneOf([1, 2.5, 9]), numbers, number, [1, 2.5, 3])],
  ["one of texts", row(check.oneOf(["a", "${b}", 'c"']), fc.oneof(fc.constantFrom("a", "${b}", 'c"'), anyText), text)],
  ...[NAME, POINTER, CRON, IMAGE, ARN, "^https://.+"].map(
    (pattern) => [`matching ${pattern}`, row(check.matching(pattern, ""), near(pattern), text)] as const,
  ),
  [
    "each matching",
    row(check.eachMatching(NAME, ""), fc.array(near(NAME), { maxLength: 3 }), (evaluation, value) =>
      evaluation.strings(value),
    ),
  ],
  ["JSON object", row(check.json(""), jsonTexts, text, DOUBTFUL_JSON)],
  ["matches", row((value: string) => ({ holds: matches(NAME, value) }), near(NAME), text)],
];

describeTerraform("checks", (terraform) => {
  test("come to the same verdict at synth and in Terraform", async () => {
    const evaluation = new Evaluation();
    const cases = ROWS.flatMap(([name, { check, values, variable, always = [] }]) =>
      [...always, ...sample(values, 30)].map((value) => ({
        name,
        value,
        atSynth: check(value).holds,
        asked: evaluation.ask(check(variable(evaluation, value)).holds),
      })),
    );
    const found = await evaluation.run(terraform);
    const verdicts = (verdict: (one: (typeof cases)[number]) => unknown) =>
      cases.map((one) => ({ check: one.name, value: one.value, holds: verdict(one) }));
    expect(verdicts(({ asked }) => found[asked])).toEqual(verdicts(({ atSynth }) => atSynth));
    // Each check saw good values and bad ones, or the comparison would say little.
    for (const [name] of ROWS) {
      const seen = new Set(cases.filter((one) => one.name === name).map(({ atSynth }) => atSynth));
      expect([name, [...seen].sort()]).toEqual([name, [false, true]]);
    }
  });
});

test.each<[Check, string]>([
  [check.least(2, "executions")(1), "be 2 or more executions"],
  [check.between(1, 900, "seconds, Lambda's bounds")(0), "be 1 to 900 seconds, Lambda's bounds"],
  [check.aboveZero("jobs a second")(0), "be above 0 jobs a second"],
  [check.wholeNumber()(1.5), "be a whole number"],
  [check.oneOf(["INFO", "WARN"])("LOUD"), "be one of INFO, WARN"],
  [check.matching(NAME, "be a short name")("-"), "be a short name"],
  [check.eachMatching(NAME, "hold short names")(["-"]), "hold short names"],
  [check.json("be a JSON object")("["), "be a JSON object"],
])("a violated check says what the value must be: %o", ({ holds, must }, expected) => {
  expect({ holds, must }).toEqual({ holds: false, must: expected });
});
