import * as fc from "fast-check";
import type { Bool } from "../../lib/expression";
import * as logic from "../../lib/logic";
import { anyText } from "./texts";

/** The value of a leaf: as a literal, or as a variable that holds it. */
export interface Leaves {
  number(value: number | null): number;
  string(value: string | null): string;
  bool(value: boolean): Bool;
  strings(value: readonly string[]): string[];
  stringMap(value: Readonly<Record<string, string>>): Record<string, string>;
}

/** A construct body in small: a use of the helpers that is built over literals as well as over variables. */
export interface Tree<T> {
  /** What it computes, for a failure's message. */
  readonly text: string;
  build(leaves: Leaves): T;
}

type Built<C> = { [K in keyof C]: C[K] extends Tree<infer T> ? T : never };

function apply<T, C extends readonly Tree<unknown>[]>(
  name: string,
  children: C,
  combine: (...values: Built<C>) => T,
): Tree<T> {
  return {
    text: `${name}(${children.map(({ text }) => text).join(", ")})`,
    build: (leaves) => combine(...(children.map((child) => child.build(leaves)) as Built<C>)),
  };
}

function leaf<V, T>(value: V, build: (leaves: Leaves, value: V) => T): Tree<T> {
  return { text: JSON.stringify(value), build: (leaves) => build(leaves, value) };
}

type Trees = {
  any: Tree<unknown>;
  number: Tree<number>;
  bool: Tree<Bool>;
  string: Tree<string>;
  strings: Tree<string[]>;
  stringMap: Tree<Record<string, string>>;
};

// Quarters: exact in JavaScript's doubles and in Terraform's decimals, products of a few included.
const numbers = fc.integer({ min: -400, max: 400 }).map((quarters) => quarters / 4);
const key = fc
  .oneof(fc.constantFrom("a", "b", "for", "x.y", "${k}"), fc.string({ unit: "grapheme-ascii", maxLength: 3 }))
  .filter((k) => k !== "__proto__");

/** Random uses of all helpers of lib/logic within each other. */
export const trees: fc.Arbitrary<Tree<unknown>> = fc.letrec<Trees>((tie) => {
  const number = () => tie("number");
  const bool = () => tie("bool");
  const string = () => tie("string");
  const strings = () => tie("strings");
  const map = () => tie("stringMap");
  const optionalNumber = fc.option(numbers).map((value) => leaf(value, (leaves, v) => leaves.number(v)));
  const optionalString = fc.option(anyText).map((value) => leaf(value, (leaves, v) => leaves.string(v)));
  const of = { maxDepth: 4, depthIdentifier: "tree" } as const;
  return {
    any: fc.oneof(number(), bool(), string(), strings(), map()),
    number: fc.oneof(
      of,
      numbers.map((value) => leaf(value, (leaves, v) => leaves.number(v))),
      fc.tuple(number(), number()).map((c) => apply("multiply", c, logic.multiply)),
      fc.tuple(number(), number()).map((c) => apply("smaller", c, logic.smaller)),
      fc.tuple(number(), number()).map((c) => apply("add", c, logic.add)),
      fc
        .tuple(fc.integer({ min: 0, max: 12 }).map((n) => leaf(n, (leaves, v) => leaves.number(v))))
        .map((c) => apply("doubled", c, logic.doubled)),
      fc.tuple(bool(), number(), number()).map((c) => apply("choose", c, logic.choose<number>)),
      fc.tuple(optionalNumber, number()).map((c) => apply("orElse", c, logic.orElse<number>)),
    ),
    bool: fc.oneof(
      of,
      fc.boolean().map((value) => leaf(value, (leaves, v) => leaves.bool(v))),
      fc.tuple(bool()).map((c) => apply("not", c, logic.not)),
      fc.tuple(bool(), bool()).map((c) => apply("and", c, logic.and)),
      fc.tuple(bool(), bool()).map((c) => apply("and lazily", c, (a, b) => logic.and(a, () => b))),
      fc.tuple(bool(), bool()).map((c) => apply("or", c, logic.or)),
      fc.tuple(bool(), bool()).map((c) => apply("or lazily", c, (a, b) => logic.or(a, () => b))),
      fc.tuple(bool(), bool()).map((c) => apply("implies", c, logic.implies)),
      fc.array(bool(), { maxLength: 4 }).map((c) => apply("every", c, (...all: Bool[]) => logic.every(all))),
      fc
        .array(bool(), { minLength: 1, maxLength: 4 })
        .map((c) => apply("exactlyOne", c, (...all: Bool[]) => logic.exactlyOne(all))),
      fc.tuple(number(), number()).map((c) => apply("equals", c, logic.equals)),
      fc.tuple(string(), string()).map((c) => apply("equals", c, logic.equals)),
      fc.tuple(bool(), bool()).map((c) => apply("equals", c, logic.equals)),
      fc.tuple(number(), number()).map((c) => apply("atLeast", c, logic.atLeast)),
      fc.tuple(number(), number()).map((c) => apply("above", c, logic.above)),
      fc
        .tuple(fc.oneof<fc.Arbitrary<Tree<unknown>>[]>(optionalNumber, optionalString, strings(), map()))
        .map((c) => apply("isSet", c, logic.isSet)),
    ),
    string: fc.oneof(
      of,
      anyText.map((value) => leaf(value, (leaves, v) => leaves.string(v))),
      fc.tuple(string(), string()).map((c) => apply("join", c, (a, b) => `${a}-${b}`)),
      fc.tuple(bool(), string(), string()).map((c) => apply("choose", c, logic.choose<string>)),
      fc.tuple(optionalString, string()).map((c) => apply("orElse", c, logic.orElse<string>)),
      fc.tuple(number()).map((c) => apply("asText", c, logic.asText)),
      fc.tuple(bool()).map((c) => apply("asText", c, logic.asText)),
    ),
    strings: fc.oneof(
      of,
      fc.array(anyText, { maxLength: 3 }).map((value) => leaf(value, (leaves, v) => leaves.strings(v))),
      fc.tuple(bool(), strings(), strings()).map((c) => apply("choose", c, logic.choose<string[]>)),
      fc
        .tuple(bool(), string(), string())
        .map((c) =>
          apply("present", c, (condition, a, b) =>
            logic.present([a, logic.choose<string | undefined>(condition, b, undefined)]),
          ),
        ),
    ),
    stringMap: fc.oneof(
      of,
      fc.dictionary(key, anyText, { maxKeys: 3 }).map((value) => leaf(value, (leaves, v) => leaves.stringMap(v))),
      fc.tuple(map(), map()).map((c) => apply("merge", c, (a, b) => logic.merge(a, b))),
      fc.tuple(map(), string()).map((c) => apply("merge", c, (a, b) => logic.merge({ x: "y" }, a, { [`k`]: b }))),
      fc.tuple(bool(), map(), map()).map((c) => apply("choose", c, logic.choose<Record<string, string>>)),
    ),
  };
}).any;
