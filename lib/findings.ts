import { Token } from "cdktf";
import { Entries } from "./entries";
import { type Bool, isUnknown, tf } from "./expression";
import { choose, implies, isSet, not } from "./logic";
import type { Loop } from "./loop";
import { snakeCase } from "./names";
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
export function findings(path: string, type: AnyType, value: unknown): Finding[] {
  const present = type.presence === "optional" ? isSet(value) : true;
  if (present === false) return [];
  const own = type.checks.map((check) => finding({ about: path, ...check(value) }));
  const members = Object.entries(type.members ?? {}).flatMap(([key, member]) =>
    findings(`${path}.${snakeCase(key)}`, member, (value as Readonly<Record<string, unknown>>)[key]),
  );
  const entries = value instanceof Entries && type.entry ? findingsOfEntries(path, type.entry, value) : [];
  return [...own, ...members, ...entries].map(({ holds, message }) => ({
    holds: implies(present, holds),
    // Terraform evaluates the message of a validation whether or not it is needed.
    message: isUnknown(message) ? choose(present, message, "") : message,
  }));
}

function findingsOfEntries(path: string, type: AnyType, entries: Entries<unknown>): Finding[] {
  const found = entries.each((key, value) => findings(`${path}["${key}"]`, type, value)).flat();
  return entries.known ? found : found.map((one) => ofEach(entries.loop, one));
}
