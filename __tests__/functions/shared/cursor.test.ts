import fc from "fast-check";
import { cursorAt, positionOf } from "../../../functions/shared/cursor";

const text = fc.string({ unit: "grapheme", maxLength: 60 });
const BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

test("a cursor leads back to its position, and is safe in a URL", () => {
  fc.assert(
    fc.property(text, text, (scope, position) => {
      const cursor = cursorAt(scope, position);
      expect(cursor).toMatch(/^[\w-]+$/);
      expect(positionOf(scope, cursor)).toBe(position);
    }),
  );
});

test("a cursor of another list leads nowhere", () => {
  fc.assert(
    fc.property(text, text, text, (scope, other, position) => {
      fc.pre(scope !== other);
      expect(positionOf(other, cursorAt(scope, position))).toBeUndefined();
    }),
  );
});

test("what lies between scope and position cannot be moved", () => {
  const cursor = Buffer.from(cursorAt("ab", "c"), "base64url");
  const moved = Buffer.concat([cursor.subarray(0, 16), Buffer.from("bc")]).toString("base64url");
  expect(positionOf("a", moved)).toBeUndefined();
});

test("a cursor with one character changed, added or taken away leads nowhere", () => {
  const change = fc.constantFrom("replace", "insert", "delete");
  const character = fc.constantFrom(...BASE64URL, "=", "+", "/", " ", "é");
  fc.assert(
    fc.property(text, text, change, fc.nat(), character, (scope, position, how, place, inserted) => {
      const cursor = cursorAt(scope, position);
      const at = place % cursor.length;
      const removed = how === "insert" ? 0 : 1;
      const tampered = cursor.slice(0, at) + (how === "delete" ? "" : inserted) + cursor.slice(at + removed);
      fc.pre(tampered !== cursor);
      expect(positionOf(scope, tampered)).toBeUndefined();
    }),
    { numRuns: 1_000 },
  );
});

test.each(["", "A", "../etc/passwd", "x".repeat(10_000), "ä"])("%j is no cursor", (cursor) => {
  expect(positionOf("products", cursor)).toBeUndefined();
});
