import { Token } from "cdktf";
import { raw, tf } from "../../lib/expression";
import { every } from "../../lib/logic";
import type { Check } from "../../lib/types";
import { Evaluation } from "./evaluate";
import { describeTerraform } from "./terraform";

type Checks<V> = readonly ((value: V) => Check)[];

/** What a check, or several, takes and refuses. */
export interface Verdicts<V> {
  readonly checks: Checks<V>;
  readonly good: readonly V[];
  readonly bad: readonly V[];
}

interface Kind<V> {
  readonly type: string;
  readonly stand: () => V;
}

const verdict = <V>(checks: Checks<V>, value: V) => every(checks.map((check) => check(value).holds));

function describeVerdicts<V>({ type, stand }: Kind<V>, rows: Readonly<Record<string, Verdicts<V>>>): void {
  const cases = Object.entries(rows).flatMap(([what, { checks, good, bad }]) => [
    ...good.map((value) => ({ what, checks, value, holds: true })),
    ...bad.map((value) => ({ what, checks, value, holds: false })),
  ]);

  test.each(cases)("$what: $value is taken: $holds", ({ checks, value, holds }) => {
    expect(verdict(checks, value)).toBe(holds);
  });

  describeTerraform("the same in Terraform", (terraform) => {
    test("for each value", async () => {
      const evaluation = new Evaluation();
      // One expression for all values of a check: writing it out again for each would take long.
      const asked = Object.values(rows).map(({ checks, good, bad }) =>
        evaluation.ask(
          tf`[for value in ${evaluation.variable(`list(${type})`, [...good, ...bad])} : ${verdict(checks, stand())}]`,
        ),
      );
      const found = await evaluation.run(terraform);
      const verdicts = asked.flatMap((place) => found[place] as boolean[]);
      expect(verdicts.map((holds, index) => ({ ...cases[index], holds }))).toEqual(cases);
    });
  });
}

/** The verdicts on texts, at synth and in Terraform. */
export const describeTexts = (rows: Readonly<Record<string, Verdicts<string>>>): void =>
  describeVerdicts({ type: "string", stand: () => Token.asString(raw("value")) }, rows);

/** The verdicts on lists of texts. */
export const describeLists = (rows: Readonly<Record<string, Verdicts<readonly string[]>>>): void =>
  describeVerdicts<readonly string[]>({ type: "list(string)", stand: () => Token.asList(raw("value")) }, rows);

/** The verdicts on maps of texts. */
export const describeMaps = (rows: Readonly<Record<string, Verdicts<Readonly<Record<string, string>>>>>): void =>
  describeVerdicts<Readonly<Record<string, string>>>(
    { type: "map(string)", stand: () => Token.asStringMap(raw("value")) },
    rows,
  );
