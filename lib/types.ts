import { Token } from "cdktf";
import { Entries } from "./entries";
import { type Bool, type Expression, raw } from "./expression";
import { snakeCase } from "./names";
import { hcl, toTerraform } from "./plain";
import { withPresence } from "./presence";

/** What a check finds: whether the value is good, and what it must be ("be 1 to 900 seconds"). */
export interface Check {
  readonly holds: Bool;
  /** Ends the sentence `<input> must …`, and names the cure. */
  readonly must: string;
}

/** A rule about one input. */
export interface Rule<Value> {
  (value: Value): Check;
  /** What documentation says of the values that it takes, such as "1 to 900". */
  readonly bounds?: string;
}

export interface FieldOptions<Value> {
  /** What it does, with its unit; one or two sentences. */
  readonly description: string;
  readonly checks?: readonly Rule<Value>[];
}

/** Whether a caller has to give the value. What is `optional` may be null, and is unless it has a default as well. */
export type Presence = "required" | "optional" | "defaulted";

/**
 * The type of an input: what a caller writes (`Plain`) and what a construct body reads (`Value`, a literal or a token).
 * From it come the Terraform type, the TypeScript props, the accessors and the documentation.
 */
export interface Type<Plain, Value, Given extends Presence = Presence> {
  readonly plain?: Plain;
  readonly kind: "string" | "number" | "bool" | "list" | "map" | "object" | "entries";
  readonly presence: Given;
  readonly description: string;
  readonly default?: Plain;
  /** Members of an object. */
  readonly members?: Readonly<Record<string, AnyType>>;
  /** The type of each entry of a map of objects. */
  readonly entry?: AnyType;
  readonly checks: readonly Rule<Value>[];
  /** Terraform's type constraint, without `optional()`. */
  readonly constraint: string;
  /** The value at a Terraform address such as `var.worker`. */
  at(address: string): Value;
  /** A caller's value with defaults filled in; `finish` has the last word on whatever is no object. */
  fill(plain: Plain | null | undefined, finish?: Finish): Value;
}

export type Finish = <T>(value: T) => T;
const asItIs: Finish = (value) => value;

// biome-ignore lint/suspicious/noExplicitAny: variance; a table of inputs holds types of every kind.
export type AnyType = Type<any, any, any>;
export type PlainOf<T> = T extends { readonly plain?: infer P } ? Exclude<P, undefined> : never;
export type ValueOf<T> = T extends { at(address: string): infer V; readonly presence: infer G }
  ? G extends "optional"
    ? V | OptionalScalar<V>
    : V
  : never;
/** An absent object stays an object (see presence.ts); an absent scalar is undefined. */
type OptionalScalar<V> = V extends readonly unknown[]
  ? undefined
  : V extends { readonly [OBJECT]?: true }
    ? never
    : undefined;
declare const OBJECT: unique symbol;

export type Members = Readonly<Record<string, AnyType>>;
type RequiredKeys<M> = { [K in keyof M]: M[K] extends { readonly presence: "required" } ? K : never }[keyof M];
type Flat<T> = { [K in keyof T]: T[K] };
export type PlainMembers<M> = Flat<
  { readonly [K in RequiredKeys<M>]: PlainOf<M[K]> } & {
    readonly [K in Exclude<keyof M, RequiredKeys<M>>]?: PlainOf<M[K]> | NullOf<M[K]>;
  }
>;
/** Only what may be absent may be null; null also turns off what a default would turn on. */
type NullOf<T> = T extends { readonly presence: "optional" } ? null : never;
export type ValueMembers<M> = { readonly [K in keyof M]: ValueOf<M[K]> } & { readonly [OBJECT]?: true };

type Required<V> = FieldOptions<V>;
type Optional<P, V> = FieldOptions<V> & { readonly optional: true; readonly default?: P };
type Defaulted<P, V> = FieldOptions<V> & { readonly default: P; readonly optional?: undefined };
type Options<P, V> = FieldOptions<V> & { readonly optional?: true; readonly default?: P };

interface Maker<P, V> {
  (options: Defaulted<P, V>): Type<P, V, "defaulted">;
  (options: Optional<P, V>): Type<P, V, "optional">;
  (options: Required<V>): Type<P, V, "required">;
}

interface Nature<V> {
  readonly kind: AnyType["kind"];
  readonly constraint: string;
  at(expression: Expression): V;
}

function maker<P, V>(nature: Nature<V>): Maker<P, V> {
  return ((options: Options<P, V>) => ({
    kind: nature.kind,
    constraint: nature.constraint,
    description: options.description,
    presence: presenceOf(options),
    default: options.default,
    checks: options.checks ?? [],
    at: (address) => nature.at(raw(address)),
    fill: (plain, finish = asItIs) => finish(given(plain, options)) as V,
  })) as (options: Options<P, V>) => Type<P, V> as Maker<P, V>;
}

