import { Token } from "cdktf";
import { type Bool, type Expression, isUnknown, raw, tf } from "./expression";
import { hasNone, isSubset, lengthOf } from "./lists";
import { above, atLeast, every, not } from "./logic";
import type { Check, Rule } from "./types";

/**
 * Checks of inputs. Each holds one rule for both sides: decided at synth for literals, a `validation` or `precondition` for
 * variables. Patterns are written in the common part of JavaScript's and RE2's regular expressions, both of which see code points.
 */
export const check = {
  /** From `low` to `high`, both included. `why` names the unit and the source of the bounds. */
  between: (low: number, high: number, why: string) =>
    bounded(`${low} to ${high}`, (value: number) => ({
      holds: every([atLeast(value, low), atLeast(high, value)]),
      must: `be ${low} to ${high} ${why}`,
    })),

  /** From `low` on, where the top is a quota that AWS raises on request. `why` names the unit and the source of the bound. */
  least: (low: number, why: string) =>
    bounded(`${low} or more`, (value: number) => ({ holds: atLeast(value, low), must: `be ${low} or more ${why}` })),

  /** Up to `high`. `why` names the unit and the source of the bound. */
  most: (high: number, why: string) =>
    bounded(`at most ${high}`, (value: number) => ({ holds: atLeast(high, value), must: `be at most ${high} ${why}` })),

  aboveZero: (why: string) =>
    bounded("above 0", (value: number) => ({ holds: above(value, 0), must: `be above 0 ${why}` })),

  wholeNumber: () =>
    bounded("whole", (value: number) => ({
      holds: isUnknown(value) ? tf`floor(${value}) == ${value}` : Number.isInteger(value),
      must: "be a whole number",
    })),

  oneOf: (choices: readonly (string | number)[]) =>
    bounded(choices.join(", "), (value: string | number) => ({
      holds: isUnknown(value) ? tf`contains(${choices}, ${value})` : choices.includes(value),
      must: `be one of ${choices.join(", ")}`,
    })),

  /** For many choices: `must` says what they are, instead of naming them all. */
  among:
    (choices: readonly string[], must: string) =>
    (value: string): Check => ({ holds: isSubset([value], choices), must }),

  eachOneOf: (choices: readonly string[]) =>
    bounded(choices.join(", "), (values: readonly string[]) => ({
      holds: isSubset(values, choices),
      must: `hold nothing but ${choices.join(", ")}`,
    })),

  /** `what` is what the list needs at least one of. */
  notEmpty: (what: string) =>
    bounded("an entry or more", (values: readonly string[]) => ({
      holds: not(hasNone(values)),
      must: `hold ${what} at least`,
    })),

  /** `what` the list holds, with the source of the bound. */
  atMost: (count: number, what: string) =>
    bounded(`at most ${count} entries`, (values: readonly string[]) => ({
      holds: atLeast(count, lengthOf(values)),
      must: `hold at most ${count} ${what}`,
    })),

  /** `what` is the name of a text of that size. */
  bytesBetween: (low: number, high: number, what: string) =>
    bounded(`${low} to ${high} bytes`, (value: string) => ({
      holds: isSized(low, high, value),
      must: `be ${what} of ${low} to ${high} bytes`,
    })),

  /** The same of each text of a list; `what` is the name of several. */
  eachBytesBetween: (low: number, high: number, what: string) =>
    bounded(`each ${low} to ${high} bytes`, (values: readonly string[]) => ({
      holds: isUnknown(values)
        ? tf`alltrue([for value in ${values} : ${isSized(low, high, Token.asString(raw("value")))}])`
        : values.every((value) => isSized(low, high, value) === true),
      must: `hold ${what} of ${low} to ${high} bytes`,
    })),

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

function bounded<V>(bounds: string, rule: (value: V) => Check): Rule<V> {
  return Object.assign(rule, { bounds });
}

const isSized = (low: number, high: number, text: string): Bool =>
  every([atLeast(bytesOf(text), low), atLeast(high, bytesOf(text))]);

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
