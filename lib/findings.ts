import { Token } from "cdktf";
import { Entries, keysWhere } from "./entries";
import { type Bool, isUnknown, raw, tf } from "./expression";
import { enumeration, hasNone, quoted } from "./lists";
import { choose, every, implies, not } from "./logic";
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

/** A rule about each key of a map input; its message names the keys that are wrong. */
export const eachKey =
  (rule: (key: string) => Check) =>
  (entries: Entries<unknown>): Check =>
    namingWrong(
      keysWhere(entries, (key) => not(rule(key).holds)),
      rule("").must,
    );

/** A rule that holds where nothing is wrong, and else names what is. */
export const namingWrong = (wrong: readonly string[], must: string): Check => ({
  holds: hasNone(wrong),
  must: `${must}, which is not true of ${enumeration(quoted(wrong))}`,
});

/** What a rule found of an input, and the message for whoever gave it. */
export interface Finding {
  /** The input, as messages name it. */
  readonly about: string;
  /** Whether it is about a number, and nothing else. */
  readonly ofNumber?: boolean;
  readonly holds: Bool;
  readonly message: string;
}

export function finding({ about, holds, must, loop }: CrossCheck): Finding {
  const one = { about, holds, message: `${about} must ${must}.` };
  return loop ? ofEach(loop, one) : one;
}

/** A finding about each entry of a map: its message names those that are wrong. */
function ofEach(loop: Loop, { about, holds, message }: Finding): Finding {
  if (holds === true) return { about, holds, message };
  const wrong = loop.comprehension("[", ["", " if ", ""], message, not(holds));
  return {
    about,
    holds: tf`alltrue(${loop.comprehension("[", ["", ""], holds)})`,
    message: Token.asString(tf`join(" ", ${wrong})`),
  };
}

/**
 * The messages of what literals break, one for each mistake: a rule over several inputs, whose message names those that it reads, has nothing
 * to say while a number among them is wrong by itself.
 */
export function told(found: readonly Finding[]): string[] {
  const broken = found.filter(({ holds }) => holds === false);
  const numbers = broken.filter(({ ofNumber }) => ofNumber).map(({ about }) => about);
  const reads = ({ about, message }: Finding, number: string) =>
    about === number || new RegExp(`\\b${number.replace(/^.*[.]/, "")}\\b`).test(message);
  return broken
    .filter((rule) => rule.ofNumber || !numbers.some((number) => reads(rule, number)))
    .map(({ message }) => message);
}

/** The checks of an input and of all within it; what is null needs to satisfy none. */
export function findings(path: string, type: AnyType, value: unknown, isMember = false): Finding[] {
  const given = isGiven(type, value, isMember);
  if (given === false) return [];
  const whole = isWhole(type, value);
  const members = Object.entries(type.members ?? {}).flatMap(([key, member]) =>
    findings(`${path}.${snakeCase(key)}`, member, (value as Readonly<Record<string, unknown>>)[key], true),
  );
  const ofNumber = type.kind === "number";
  const own = inTurn(type, type.checks, value).map(({ holds, must }) => ({
    ...finding({ about: path, holds: implies(whole, holds), must }),
    ofNumber,
  }));
  const entries = value instanceof Entries && type.entry ? findingsOfEntries(path, type.entry, value) : [];
  const all = [...nullsWithin(path, type, whole), ...own, ...members, ...entries];
  const within = all.map(({ holds, message, ...rest }) => ({
    ...rest,
    holds: implies(given, holds),
    // Terraform evaluates the message of a validation whether or not it is needed.
    message: isUnknown(message) ? choose(given, message, "") : message,
  }));
  return type.presence === "required" && given !== true
    ? [finding({ about: path, holds: given, must: MUST_BE_GIVEN }), ...within]
    : within;
}

/**
 * What each check finds, one mistake told once: a check is looked at where those before it hold. In Terraform that is said of numbers
 * alone, whose checks are short; those of texts read over what another one tells of.
 */
function inTurn({ kind }: AnyType, checks: AnyType["checks"], value: unknown): Check[] {
  const found = checks.map((check) => check(value));
  return found.map(({ holds, must }, index) => {
    const before = found.slice(0, index).map((one) => one.holds);
    const decided = kind === "number" ? before : before.filter((one) => typeof one === "boolean");
    return { holds: implies(every(decided), holds), must };
  });
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
    ...found.map(({ about, holds, message }) => ofEach(loop, { about, holds: implies(isThere, holds), message })),
  ];
}
