import { Entries } from "./entries";
import { type Bool, isUnknown, raw, tf } from "./expression";
import { every, isSet } from "./logic";
import type { AnyType } from "./types";

/**
 * Where null may stand. Terraform's types let it stand for every member, element and entry; a construct body reads none of them as
 * null, so each is refused with one message, and what is said of the value besides is not looked at.
 */

/** Ends the sentence about a member that is required. */
export const MUST_BE_GIVEN = "be given";
/** Ends the sentence about a list or a map of texts. */
export const MUST_HOLD_NO_NULL = "hold no null: leave it out";
/** Ends the sentence about an entry of a map of objects. */
export const MUST_NOT_BE_NULL = "not be null: leave the entry out, or give an object";

/** Whether there is a value to check; what is required is known to be there, unless it is a member. */
export function isGiven(type: AnyType, value: unknown, isMember: boolean): Bool {
  if (type.presence === "optional") return isSet(value);
  return type.presence === "required" && isMember ? isSet(value) : true;
}

/** Whether nothing within the value is null that must not be. */
export function isWhole(type: AnyType, value: unknown): Bool {
  if (value instanceof Entries) return value.known ? true : holdsNoNull(raw(value.loop.source));
  if (type.members) {
    const members = value as Readonly<Record<string, unknown>>;
    return every(Object.entries(type.members).map(([key, member]) => memberIsWhole(member, members, key)));
  }
  const holdsTexts = type.kind === "list" || type.kind === "map";
  return holdsTexts && isUnknown(value) ? holdsNoNull(value) : true;
}

const holdsNoNull = (value: unknown): Bool => tf`alltrue([for one in ${value} : one != null])`;

function memberIsWhole(type: AnyType, members: Readonly<Record<string, unknown>>, key: string): Bool {
  if (type.entry) return isWhole(type, members[key]);
  return type.presence === "required" ? isGiven(type, members[key], true) : true;
}
