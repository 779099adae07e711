import { Token } from "cdktf";
import { type Bool, encodeLike, isUnknown, raw, tf } from "./expression";
import { byBytes, isSubset } from "./lists";
import { every } from "./logic";
import { Loop } from "./loop";

/** A map input, in Terraform's order. Its keys are literals, or all of it is known only to Terraform. */
export class Entries<V> {
  private constructor(
    /** The entries where they are written out. */
    public readonly known: ReadonlyMap<string, V> | undefined,
    /** The way through them where only Terraform knows them. */
    public readonly loop: Loop,
    /** An entry's value at a Terraform address. */
    public readonly at: (address: string) => V,
    /** What the caller wrote, where it is written out. */
    public readonly plain: Readonly<Record<string, unknown>>,
  ) {}

  public static literal<V>(entries: ReadonlyMap<string, V>, plain: Readonly<Record<string, unknown>>): Entries<V> {
    const sorted = [...entries].sort(([left], [right]) => byBytes(left, right));
    return new Entries(new Map(sorted), new Loop("null"), () => undefined as V, plain);
  }

  public static unknown<V>(address: string, at: (address: string) => V): Entries<V> {
    return new Entries<V>(undefined, new Loop(address), at, {});
  }

  /** The same keys with other values. */
  public with<R>(change: (key: string, value: V) => R): Entries<R> {
    const changed = this.each((key, value) => [key, change(key, value)] as const);
    return new Entries(this.known && new Map(changed), this.loop, () => changed[0]?.[1] as R, this.plain);
  }

  /** Each entry: those that are known, or the one that stands for all. */
  public each<R>(look: (key: string, value: V) => R): R[] {
    if (this.known) return [...this.known].map(([key, value]) => look(key, value));
    return [look(Token.asString(raw(this.loop.key)), this.at(this.loop.value))];
  }
}

/** The keys. */
export function keysOf(entries: Entries<unknown>): string[] {
  return entries.known ? [...entries.known.keys()] : Token.asList(tf`keys(${raw(entries.loop.source)})`);
}

/** The keys of which it holds. */
export function keysWhere(entries: Entries<unknown>, holds: (key: string) => Bool): string[] {
  if (entries.known) return [...entries.known.keys()].filter((key) => holds(key) === true);
  const [found] = entries.each((key) => [key, holds(key)] as const);
  return Token.asList(entries.loop.comprehension("[", ["", " if ", ""], ...(found ?? [])));
}

/** Whether there is an entry of that name. */
export function hasKey(entries: Entries<unknown>, key: string): Bool {
  return isSubset([key], keysOf(entries));
}

export function isEmpty(entries: Entries<unknown>): Bool {
  return entries.known ? entries.known.size === 0 : tf`length(${raw(entries.loop.source)}) == 0`;
}

export function hasAtMost(entries: Entries<unknown>, count: number): Bool {
  return entries.known ? entries.known.size <= count : tf`length(${raw(entries.loop.source)}) <= ${count}`;
}

/** Whether it holds for each entry. */
export function everyEntry<V>(entries: Entries<V>, holds: (value: V, key: string) => Bool): Bool {
  const found = entries.each((key, value) => holds(value, key));
  if (entries.known) return every(found);
  const [all] = found as [Bool];
  return typeof all === "boolean" && all ? true : tf`alltrue(${entries.loop.comprehension("[", ["", ""], all)})`;
}

/** Something of each entry, as a list. */
export function listOf<V, R>(entries: Entries<V>, read: (value: V, key: string) => R): R[] {
  const found = entries.each((key, value) => read(value, key));
  if (entries.known) return found;
  return encodeLike(found, entries.loop.comprehension("[", ["", ""], found[0]));
}

/** Something of each entry, by its key. */
export function mapOf<V, R>(entries: Entries<V>, read: (value: V, key: string) => R): Record<string, R> {
  if (entries.known) return Object.fromEntries(entries.each((key, value) => [key, read(value, key)] as const));
  const [[key, value]] = entries.each((entryKey, entry) => [entryKey, read(entry, entryKey)] as const) as [[string, R]];
  return Token.asAnyMap(entries.loop.comprehension("{", ["", " => ", ""], key, value)) as Record<string, R>;
}

/** Something of the entry with that key, which must exist. */
export function entryAt<V, R>(entries: Entries<V>, key: string, read: (value: V, key: string) => R): R {
  const known = isUnknown(key) ? undefined : entries.known?.get(key);
  if (known !== undefined) return read(known, key);
  const found = entries.each((entryKey, value) => [entryKey, read(value, entryKey)] as const);
  const sample = found[0]?.[1] as R;
  return encodeLike(sample, entries.known ? tf`${Object.fromEntries(found)}[${key}]` : entries.loop.entry(key, sample));
}
