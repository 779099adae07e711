import { MAX_RESULT_BYTES } from "../../../functions/queue-load-leveling/contract";
import { jobResultOf } from "../../../functions/runtime/job-result";

const circular: Record<string, unknown> = {};
circular["self"] = circular;

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
])("%s is left out with the reason, and never throws", (_name, value) => {
  expect(jobResultOf(value)).toEqual({ result_omitted: expect.stringMatching(/JSON/) });
});
