import fc from "fast-check";
import { entityTag, parseIfMatch, versionsOf } from "../../../functions/shared/entity-tag";

const version = fc.integer({ min: 1, max: 999_999_999_999_999 });
const tagCharacter = fc.constantFrom(
  ...Array.from({ length: 256 }, (_, code) => code)
    .filter((code) => code === 0x21 || (code >= 0x23 && code !== 0x7f))
    .map((code) => String.fromCharCode(code)),
);
const opaqueTag = fc.string({ unit: tagCharacter, maxLength: 20 });
const space = fc.stringMatching(/^[ \t]{0,2}$/);

test("the tags of versions lead back to the versions, each once", () => {
  fc.assert(
    fc.property(fc.array(version, { minLength: 1, maxLength: 20 }), (versions) => {
      const ifMatch = parseIfMatch(versions.map(entityTag).join(", "));
      expect(versionsOf(ifMatch!)).toEqual([...new Set(versions)]);
    }),
  );
});

test("any list of entity tags is read as it is, commas and white space within and between", () => {
  const element = fc.tuple(space, fc.constantFrom("", "W/"), opaqueTag, space, fc.constantFrom("", ",", " ,"));
  fc.assert(
    fc.property(fc.array(element, { minLength: 1, maxLength: 20 }), (elements) => {
      const tags = elements.map(([, weak, tag]) => `${weak}"${tag}"`);
      const header = elements
        .map(([before, , , after, more], index) => `${before}${tags[index]}${after}${more}`)
        .join();
      expect(parseIfMatch(header)).toEqual(tags);
    }),
  );
});

test("weak tags and tags that are no version admit no version", () => {
  fc.assert(
    fc.property(opaqueTag, version, (tag, number) => {
      fc.pre(!/^[1-9]\d{0,14}$/.test(tag));
      expect(versionsOf(parseIfMatch(`"${tag}", W/${entityTag(number)}`)!)).toEqual([]);
    }),
  );
});

test("a header is either understood or refused, and no unquoted text is ever understood", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."W/\"1a, \t*'\\ä\u0000"), maxLength: 30 }), (header) => {
      const ifMatch = parseIfMatch(header);
      const outside = header.replaceAll(/(W\/)?"[^"]*"/g, "").replaceAll(/[, \t]/g, "");
      expect(ifMatch === undefined || outside === "" || header.trim() === "*").toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  ["*", "*"],
  [" * ", "*"],
  ['"1"', ['"1"']],
  ['""', ['""']],
  ["", undefined],
  [",", undefined],
  ["1", undefined],
  ['"1', undefined],
  ['1"', undefined],
  ['"1" "2"', undefined],
  ['"1"x', undefined],
  ['w/"1"', undefined],
  ['*, "1"', undefined],
  ['"a b"', undefined],
  ['"a\u0000"', undefined],
  [Array(20).fill('"1"').join(), Array(20).fill('"1"')],
  [Array(21).fill('"1"').join(), undefined],
])("If-Match %j admits %j", (header, ifMatch) => {
  expect(parseIfMatch(header)).toEqual(ifMatch);
});

test.each(['"0"', '"01"', '"-1"', '"1.0"', '"1e3"', '" 1"', '"1000000000000000"'])("%s is no version", (tag) => {
  expect(versionsOf([tag])).toEqual([]);
});

test("anything admits any version", () => {
  expect(versionsOf("*")).toBeUndefined();
});
