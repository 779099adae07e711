import { JOB_ERROR_TYPES } from "../../../functions/queue-load-leveling/contract";
import { jobErrorOf, PermanentError } from "../../../functions/runtime/job-errors";

test("a permanent error says what its author wrote", () => {
  const error = new PermanentError("No such customer", { type: "urn:x", detail: "7", cause: new Error("db") });
  expect(error.cause).toBeInstanceOf(Error);
  expect(jobErrorOf(error)).toEqual({ type: "urn:x", title: "No such customer", detail: "7" });
  expect(jobErrorOf(new PermanentError("x"))).toEqual({ type: JOB_ERROR_TYPES.permanent, title: "x" });
});

test.each([
  [new TypeError("x is undefined"), "TypeError: x is undefined"],
  ["a string", "a string"],
  [undefined, "undefined"],
])("anything else is unexpected: %s", (thrown, detail) => {
  expect(jobErrorOf(thrown)).toEqual({ type: JOB_ERROR_TYPES.unexpected, title: expect.any(String), detail });
});

test("texts are kept short", () => {
  const { title, detail } = jobErrorOf(new PermanentError("t".repeat(9_999), { detail: "d".repeat(9_999) }));
  expect([title.length, detail?.length]).toEqual([200, 1_000]);
});
