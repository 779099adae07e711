import { inspect, types } from "node:util";
import { storableText } from "./storable-text";

/** What was thrown, as plain data: JSON can write it, whatever it was. Only what says why; never what else an error carries, such as requests. */
export interface Described {
  /** `TypeError`, `AccessDeniedException`; undefined for what is no error. */
  readonly name?: string;
  readonly message: string;
  /** Of systems and libraries: `ECONNREFUSED`, `PROTOCOL_ERROR`, 404. */
  readonly code?: string;
  readonly stack?: string;
  /** Its `cause`, and the `errors` of an AggregateError. */
  readonly causes?: readonly Described[];
}

/** A line of CloudWatch Logs holds 256 KB; what is longer than these says nothing more. */
const MAX_MESSAGE_BYTES = 4_096;
const MAX_STACK_BYTES = 16_384;
const MAX_NAME_BYTES = 200;
/** Causes of causes: some libraries wrap an error at each layer. An error may be its own cause. */
const MAX_DEPTH = 5;
/** The first few of an AggregateError tell what the rest would. */
const MAX_CAUSES = 3;
/** Causes in all, those of causes included: with their stacks they fit a line. */
const MAX_CAUSES_IN_ALL = 8;

/** Describes anything that was thrown: an error, a text, an object without a prototype, a proxy that throws. Never throws. */
export const describeThrown = (thrown: unknown): Described => describe(thrown, MAX_DEPTH, { left: MAX_CAUSES_IN_ALL });

/** The same in one line: `TypeError: x is undefined [E_X]; caused by Error: db`. Never throws. */
export const sayThrown = (thrown: unknown): string => say(describeThrown(thrown));

/** What was thrown as an error that others can read: itself, or one that says what it was. Never throws. */
export const asError = (thrown: unknown): Error =>
  isError(thrown) && READ_BY_OTHERS.every((property) => typeof read(thrown, property) === "string")
    ? thrown
    : new Error(sayThrown(thrown));

const READ_BY_OTHERS = ["name", "message", "stack"] as const;

function describe(thrown: unknown, depth: number, causes: { left: number }): Described {
  if ((typeof thrown !== "object" && typeof thrown !== "function") || thrown === null) {
    return { message: storableText(written(thrown), MAX_MESSAGE_BYTES) };
  }
  const text = (property: string, maxBytes: number): string | undefined => {
    const value = read(thrown, property);
    const said = typeof value === "number" || typeof value === "bigint" ? String(value) : value;
    return typeof said === "string" && said.trim() !== "" ? storableText(said, maxBytes) : undefined;
  };
  const described = {
    name: isError(thrown) ? (text("name", MAX_NAME_BYTES) ?? "Error") : text("name", MAX_NAME_BYTES),
    message: text("message", MAX_MESSAGE_BYTES) ?? (isError(thrown) ? "(no message)" : membersOf(thrown)),
    code: text("code", MAX_NAME_BYTES) ?? text("Code", MAX_NAME_BYTES),
    stack: text("stack", MAX_STACK_BYTES),
    causes: depth === 0 ? undefined : causesOf(thrown, causes).map((cause) => describe(cause, depth - 1, causes)),
  };
  const said = Object.entries(described).filter(([, value]) => value !== undefined && value.length > 0);
  return Object.fromEntries(said) as unknown as Described;
}

function say({ name, message, code, causes = [] }: Described): string {
  const what = name === undefined ? message : `${name}: ${message}`;
  const coded = code === undefined || what.includes(code) ? what : `${what} [${code}]`;
  return [coded, ...causes.map((cause) => `caused by ${say(cause)}`)].join("; ");
}

/** The next few, all of which are taken off what is left before their own causes are: a long first one must not hide its neighbours. */
function causesOf(thrown: object, causes: { left: number }): unknown[] {
  const cause = read(thrown, "cause");
  const all = [...(cause === undefined || cause === null ? [] : [cause]), ...startOf(read(thrown, "errors"))];
  const few = all.filter((one) => one !== thrown).slice(0, Math.min(MAX_CAUSES, causes.left));
  causes.left -= few.length;
  return few;
}

/** The first few of a list, one of which may be the error itself. A list may be a proxy, or very long. */
function startOf(list: unknown): readonly unknown[] {
  try {
    return Array.isArray(list) ? Array.prototype.slice.call(list, 0, MAX_CAUSES + 1) : [];
  } catch {
    return [];
  }
}

/** Reading may run somebody's code: a getter, a proxy. */
export function read(from: object, property: string): unknown {
  try {
    return (from as Readonly<Record<string, unknown>>)[property];
  } catch {
    return undefined;
  }
}

/** `instanceof`, which runs somebody's code as well. */
export function isInstance<Type>(thrown: unknown, type: abstract new (...args: never[]) => Type): thrown is Type {
  try {
    return thrown instanceof type;
  } catch {
    return false;
  }
}

/** An error of another realm, such as a vm's, is no instance of this one's. */
const isError = (thrown: unknown): thrown is Error => isInstance(thrown, Error) || types.isNativeError(thrown);

const written = (value: unknown): string => (typeof value === "string" ? value : inspect(value));

/** The members of something that has no message, without those of its members: `{ status: 503, body: [Object] }`. */
function membersOf(value: object): string {
  try {
    const options = { depth: 0, customInspect: false, breakLength: Number.POSITIVE_INFINITY, maxStringLength: 200 };
    return storableText(inspect(value, { ...options, maxArrayLength: 10 }), MAX_MESSAGE_BYTES);
  } catch {
    return "(an object that cannot be read)";
  }
}
