import { Tokenization } from "cdktf";
import { quote, quoteKey } from "./expression";
import { camelCase, snakeCase } from "./names";
import { MUST_HOLD_NO_NULL } from "./nulls";
import type { AnyType, Members } from "./types";

/** The members of an object, or of each object in a map. */
export function membersOf(type: AnyType): Members {
  return type.members ?? type.entry?.members ?? {};
}

/** A caller's value as Terraform knows it: members of objects in snake_case, keys of maps untouched. */
export function toTerraform(type: AnyType, plain: unknown): unknown {
  const { entry } = type;
  if (entry && plain)
    return Object.fromEntries(Object.entries(plain).map(([key, value]) => [key, toTerraform(entry, value)]));
  if (type.members === undefined || plain === undefined || plain === null) return plain ?? null;
  const given = plain as Readonly<Record<string, unknown>>;
  const members = Object.entries(type.members).filter(([key]) => given[key] !== undefined);
  return Object.fromEntries(members.map(([key, member]) => [snakeCase(key), toTerraform(member, given[key])]));
}

/** A literal in Terraform's native syntax, as type constraints and documentation need it. */
export function hcl(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(hcl).join(", ")}]`;
  if (typeof value === "string") return quote(value);
  if (typeof value !== "object" || value === null) return String(value);
  const members = Object.entries(value).map(([key, member]) => `${quoteKey(key)} = ${hcl(member)}`);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

function isPlainObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !Tokenization.isResolvable(value);
}

/** Whether a list or a map of texts has null among them. */
function holdsNull({ kind }: AnyType, plain: unknown): boolean {
  if (kind === "list") return Array.isArray(plain) && plain.includes(null);
  return kind === "map" && isPlainObject(plain) && Object.values(plain).includes(null);
}

const KINDS: Readonly<Record<AnyType["kind"], string>> = {
  string: "a string",
  number: "a number",
  bool: "true or false",
  list: "a list of strings",
  map: "a map of strings",
  object: "an object, written out (its members may be tokens)",
  entries: "a map of objects, written out (their members may be tokens)",
};

/** Whether a JavaScript value is of the type, for callers without TypeScript; tokens pass, except for whole objects. */
export function mismatch(type: AnyType, plain: unknown): string | undefined {
  if (Tokenization.isResolvable(plain) && type.kind !== "object" && type.kind !== "entries") return undefined;
  const expected: Readonly<Record<AnyType["kind"], (value: unknown) => boolean>> = {
    string: (value) => typeof value === "string",
    number: (value) => typeof value === "number" && Number.isFinite(value),
    bool: (value) => typeof value === "boolean",
    list: (value) => Array.isArray(value) && value.every((item) => typeof item === "string"),
    map: (value) => isPlainObject(value) && Object.values(value).every((member) => typeof member === "string"),
    object: isPlainObject,
    // An entry that is null is told of by its key.
    entries: (value) => isPlainObject(value) && Object.values(value).every((one) => one === null || isPlainObject(one)),
  };
  if (holdsNull(type, plain)) return MUST_HOLD_NO_NULL;
  if (!expected[type.kind](plain)) return `be ${KINDS[type.kind]}`;
  const unknown = type.members && Object.keys(plain as object).filter((key) => !Object.hasOwn(type.members ?? {}, key));
  return unknown?.length
    ? `have no ${unknown.map(camelCase).join(", ")}; it knows ${Object.keys(type.members ?? {}).join(", ")}`
    : undefined;
}
