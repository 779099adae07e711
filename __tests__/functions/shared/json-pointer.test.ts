import fc from "fast-check";
import { pointerFragment, pointerTo } from "../../../functions/shared/json-pointer";

const valueAt = (document: unknown, pointer: string) =>
  pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<unknown>((value, step) => (value as Record<string, unknown>)[step], document);

test("a pointer leads to where its path leads, as a fragment too", () => {
  const key = fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("", "~", "/", "~1", "~01", "a b", "%20", "0"));
  fc.assert(
    fc.property(fc.array(key, { maxLength: 5 }), (path) => {
      const document = path.reduceRight<unknown>((inner, step) => ({ [step]: inner }), "there");
      const pointer = pointerTo(path);
      expect(valueAt(document, pointer)).toBe("there");
      expect(decodeURIComponent(pointerFragment(pointer))).toBe(`#${pointer}`);
    }),
  );
});

test("a lone surrogate in a key ends in a fragment all the same", () => {
  expect(pointerFragment(pointerTo(["a\ud800", 1]))).toBe("#/a%EF%BF%BD/1");
});