function presenceOf(options: { readonly optional?: true; readonly default?: unknown }): Presence {
  if (options.optional) return "optional";
  return options.default === undefined ? "required" : "defaulted";
}

/** What the caller gave, or the default. As in Terraform, null asks for the default, except where absence is allowed. */
function given<P>(plain: P | null | undefined, options: Options<P, never>): P | undefined {
  return plain === null && options.optional ? undefined : (plain ?? options.default);
}

/** The types of inputs. Each takes `description`, and `default`, or `optional: true`, or neither when the caller must give it. */
export const t = {
  string: maker<string, string>({ kind: "string", constraint: "string", at: (x) => Token.asString(x) }),
  number: maker<number, number>({ kind: "number", constraint: "number", at: (x) => Token.asNumber(x) }),
  bool: maker<Bool, Bool>({ kind: "bool", constraint: "bool", at: (x) => x }),
  strings: maker<readonly string[], string[]>({ kind: "list", constraint: "list(string)", at: (x) => Token.asList(x) }),
  stringMap: maker<Readonly<Record<string, string>>, Record<string, string>>({
    kind: "map",
    constraint: "map(string)",
    at: (x) => Token.asStringMap(x),
  }),
  object: objectOf as ObjectMaker,
  /** A map of objects with keys of the caller's choice, empty by default; see `forEach`. The entry's type takes the checks. */
  map: entriesOf,
};

function entriesOf<P, V>(
  entry: Type<P, V, "required">,
  options: FieldOptions<Entries<V>>,
): Type<Readonly<Record<string, P>>, Entries<V>, "defaulted"> {
  return {
    kind: "entries",
    constraint: `map(${entry.constraint})`,
    description: options.description,
    presence: "defaulted",
    default: {},
    entry,
    checks: options.checks ?? [],
    at: (address) => Entries.unknown(address, (place) => entry.at(place)),
    fill: (plain, finish) => {
      const given = Object.entries(plain ?? {});
      const filled = given.map(([key, value]) => [key, entry.fill(value, finish)] as const);
      return Entries.literal(new Map(filled), plain ?? {});
    },
  };
}

interface ObjectMaker {
  <M extends Members>(
    members: M,
    options: Defaulted<PlainMembers<M>, ValueMembers<M>>,
  ): Type<PlainMembers<M>, ValueMembers<M>, "defaulted">;
  <M extends Members>(
    members: M,
    options: Optional<PlainMembers<M>, ValueMembers<M>>,
  ): Type<PlainMembers<M>, ValueMembers<M>, "optional">;
  <M extends Members>(
    members: M,
    options: Required<ValueMembers<M>>,
  ): Type<PlainMembers<M>, ValueMembers<M>, "required">;
}

function objectOf<M extends Members>(members: M, options: Options<PlainMembers<M>, ValueMembers<M>>): AnyType {
  const fill = (plain: PlainMembers<M> | null | undefined, finish?: Finish): ValueMembers<M> => {
    const value = given(plain, options) as Readonly<Record<string, unknown>> | undefined;
    return memberwise(members, value !== undefined, (key, type) =>
      value ? type.fill(value[key], finish) : absent(type),
    );
  };
  for (const [key, { presence, default: preset }] of Object.entries(members)) {
    if (presence === "optional" && preset !== undefined)
      throw new Error(
        `the member ${key} is optional and has a default: Terraform's optional() would put the default where a caller wrote null`,
      );
  }
  return {
    kind: "object",
    constraint: objectConstraint(members),
    description: options.description,
    presence: presenceOf(options),
    default: options.default,
    members,
    checks: options.checks ?? [],
    at: (address: string) => {
      const present = presenceOf(options) === "optional" ? raw(`${address} != null`) : true;
      return memberwise(members, present, (key, type) => type.at(`${address}.${snakeCase(key)}`));
    },
    fill,
  };
}

/** What is read of a member of an object that is absent: objects within stay objects, so that reading them needs no `?.`. */
function absent(type: AnyType): unknown {
  if (type.entry) return type.fill({});
  const { members } = type;
  return members && memberwise(members, false, (_, member) => absent(member));
}

/** Members are read lazily, so that only what a construct uses becomes a token. */
function memberwise<M extends Members>(
  members: M,
  present: Bool,
  read: (key: string, type: AnyType) => unknown,
): ValueMembers<M> {
  const value = {};
  for (const [key, type] of Object.entries(members)) {
    Object.defineProperty(value, key, { enumerable: true, get: () => read(key, type) });
  }
  return withPresence(value, present) as ValueMembers<M>;
}

function objectConstraint(members: Members): string {
  const lines = Object.entries(members).map(([key, type]) => `${snakeCase(key)} = ${memberConstraint(type)}`);
  return `object({ ${lines.join(", ")} })`;
}

function memberConstraint(type: AnyType): string {
  if (type.presence === "required") return type.constraint;
  if (type.default === undefined) return `optional(${type.constraint})`;
  return `optional(${type.constraint}, ${hcl(toTerraform(type, type.default))})`;
}
