import fc from "fast-check";
import { storableText } from "../../../functions/shared/storable-text";

test.each([
  ["what fits", "No such customer", 20, "No such customer"],
  ["white space within", "a\tb\r\nc", 20, "a\tb\r\nc"],
  [
    "the first and last that SQS takes",
    " \uD7FF\uE000\uFFFD\u{10000}\u{10FFFF}",
    50,
    " \uD7FF\uE000\uFFFD\u{10000}\u{10FFFF}",
  ],
  ["what SQS refuses", "a\u0000b\u001Bc\uFFFEd\uFFFFe", 50, "a\uFFFDb\uFFFDc\uFFFDd\uFFFDe"],
  ["half a character", "a\uD83Db\uDE00c", 50, "a\uFFFDb\uFFFDc"],
  ["a text as long as allowed", "0123456789", 10, "0123456789"],
  ["a longer one", "0123456789x", 10, "0123456..."],
  ["one of two bytes a character", "ü".repeat(6), 10, "üüü..."],
  ["an emoji at the cut", "012345😀", 9, "012345..."],
  ["an emoji at the cut, and what follows it", `${"x".repeat(99)}😀more`, 100, `${"x".repeat(97)}...`],
  ["nothing", "", 20, "(no text)"],
  ["only white space", " \n\t", 20, "(no text)"],
])("%s", (_name, text, maxBytes, kept) => {
  expect(storableText(text, maxBytes)).toBe(kept);
});

const SQS_TAKES = /^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]+$/u;

test("whatever the text, what is kept fits, is not empty and has only characters that SQS takes; what was fine stays", () => {
  const unit = fc.oneof(
    fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
    fc.constant("😀"),
  );
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 60 }), fc.integer({ min: 10, max: 80 }), (units, maxBytes) => {
      const text = units.join("");
      const kept = storableText(text, maxBytes);
      expect(kept).toMatch(SQS_TAKES);
      expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(maxBytes);
      // UTF-8 that is not well-formed would come back with other characters.
      expect(Buffer.from(kept).toString()).toBe(kept);
      if (SQS_TAKES.test(text) && text.trim() !== "" && Buffer.byteLength(text) <= maxBytes) expect(kept).toBe(text);
      expect(storableText(kept, maxBytes)).toBe(kept);
    }),
    { numRuns: 1_000 },
  );
});
