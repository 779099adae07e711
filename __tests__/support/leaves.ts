import { literal } from "../../lib/expression";
import { t } from "../../lib/types";
import type { Evaluation } from "./evaluate";
import type { Leaves } from "./trees";

/** The values themselves, to decide what must come out; what is null for Terraform is undefined here. */
export const plainLeaves: Leaves = {
  number: (value) => (value ?? undefined) as number,
  string: (value) => (value ?? undefined) as string,
  bool: (value) => value,
  strings: (value) => [...value],
  stringMap: (value) => ({ ...value }),
};

const description = "";

/** Literals as a construct body gets them from its inputs. */
export const literalLeaves: Leaves = {
  number: (value) => t.number({ description, optional: true }).fill(value, literal),
  string: (value) => t.string({ description, optional: true }).fill(value, literal),
  bool: (value) => t.bool({ description }).fill(value, literal),
  strings: (value) => t.strings({ description }).fill(value, literal),
  stringMap: (value) => t.stringMap({ description }).fill(value, literal),
};

/** Every other leaf is a variable, the others are literals: half of the helpers see one of each. */
export function mixedLeaves(evaluation: Evaluation): Leaves {
  let turn = 0;
  return Object.fromEntries(
    Object.entries(literalLeaves).map(([kind, ofLiteral]) => [
      kind,
      (value: never) =>
        turn++ % 2 === 0 ? (evaluation[kind as keyof Leaves] as typeof ofLiteral)(value) : ofLiteral(value),
    ]),
  ) as unknown as Leaves;
}

/** Terraform's view of a value that was decided at synth. */
export function decided(value: unknown): unknown {
  if (typeof value === "string") return value.normalize("NFC");
  if (Array.isArray(value)) return value.map(decided);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key.normalize("NFC"), decided(member)]));
  return value ?? null;
}
