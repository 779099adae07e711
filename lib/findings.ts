import { Token } from "cdktf";
import { Entries } from "./entries";
import { type Bool, isUnknown, raw, tf } from "./expression";
import { choose, implies, not } from "./logic";
import type { Loop } from "./loop";
import { snakeCase } from "./names";
import { isGiven, isWhole, MUST_BE_GIVEN, MUST_HOLD_NO_NULL, MUST_NOT_BE_NULL } from "./nulls";
import type { AnyType, Check } from "./types";

/** A rule over several inputs: `about` names the input to change, as Terraform does. */
export interface CrossCheck extends Check {
  readonly about: string;
  /** Where the rule is about each entry of a map that only Terraform knows. */
  readonly loop?: Loop;
}

/** A rule about each entry of a map input. `member` of the entry is what to change; without it, the entry. */
export function eachEntry<V>(
  map: string,
  entries: Entries<V>,
  rule: (value: V, key: string) => Check & { readonly member?: string },
): CrossCheck[] {
  return entries.each((key, value) => {
    const { member, ...check } = rule(value, key);
    const about = `${map}["${key}"]${member === undefined ? "" : `.${member}`}`;
    return { ...check, about, ...(entries.known ? {} : { loop: entries.loop }) };
  });
}

/** What a rule found of an input, and the message for whoever gave it. */
export interface Finding {
  readonly holds: Bool;
  readonly message: string;
}

export function finding({ about, holds, must, loop }: CrossCheck): Finding {
  const one = { holds, message: `${about} must ${must}.` };
  return loop ? ofEach(loop, one) : one;
}

/** A finding about each entry of a map: its message names those that are wrong. */
function ofEach(loop: Loop, { holds, message }: Finding): Finding {
  if (holds === true) return { holds, message };
  const wrong = loop.comprehension("[", ["", " if ", ""], message, not(holds));
  return {
    holds: tf`alltrue(${loop.comprehension("[", ["", ""], holds)})`,
    message: Token.asString(tf`join(" ", ${wrong})`),
  };
}

/** The checks of an input and of all within it; what is null needs to satisfy none. */
export function findings(path: string, type: AnyType, value: unknown, isMember = false): Finding[] {
  const given = isGiven(type, value, isMember);
  if (given === false) return [];
  const whole = isWhole(type, value);
  const own = type.checks.map((check) => {
    const { holds, must } = check(value);
    return finding({ about: path, holds: implies(whole, holds), must });
  });
  const members = Object.entries(type.members ?? {}).flatMap(([key, member]) =>
    findings(`${path}.${snakeCase(key)}`, member, (value as Readonly<Record<string, unknown>>)[key], true),
  );
  const entries = value instanceof Entries && type.entry ? findingsOfEntries(path, type.entry, value) : [];
  const within = [...nullsWithin(path, type, whole), ...own, ...members, ...entries].map(({ holds, message }) => ({
    holds: implies(given, holds),
    // Terraform evaluates the message of a validation whether or not it is needed.
    message: isUnknown(message) ? choose(given, message, "") : message,
  }));
  return type.presence === "required" && given !== true
    ? [finding({ about: path, holds: given, must: MUST_BE_GIVEN }), ...within]
    : within;
}

/** Members and entries tell of themselves. */
function nullsWithin(path: string, type: AnyType, whole: Bool): Finding[] {
  if (whole === true || type.members || type.entry) return [];
  return [finding({ about: path, holds: whole, must: MUST_HOLD_NO_NULL })];
}

function findingsOfEntries(path: string, type: AnyType, entries: Entries<unknown>): Finding[] {
  const found = entries.each((key, value) => findings(`${path}["${key}"]`, type, value)).flat();
  if (entries.known) return found;
  const { loop } = entries;
  const isThere = tf`${raw(loop.value)} != null`;
  const isNull = { about: `${path}["${raw(loop.key)}"]`, holds: isThere, must: MUST_NOT_BE_NULL };
  return [
    ofEach(loop, finding(isNull)),
    ...found.map(({ holds, message }) => ofEach(loop, { holds: implies(isThere, holds), message })),
  ];
}
