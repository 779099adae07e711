import fc from "fast-check";
import { losesDigits, lossyNumbers } from "../../../functions/shared/json-numbers";

test.each([
  ["9007199254740991", false],
  ["9007199254740992", false],
  ["9007199254740993", true],
  ["-9007199254740993", true],
  ["9007199254740993.0", true],
  ["900719925474099.3e1", true],
  ["12345678901234567890", true],
  // A double, but JavaScript would write it as 1152921504606847000.
  ["1152921504606846976", true],
  ["1152921504606846977", true],
  ["100000000000000000000000", false],
  ["1e23", false],
  ["0.1", false],
  ["0.10000000000000001", false],
  ["0.100000000000000011", true],
  ["3.14159265358979323846", true],
  ["1234567890123456789.5", true],
  // Seventeen digits or fewer, and no double at all.
  ["9007199254740993.5", true],
  ["9007199254740.993", true],
  ["0.12345678901234567", true],
  ["0.30000000000000004", false],
  ["1234567890.1234567", false],
  ["1.10", false],
  ["0", false],
  ["-0", false],
  ["0.000000000000000000000", false],
  ["1e308", false],
  ["1e309", true],
  ["-1e400", true],
  ["5e-324", false],
  ["1e-400", true],
  [`1${"0".repeat(400)}`, true],
])("%s loses digits: %p", (literal, lost) => {
  expect(losesDigits(literal)).toBe(lost);
});

const big = "9007199254740993";

test.each<[string, string, string[]]>([
  ["at the root", big, [""]],
  ["in a member, in a list", `{"a":{"b/c":[1, 2, ${big}]},"d":[[${big}]]}`, ["/a/b~1c/2", "/d/0/0"]],
  ["in a member whose name is escaped", `{"\\u0061\\"": ${big}}`, ['/a"']],
  ["after a list and an object", `{"a":[{"x":1},{}],"b":${big}}`, ["/b"]],
  ["not in a text", `{"a":"${big}","${big}":1}`, []],
  ["not in a text with quotes", `["\\"${big}", "\\\\"]`, []],
  ["as often as it stands there", `[${big},${big},${big}]`, ["/0", "/1"]],
])("a number that loses digits is found %s", (_name, text, pointers) => {
  expect(() => JSON.parse(text)).not.toThrow();
  expect(lossyNumbers(text, 2).map(({ pointer }) => pointer)).toEqual(pointers);
});

test("no number that JavaScript wrote loses anything", () => {
  fc.assert(fc.property(fc.json(), (text) => expect(lossyNumbers(text, 1)).toEqual([])));
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (n) =>
      expect(losesDigits(JSON.stringify(n))).toBe(false),
    ),
  );
});

test("no double that another language wrote with up to 17 digits loses anything", () => {
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Number.isInteger(n)),
      fc.integer({ min: 1, max: 17 }),
      (n, digits) => {
        // Rounded to so few digits it may be another double, and even a whole number: then that one was written.
        const written = n.toPrecision(digits);
        if (Number.isFinite(Number(written)) && !Number.isInteger(Number(written)))
          expect([written, losesDigits(written)]).toEqual([written, false]);
      },
    ),
    { numRuns: 2_000 },
  );
});

test("a whole number is passed exactly when it comes back with the digits that it had", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }), (n) => {
      const written = String(Number(n));
      if (!written.includes("e")) expect(losesDigits(String(n))).toBe(BigInt(written) !== n);
    }),
  );
});
