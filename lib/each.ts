import { createHash } from "node:crypto";
import { Construct } from "constructs";
import { type Entries, entryAt, listOf, mapOf } from "./entries";
import type { Bool } from "./expression";
import { InLoop } from "./loop";
import { addressPart } from "./names";

/** An entry of a map input in the body of `forEach`. */
export interface Entry<V> {
  /** Where the things of the entry are made. */
  readonly scope: Construct;
  readonly key: string;
  readonly value: V;
  /** Pass it as the condition of everything that the entry has. */
  readonly exists: Bool;
}

/** What was made for each entry of a map. */
export class Each<T> {
  constructor(private readonly members: Entries<T>) {}

  /** Something of the member with that key, which must exist. */
  public at<R>(key: string, read: (member: T) => R): R {
    return entryAt(this.members, key, read);
  }

  /** Something of each, by its key. */
  public map<R>(read: (member: T) => R): Record<string, R> {
    return mapOf(this.members, read);
  }

  /** Something of each, in a list. */
  public list<R>(read: (member: T) => R): R[] {
    return listOf(this.members, read);
  }

  /** Each that was made here: one for an entry of literals, or a single one that Terraform makes for each entry. */
  public get made(): T[] {
    return this.members.each((_, member) => member);
  }
}

/**
 * Makes something for each entry of a map input: several constructs for literals (`<id>-<key>`), and one whose resources have
 * `for_each` where only Terraform knows the map. Every resource in the body is made by `when(entry.exists, …)`.
 */
export function forEach<V, T>(
  scope: Construct,
  id: string,
  entries: Entries<V>,
  make: (entry: Entry<V>) => T,
): Each<T> {
  if (!entries.known) {
    const exists = new InLoop(entries.loop);
    const [member] = entries.each((key, value) => make({ scope: new Construct(scope, id), key, value, exists }));
    return new Each(entries.with(() => member as T));
  }
  const ids = constructIds(id, Object.keys(entries.plain));
  const place = (key: string) => new Construct(scope, ids.get(key) as string);
  return new Each(entries.with((key, value) => make({ scope: place(key), key, value, exists: true })));
}

/**
 * Keys may differ in what addresses do not tell, as `GET /orders/{id}` and `GET /orders/id` do. The first that is written down has the plain
 * address and each other one a hash besides, so that a key that is added at the end moves nothing.
 */
function constructIds(id: string, keys: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    keys.map((key) => {
      // What follows an @ would leave no trace in addresses.
      const plain = `${id}-${key.replaceAll("@", "_")}`;
      const isTaken = taken.has(addressPart(plain));
      taken.add(addressPart(plain));
      return [key, isTaken ? `${plain}-${createHash("sha256").update(key).digest("hex").slice(0, 8)}` : plain];
    }),
  );
}
