import { snakeCase } from "../../lib/names";
import { hcl } from "../../lib/plain";
import type { AnyType, Members } from "../../lib/types";

/** What is known only after apply, its type included. */
const UNKNOWN = "jsondecode(terraform_data.unknown.output)";

/** How much of a value is unknown: all of it, or what is within it. */
export type Share = "wholly" | "in parts";

interface Leaf {
  /** Such as `routes.*.scopes`. */
  readonly path: string;
  readonly type: AnyType;
}

/** Each input that holds no further inputs; entries of maps are `*`. */
export function leavesOf(members: Members, prefix = ""): Leaf[] {
  return Object.entries(members).flatMap(([key, type]) => {
    const path = `${prefix}${snakeCase(key)}`;
    const within = type.members
      ? [type.members, `${path}.`]
      : type.entry?.members && [type.entry.members, `${path}.*.`];
    return within ? leavesOf(within[0] as Members, within[1] as string) : [{ path, type }];
  });
}

/** The variables as arguments of a call, in which the leaves that `isUnknown` are so. */
export function withUnknown(
  members: Members,
  variables: Readonly<Record<string, unknown>>,
  share: Share,
  isUnknown: (path: string) => boolean,
): Record<string, unknown> {
  return withLeaves(members, variables, (path, value) => (isUnknown(path) ? unknown(value, share) : hcl(value)));
}

/** The variables as arguments of a call, with each leaf as it is written. */
export function withLeaves(
  members: Members,
  variables: Readonly<Record<string, unknown>>,
  write: (path: string, value: unknown) => string,
): Record<string, unknown> {
  const ofType = (type: AnyType, value: unknown, path: string): unknown => {
    if (value === null || value === undefined) return null;
    if (type.members) return ofMembers(type.members, value as Readonly<Record<string, unknown>>, `${path}.`);
    if (type.entry) {
      const entries = Object.entries(value).map(([key, entry]) => [
        key,
        ofType(type.entry as AnyType, entry, `${path}.*`),
      ]);
      return Object.fromEntries(entries);
    }
    return `\${${write(path, value)}}`;
  };
  const ofMembers = (all: Members, values: Readonly<Record<string, unknown>>, prefix: string) => {
    const given = Object.entries(all).filter(([key]) => values[snakeCase(key)] !== undefined);
    return Object.fromEntries(
      given.map(([key, type]) => [snakeCase(key), ofType(type, values[snakeCase(key)], `${prefix}${snakeCase(key)}`)]),
    );
  };
  return ofMembers(members, variables, "");
}

function unknown(value: unknown, share: Share): string {
  if (share === "wholly") return UNKNOWN;
  if (typeof value !== "string" || !/^[[{]/.test(value)) return parts(value);
  return `jsonencode(${parts(JSON.parse(value))})`;
}

/** The expression of the value with every text and number in it unknown, and its lists and keys known. */
function parts(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(parts).join(", ")}]`;
  if (typeof value !== "object" || value === null) return UNKNOWN;
  return `{ ${Object.entries(value)
    .map(([key, member]) => `${JSON.stringify(key)} = ${parts(member)}`)
    .join(", ")} }`;
}
