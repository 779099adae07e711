import { Token } from "cdktf";
import { type Bool, Expression, encodeLike, isUnknown, raw, tf } from "./expression";
import { InLoop } from "./loop";
import { presence } from "./presence";

/**
 * The helpers that decide about inputs. Each one decides at synth when its values are literals and in Terraform when one of them is
 * a token, so that one construct body serves a module with variables and an app with literals. A construct body uses
 * these and never `if`, `?:`, `??`, `&&`, `<`, `*` on an input.
 */

const isBoolean = (value: Bool): value is boolean => typeof value === "boolean";

export function not(value: Bool): Bool {
  return isBoolean(value) ? !value : tf`!${value}`;
}

/** Lazy in `right`, so that `and(isSet(x), …)` may look into x. */
export function and(left: Bool, right: Bool | (() => Bool)): Bool {
  if (left === false) return false;
  const second = typeof right === "function" ? right() : right;
  if (left === true) return second;
  if (isBoolean(second)) return second ? left : false;
  // What exists for each of several goes on to do so.
  if (left instanceof InLoop) return new InLoop(left.loop, and(left.condition, second));
  if (second instanceof InLoop) return new InLoop(second.loop, and(left, second.condition));
  // Terraform before 1.12 evaluates both sides of &&; a conditional does not.
  return tf`${left} ? ${second} : false`;
}

/** Lazy in `right`: `or(not(isSet(x)), …)` may look into x. */
export function or(left: Bool, right: Bool | (() => Bool)): Bool {
  if (left === true) return true;
  const second = typeof right === "function" ? right() : right;
  if (left === false) return second;
  if (isBoolean(second)) return second ? true : left;
  return tf`${left} ? true : ${second}`;
}

/** The consequence holds where the condition does. */
export function implies(condition: Bool, consequence: Bool | (() => Bool)): Bool {
  if (condition === false) return true;
  const then = typeof consequence === "function" ? consequence() : consequence;
  if (condition === true || then === true) return then;
  return tf`${condition} ? ${then} : true`;
}

/** All of them, in order: a later one is looked at only when the earlier hold. */
export function every(conditions: readonly Bool[]): Bool {
  return conditions.reduceRight<Bool>((rest, condition) => and(condition, rest), true);
}

/** Exactly one of the conditions holds. */
export function exactlyOne(conditions: readonly Bool[]): Bool {
  if (conditions.every(isBoolean)) return conditions.filter(Boolean).length === 1;
  const counted = conditions.map((condition) => tf`${condition} ? 1 : 0`);
  return tf`sum(${counted}) == 1`;
}

/** False for `undefined`, `null` and a variable that is null. */
export function isSet(value: unknown): Bool {
  if (value === undefined || value === null) return false;
  return presence(value) ?? (isUnknown(value) && !isPartlyKnown(value) ? tf`${value} != null` : true);
}

/** A list, object or mixed string with tokens within is there, whatever the tokens are. */
function isPartlyKnown(value: unknown): boolean {
  if (typeof value === "string") return !/^\$\{[^}]*\}$/.test(value);
  return Array.isArray(value) ? !Token.isUnresolved(value) : false;
}

export function equals(left: string | number | Bool, right: string | number | Bool): Bool {
  return isUnknown(left) || isUnknown(right) ? tf`${left} == ${right}` : left === right;
}

export function atLeast(left: number, right: number): Bool {
  return isUnknown(left) || isUnknown(right) ? tf`${left} >= ${right}` : left >= right;
}

export function above(left: number, right: number): Bool {
  return isUnknown(left) || isUnknown(right) ? tf`${left} > ${right}` : left > right;
}

export function multiply(left: number, right: number): number {
  return isUnknown(left) || isUnknown(right) ? Token.asNumber(tf`${left} * ${right}`) : left * right;
}

export function add(left: number, right: number): number {
  return isUnknown(left) || isUnknown(right) ? Token.asNumber(tf`${left} + ${right}`) : left + right;
}

/** 1, doubled so many times. */
export function doubled(times: number): number {
  return isUnknown(times) ? Token.asNumber(tf`pow(2, ${times})`) : 2 ** times;
}

export function smaller(left: number, right: number): number {
  return isUnknown(left) || isUnknown(right) ? Token.asNumber(tf`min(${left}, ${right})`) : Math.min(left, right);
}

/** `whenTrue` or `whenFalse`; `undefined` is Terraform's null (the attribute is left out). Both must be of one type. */
export function choose<T>(condition: Bool, whenTrue: T, whenFalse: T): T {
  if (isBoolean(condition)) return condition ? whenTrue : whenFalse;
  return encodeLike(whenTrue ?? whenFalse, tf`${condition} ? ${whenTrue} : ${whenFalse}`);
}

/** The value, or the fallback where it is not set. */
export function orElse<T>(value: T | undefined, fallback: T): T {
  const set = isSet(value);
  if (isBoolean(set)) return set ? (value as T) : fallback;
  return encodeLike(fallback, tf`${set} ? ${value} : ${fallback}`);
}

/**
 * The value, for whoever has to wait until what it speaks of is made. It stays known at plan: Terraform knows the first of a tuple also while the
 * second is unknown.
 */
export function awaiting(value: string, made: unknown): string {
  return Token.asString(tf`[${value}, ${made}][0]`);
}

/** The text of a number or truth value, for environment variables. JavaScript's `1e-7` would be other text than Terraform's. */
export function asText(value: number | Bool): string {
  return isUnknown(value) || /e[+-]/.test(String(value)) ? Token.asString(tf`tostring(${value})`) : String(value);
}

/**
 * A message, for Terraform, which shows none that is made from something sensitive. Ours tell keys, names and what must be, and never what
 * environment, policy_statements or tags hold. `nonsensitive` alone refuses before Terraform 1.8 what is not sensitive anyway.
 */
export function openly(message: string): string {
  return isUnknown(message) ? Token.asString(tf`nonsensitive(sensitive(${message}))`) : message;
}

/** JSON text of a value with tokens anywhere in it. `undefined` members are left out. */
export function json(value: unknown): string {
  return Token.asString(tf`jsonencode(${value})`);
}

/** Later maps win; those within an absent object are left out. */
export function merge(...maps: (Readonly<Record<string, unknown>> | undefined)[]): Record<string, string> {
  const known = maps.filter((map) => map !== undefined && Object.keys(map).length > 0) as object[];
  if (!known.some(isTokenMap)) return Object.assign({}, ...known) as Record<string, string>;
  return Token.asStringMap(new Expression(["merge(", ...known.slice(1).map(() => ", "), ")"], known));
}

function isTokenMap(map: object): boolean {
  return Token.isUnresolved(map) || Object.keys(map).some((key) => Token.isUnresolved(key));
}

/** Terraform's `null`, for outputs of things that do not exist. */
export const NULL = raw("null");

/** A list without its null members, for members that exist under a condition (`choose(x, member, undefined)`). */
export function present<T>(members: readonly (T | undefined)[]): T[] {
  const given = members.filter((member) => member !== undefined && member !== null);
  const uncertain = given.some(
    (member) => member instanceof Expression || (typeof member === "string" && isUnknown(member)),
  );
  return uncertain ? (Token.asList(tf`[for member in ${given} : member if member != null]`) as T[]) : (given as T[]);
}
