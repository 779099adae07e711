import fc from "fast-check";
import { groupOf } from "../../../functions/queue-load-leveling/group";

test.each([
  ["no pointer", { a: "x" }, "", "jobs"],
  ["a string", { a: "x" }, "/a", "x"],
  ["a nested number", { a: [{ b: 7 }] }, "/a/0/b", "7"],
  ["a boolean", { a: false }, "/a", "false"],
  ["an escaped name", { "a/b~c": "x" }, "/a~1b~0c", "x"],
  ["a place that is not there", { a: "x" }, "/b/c", "jobs"],
  ["null", { a: null }, "/a", "jobs"],
  ["an object", { a: {} }, "/a", "jobs"],
  ["an inherited property", {}, "/constructor/name", "jobs"],
  ["a payload that is no object", 7, "/a", "jobs"],
])("%s", (_name, payload, pointer, group) => {
  expect(groupOf(payload, pointer)).toBe(group);
});

test("every value gives a group that SQS takes; the same value the same group", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (value) => {
      expect(groupOf({ a: value }, "/a")).toMatch(/^[\x21-\x7e]{1,128}$/);
      expect(groupOf({ a: value }, "/a")).toBe(groupOf({ a: value }, "/a"));
    }),
  );
});
