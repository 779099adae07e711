import { types } from "node:util";
import { pointerTo } from "./json-pointer";
import { isInstance, sayThrown } from "./thrown";

/** A place in a value, as a JSON pointer, and what JSON would lose there. */
export interface Loss {
  readonly pointer: string;
  readonly what: string;
}

/**
 * The first place of a value that JSON.stringify would change without a word, or refuse: NaN becomes null, a Map {}, an undefined in a list
 * null. A member that is undefined is no loss: who reads the text finds it undefined as well; nor is the sign of -0. Runs `toJSON`, as
 * JSON.stringify does. Never throws.
 */
export function lossOf(value: unknown): Loss | undefined {
  const path: string[] = [];
  try {
    const what = find(value, path, new Set());
    return what === undefined ? undefined : { pointer: pointerTo(path), what };
  } catch (error) {
    // A getter, a toJSON or a proxy that throws; or the stack's end.
    return { pointer: pointerTo(path), what: isInstance(error, RangeError) ? "nests too deep" : sayThrown(error) };
  }
}

/** A loss as one text: `/order/total is NaN`. */
export const sayLoss = ({ pointer, what }: Loss): string => `${pointer === "" ? "it" : pointer} ${what}`;

/**
 * The JSON text of a value, or the fault that keeps it from being one without a loss: `The body cannot be written as JSON: /total is NaN.` Never
 * throws. `what` begins the fault.
 */
export function jsonOf(value: unknown, what: string): { readonly text: string } | { readonly fault: string } {
  const json = written(value);
  return "loss" in json ? { fault: `${what} cannot be written as JSON: ${sayLoss(json.loss)}.` } : json;
}

/** The JSON text of a value, or what keeps it from being one without a loss. Never throws. */
export function written(value: unknown): { readonly text: string } | { readonly loss: Loss } {
  const loss = lossOf(value);
  if (loss !== undefined) return { loss };
  try {
    return { text: JSON.stringify(value) };
  } catch (error) {
    // A text longer than V8 takes; or a getter or a toJSON that throws when it is asked again.
    return { loss: { pointer: "", what: `ends with ${sayThrown(error)}` } };
  }
}

/** What is lost at the place where `path` then leads, if anything is. */
function find(given: unknown, path: string[], around: Set<object>): string | undefined {
  const value = unboxed(hasToJson(given) ? given.toJSON(path.at(-1) ?? "") : given);
  if (value === null && types.isDate(given)) return "is an invalid Date";
  if (typeof value !== "object" || value === null) return lossOfScalar(value);
  const type = UNWRITABLE.find((one) => value instanceof one);
  if (type !== undefined) return `is of the type ${type.name}, which JSON does not have`;
  if (ArrayBuffer.isView(value)) return "is binary; write it in base64";
  if (hidesAll(value)) return `is of the type ${tagOf(value)}, of which JSON keeps nothing`;
  if (around.has(value)) return "is within itself";
  around.add(value);
  for (const [name, member] of membersOf(value)) {
    path.push(name);
    const what = find(member, path, around);
    if (what !== undefined) return what;
    path.pop();
  }
  around.delete(value);
  return undefined;
}

function membersOf(value: object): readonly (readonly [string, unknown])[] {
  // Not entries() of the list: it may have holes, which become null as well.
  if (Array.isArray(value)) return Array.from(value, (member: unknown, index) => [String(index), member] as const);
  return Object.entries(value).filter(([, member]) => member !== undefined);
}

const hasToJson = (value: unknown): value is { toJSON(key: string): unknown } =>
  value !== null && value !== undefined && typeof (value as { toJSON?: unknown }).toJSON === "function";

/** Types of which JSON keeps nothing. */
const UNWRITABLE = [Map, Set, WeakMap, WeakSet, Promise, RegExp, Error, ArrayBuffer] as const;

const tagOf = (value: object): string => Object.prototype.toString.call(value).slice("[object ".length, -1);

/**
 * Whether an object has a type of its own and nothing that JSON sees: URLSearchParams, Headers, an iterator, a Blob all become {}. Plain objects and
 * instances of classes may be empty.
 */
const hidesAll = (value: object): boolean =>
  !Array.isArray(value) && tagOf(value) !== "Object" && Object.keys(value).length === 0;

/** `new Number(1)` and its like are written as what they hold. */
const unboxed = (value: unknown): unknown =>
  types.isBoxedPrimitive(value) && !types.isSymbolObject(value) ? value.valueOf() : value;

function lossOfScalar(value: unknown): string | undefined {
  if (typeof value === "number" && !Number.isFinite(value)) return `is ${value}`;
  if (typeof value === "bigint") return "is a BigInt; write it as a text";
  if (value === undefined) return "is undefined";
  return typeof value === "function" || typeof value === "symbol" ? `is a ${typeof value}` : undefined;
}
