import type { Bool } from "./expression";

const PRESENT = Symbol("present");

/**
 * Marks an object input with whether it was given. An absent object (`api = null`) still is an object in a construct body, so that
 * `input.api.throttle` needs no `?.`; `isSet(input.api)` tells.
 */
export function withPresence<T extends object>(value: T, present: Bool): T {
  Object.defineProperty(value, PRESENT, { value: present });
  return value;
}

/** Whether the object was given; `undefined` for values that are no object inputs. */
export function presence(value: unknown): Bool | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  return (value as { [PRESENT]?: Bool })[PRESENT];
}
