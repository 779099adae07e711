import { type Bool, type Expression, isUnknown, tf } from "./expression";
import { hasNone, isSubset } from "./lists";
import { above, atLeast, every, not } from "./logic";
import type { Check } from "./types";

/**
 * Checks of inputs. Each holds one rule for both sides: decided at synth for literals, a `validation` or `precondition` for
 * variables. Patterns are written in the common part of JavaScript's and RE2's regular expressions.
 */
export const check = {
  /** From `low` to `high`, both included. `why` names the unit and the source of the bounds. */
  between:
    (low: number, high: number, why: string) =>
    (value: number): Check => ({
      holds: every([atLeast(value, low), atLeast(high, value)]),
      must: `be ${low} to ${high} ${why}`,
    }),

  aboveZero:
    (why: string) =>
    (value: number): Check => ({ holds: above(value, 0), must: `be above 0 ${why}` }),

  wholeNumber:
    () =>
    (value: number): Check => ({
      holds: isUnknown(value) ? tf`floor(${value}) == ${value}` : Number.isInteger(value),
      must: "be a whole number",
    }),

  oneOf:
    (choices: readonly (string | number)[]) =>
    (value: string | number): Check => ({
      holds: isUnknown(value) ? tf`contains(${choices}, ${value})` : choices.includes(value),
      must: `be one of ${choices.join(", ")}`,
    }),

  eachOneOf:
    (choices: readonly string[]) =>
    (values: readonly string[]): Check => ({
      holds: isSubset(values, choices),
      must: `hold nothing but ${choices.join(", ")}`,
    }),

  /** `what` is what the list needs at least one of. */
  notEmpty:
    (what: string) =>
    (values: readonly string[]): Check => ({
      holds: not(hasNone(values)),
      must: `hold ${what} at least`,
    }),

  atMost:
    (most: number, what: string) =>
    (values: readonly string[]): Check => ({
      holds: isUnknown(values) ? tf`length(${values}) <= ${most}` : values.length <= most,
      must: `hold at most ${most} ${what}`,
    }),

  matching:
    (pattern: string, must: string) =>
    (value: string): Check => ({ holds: matches(pattern, value), must }),

  eachMatching:
    (pattern: string, must: string) =>
    (values: readonly string[]): Check => ({
      holds: isUnknown(values)
        ? tf`alltrue([for value in ${values} : can(regex(${pattern}, value))])`
        : values.every((value) => new RegExp(pattern).test(value)),
      must,
    }),

  /** A JSON text whose top is an object. */
  json:
    (must: string) =>
    (value: string): Check => ({
      holds: isUnknown(value) ? tf`can(keys(${strictJson(value)}))` : isJsonObject(value),
      must,
    }),
};

/** What a JSON text holds, an error if it is none: Terraform's own `jsondecode` overlooks a `}` or `]` too many at the end. */
export function strictJson(text: string): Expression {
  return tf`[jsondecode(${`[${text}]`}), jsondecode(${`{"value":${text}}`}).value][1]`;
}

export function matches(pattern: string, value: string): Bool {
  return isUnknown(value) ? tf`can(regex(${pattern}, ${value}))` : new RegExp(pattern).test(value);
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
