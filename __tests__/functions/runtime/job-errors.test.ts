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

test.each<[string, string, { type?: string; detail?: string }, object]>([
  [
    "an emoji at the cut",
    `${"t".repeat(196)}😀${"t".repeat(9)}`,
    { detail: `${"d".repeat(996)}😀😀` },
    { title: `${"t".repeat(196)}...`, detail: `${"d".repeat(996)}...` },
  ],
  ["half a character", "a\uD83D", { detail: "\uDE00b" }, { title: "a\uFFFD", detail: "\uFFFDb" }],
  ["control characters", "a\u0000b", { type: "urn:\u001B" }, { title: "a\uFFFDb", type: "urn:\uFFFD" }],
  [
    "nothing, as statusText is over HTTP/2",
    "",
    { type: "", detail: "" },
    { type: JOB_ERROR_TYPES.permanent, title: "The worker refused the job" },
  ],
  [
    "values that are no texts",
    { status: 422 } as unknown as string,
    { detail: { code: "E_X", message: "why" } as unknown as string },
    { title: "[object Object]", detail: "why [E_X]" },
  ],
])("a permanent error with %s is kept as a store takes it", (_name, message, options, kept) => {
  expect(jobErrorOf(new PermanentError(message, options))).toEqual({ type: JOB_ERROR_TYPES.permanent, ...kept });
});

test("a permanent error whose members throw is one all the same", () => {
  const detail = Object.defineProperty(new PermanentError("never"), "detail", { get: fail });
  expect(jobErrorOf(detail)).toEqual({ type: JOB_ERROR_TYPES.permanent, title: "never" });
  expect(jobErrorOf(new Proxy(new PermanentError("x"), { get: fail }))).toEqual({
    type: JOB_ERROR_TYPES.permanent,
    title: "The worker refused the job",
  });
});

test.each<[string, unknown, string]>([
  ["a plain object", { code: "E_QUOTA", message: "over quota" }, "over quota [E_QUOTA]"],
  ["an object without a prototype", Object.create(null), "[Object: null prototype] {}"],
  ["an error with a cause", new Error("outer", { cause: new Error("inner") }), "Error: outer; caused by Error: inner"],
  ["half a character", "x\uD83D", "x\uFFFD"],
  ["a proxy that throws", new Proxy({}, { get: fail, getPrototypeOf: fail }), "{}"],
])("what is thrown is said: %s", (_name, thrown, detail) => {
  expect(jobErrorOf(thrown)).toMatchObject({ type: JOB_ERROR_TYPES.unexpected, detail });
});

function fail(): never {
  throw new Error("no");
}
