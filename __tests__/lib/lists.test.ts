import * as fc from "fast-check";
import {
  concat,
  distinct,
  enumeration,
  flatten,
  hasNone,
  intersection,
  isSubset,
  lookup,
  namesOf,
  prefixed,
  replaced,
  valuesOf,
} from "../../lib/lists";
import { Evaluation } from "../support/evaluate";
import { literalLeaves, mixedLeaves, plainLeaves } from "../support/leaves";
import { sample } from "../support/sample";
import { describeTerraform } from "../support/terraform";
import { anyText } from "../support/texts";
import type { Leaves } from "../support/trees";

// Terraform normalises texts, so that two may become one; few letters, so that lists have some in common.
const text = fc.oneof(fc.constantFrom("a", "b", "c", "", "%s"), anyText).map((value) => value.normalize("NFC"));
const texts = fc.array(text, { maxLength: 4 });
const map = fc.dictionary(
  text.filter((key) => key !== "__proto__"),
  text,
  { maxKeys: 3 },
);

type Build = (leaves: Leaves) => unknown;

/** Uses of each helper. */
const uses: Readonly<Record<string, fc.Arbitrary<Build>>> = {
  concat: fc.tuple(texts, texts).map(
    ([left, right]) =>
      (leaves) =>
        concat(leaves.strings(left), leaves.strings(right)),
  ),
  replaced: fc
    .array(fc.array(fc.constantFrom("a", "b", ".", "/", "*", "é", "$1", "%s"), { maxLength: 6 }), { maxLength: 4 })
    .map((all) => (leaves) => {
      const written = all.map((parts) => parts.join(""));
      return replaced(leaves.strings(written), [
        ["^([.]?/)+", ""],
        ["(^|[/{,])[.][*]", "$1.?*"],
        ["a(b?)", "<$1>"],
      ]);
    }),
  "concat of one": texts.map((all) => (leaves) => concat(leaves.strings(all))),
  flatten: fc.array(texts, { maxLength: 3 }).map((all) => (leaves) => flatten(all.map((one) => leaves.strings(one)))),
  distinct: fc
    .array(fc.option(text), { minLength: 1, maxLength: 4 })
    .map((all) => (leaves) => distinct(all.map((one) => leaves.string(one)))),
  isSubset: fc.tuple(texts, texts).map(
    ([part, whole]) =>
      (leaves) =>
        isSubset(leaves.strings(part), leaves.strings(whole)),
  ),
  "isSubset of one": fc.tuple(text, texts).map(
    ([part, whole]) =>
      (leaves) =>
        isSubset([leaves.string(part)], leaves.strings(whole)),
  ),
  intersection: fc.tuple(texts, texts).map(
    ([left, right]) =>
      (leaves) =>
        intersection(leaves.strings(left), leaves.strings(right)),
  ),
  hasNone: texts.map((all) => (leaves) => hasNone(leaves.strings(all))),
  "hasNone of common ones": fc.tuple(texts, texts).map(
    ([left, right]) =>
      (leaves) =>
        hasNone(intersection(leaves.strings(left), leaves.strings(right))),
  ),
  prefixed: fc.tuple(text, texts).map(
    ([prefix, all]) =>
      (leaves) =>
        prefixed(leaves.string(prefix), leaves.strings(all)),
  ),
  namesOf: map.map((all) => (leaves) => namesOf(leaves.stringMap(all))),
  valuesOf: map.map((all) => (leaves) => valuesOf(leaves.stringMap(all))),
  lookup: fc.tuple(map, text, text).map(
    ([all, key, fallback]) =>
      (leaves) =>
        lookup(leaves.stringMap(all), leaves.string(key), leaves.string(fallback)),
  ),
  enumeration: texts.map((all) => (leaves) => enumeration(leaves.strings(all))),
};

describeTerraform("helpers for lists", (terraform) => {
  test("decide the same at synth and in Terraform, for literals, variables and one of each", async () => {
    const evaluation = new Evaluation();
    const mixture = mixedLeaves(evaluation);
    const cases = Object.entries(uses).flatMap(([use, builds]) =>
      sample(builds, 20).flatMap((build) =>
        [literalLeaves, evaluation, mixture].map((leaves) => ({
          use,
          expected: build(plainLeaves),
          asked: evaluation.ask(build(leaves)),
        })),
      ),
    );
    const found = await evaluation.run(terraform);
    expect(cases.map(({ use, asked }) => [use, found[asked]])).toEqual(
      cases.map(({ use, expected }) => [use, expected]),
    );
  });

  test("find a list behind a key that only Terraform knows", async () => {
    const evaluation = new Evaluation();
    const lists: Readonly<Record<string, readonly string[]>> = { none: [], one: ["a"], two: ["a", "b"] };
    const keys = ["none", "one", "two", "other"];
    for (const key of keys) evaluation.ask(lookup(lists, evaluation.string(key), ["fallback"]));
    const found = await evaluation.run(terraform);
    expect(found).toEqual(keys.map((key) => lookup(lists, key, ["fallback"])));
    expect(found).toEqual([[], ["a"], ["a", "b"], ["fallback"]]);
  });
});
