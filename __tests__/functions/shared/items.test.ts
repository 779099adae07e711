import fc from "fast-check";
import { fromItem, toItem } from "../../../functions/shared/items";

test("what goes into an item comes out again", () => {
  const leaf = fc.oneof(
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
    fc.boolean(),
  );
  const value = fc.oneof(leaf, fc.dictionary(fc.string(), leaf, { noNullPrototype: true }));
  const object = fc.dictionary(fc.string(), value, { noNullPrototype: true });
  fc.assert(fc.property(object, (item) => expect(fromItem(toItem(item))).toEqual(item)));
});

test("what is undefined is left out, and so is what others wrote in types of their own", () => {
  expect(toItem({ a: undefined, b: { c: undefined, d: 1 } })).toEqual({ b: { M: { d: { N: "1" } } } });
  expect(fromItem({ a: { L: [] }, b: { NULL: true }, c: { S: "x" } })).toEqual({ c: "x" });
});
