import fc from "fast-check";
import { MAX_RESULT_BYTES } from "../../../functions/queue-load-leveling/contract";
import { jobResultOf } from "../../../functions/runtime/job-result";

const circular: Record<string, unknown> = {};
circular["self"] = circular;

/** A value with a toJSON that throws at the given reading. */
function throwsAtReading(last: number): unknown {
  let reading = 0;
  return {
    toJSON() {
      if (++reading === last) throw new Error("gone");
      return 1;
    },
  };
}

test.each([
  ["an object", { a: 1 }, { result: '{"a":1}' }],
  ["null", null, { result: "null" }],
  ["nothing", undefined, {}],
  ["as much as fits", "x".repeat(MAX_RESULT_BYTES - 2), { result: `"${"x".repeat(MAX_RESULT_BYTES - 2)}"` }],
])("%s is kept", (_name, value, kept) => {
  expect(jobResultOf(value)).toEqual(kept);
});

test.each([
  ["one byte too many", "x".repeat(MAX_RESULT_BYTES - 1)],
  ["too many bytes in few characters", "€".repeat(MAX_RESULT_BYTES / 3)],
  ["a circle", circular],
  ["a bigint", 1n],
  ["more text than V8 can hold", Array(600).fill("x".repeat(2 ** 20))],
  ["what throws when it is read again", throwsAtReading(2)],
])("%s is left out with the reason, and never throws", (_name, value) => {
  expect(jobResultOf(value)).toEqual({ result_omitted: expect.stringMatching(/JSON/) });
});

test.each<[string, unknown, string]>([
  ["NaN", { rate: Number.NaN }, "The result cannot be written as JSON: /rate is NaN."],
  ["an undefined in a list", { list: [undefined] }, "The result cannot be written as JSON: /list/0 is undefined."],
  [
    "a Map",
    { counts: new Map() },
    "The result cannot be written as JSON: /counts is of the type Map, which JSON does not have.",
  ],
  ["a function", () => 1, "The result cannot be written as JSON: it is a function."],
  [
    "a name that no store takes",
    { "\uD83D": 1n },
    "The result cannot be written as JSON: /\uFFFD is a BigInt; write it as a text.",
  ],
])("%s would be lost without a word: the result is left out, and the place named", (_name, value, result_omitted) => {
  expect(jobResultOf(value)).toEqual({ result_omitted });
});

test("a member that is undefined is left out, as JSON does", () => {
  expect(jobResultOf({ a: 1, b: undefined })).toEqual({ result: '{"a":1}' });
});

test("whatever a worker returns, something is kept or said, and nothing thrown", () => {
  fc.assert(
    fc.property(fc.anything({ withMap: true, withBigInt: true, withDate: true, withNullPrototype: true }), (value) => {
      const kept = jobResultOf(value);
      if (value === undefined) expect(kept).toEqual({});
      else expect(Object.keys(kept)).toHaveLength(1);
    }),
  );
});
