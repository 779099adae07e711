import { Token } from "cdktf";
import { type Bool, type Expression, isUnknown, tf } from "./expression";
import { hasNone, isSubset, lengthOf } from "./lists";
import { above, atLeast, every, not } from "./logic";
import type { Check } from "./types";

/**
 * Checks of inputs. Each holds one rule for both sides: decided at synth for literals, a `validation` or `precondition` for
 * variables. Patterns are written in the common part of JavaScript's and RE2's regular expressions, both of which see code points.
 */
export const check = {
  /** From `low` to `high`, both included. `why` names the unit and the source of the bounds. */
  between:
    (low: number, high: number, why: string) =>
    (value: number): Check => ({
      holds: every([atLeast(value, low), atLeast(high, value)]),
      must: `be ${low} to ${high} ${why}`,
    }),

  /** From `low` on, where the top is a quota that AWS raises on request. `why` names the unit and the source of the bound. */
  least:
    (low: number, why: string) =>
    (value: number): Check => ({ holds: atLeast(value, low), must: `be ${low} or more ${why}` }),

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

  /** For many choices: `must` says what they are, instead of naming them all. */
  among:
    (choices: readonly string[], must: string) =>
    (value: string): Check => ({ holds: isSubset([value], choices), must }),

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

  /** `what` the list holds, with the source of the bound. */
  atMost:
    (count: number, what: string) =>
    (values: readonly string[]): Check => ({
      holds: atLeast(count, lengthOf(values)),
      must: `hold at most ${count} ${what}`,
    }),

  /** `what` is the name of a text of that size. */
  bytesBetween:
    (low: number, high: number, what: string) =>
    (value: string): Check => ({
      holds: every([atLeast(bytesOf(value), low), atLeast(high, bytesOf(value))]),
      must: `be ${what} of ${low} to ${high} bytes`,
    }),

  matching:
    (pattern: string, must: string) =>
    (value: string): Check => ({ holds: matches(pattern, value), must }),

  eachMatching:
    (pattern: string, must: string) =>
    (values: readonly string[]): Check => ({
      holds: isUnknown(values)
        ? tf`alltrue([for value in ${values} : can(regex(${pattern}, value))])`
        : values.every((value) => new RegExp(pattern, "u").test(value)),
      must,
    }),

  noneMatching:
    (pattern: string, must: string) =>
    (values: readonly string[]): Check => ({
      holds: isUnknown(values)
        ? tf`!anytrue([for value in ${values} : can(regex(${pattern}, value))])`
        : !values.some((value) => new RegExp(pattern, "u").test(value)),
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
  return isUnknown(value) ? tf`can(regex(${pattern}, ${value}))` : new RegExp(pattern, "u").test(value);
}

/** The size of a text in UTF-8. Terraform counts characters, but those of Base64 tell: three bytes are four of them, with `=` for what is missing. */
export function bytesOf(text: string): number {
  if (!isUnknown(text)) return Buffer.byteLength(text);
  const base64 = tf`base64encode(${text})`;
  return Token.asNumber(tf`length(${base64}) / 4 * 3 - length(regexall("=", ${base64}))`);
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
