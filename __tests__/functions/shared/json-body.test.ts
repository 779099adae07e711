import fc from "fast-check";
import { jsonDepth, readJsonBody } from "../../../functions/shared/json-body";
import { HttpProblem, PROBLEMS } from "../../../functions/shared/problem";

const LIMITS = { maxBytes: 2 * 1024 * 1024, maxDepth: 64 };
const JSON_TYPE = { "content-type": "application/json" };

const read = (body: string | undefined, headers: Record<string, string> = JSON_TYPE, isBase64Encoded = false) =>
  readJsonBody({ body, headers, isBase64Encoded }, LIMITS);
const bytes = (...values: number[]) => Buffer.from(values).toString("base64");

function statusOf(run: () => unknown): number {
  try {
    run();
    return 202;
  } catch (error) {
    if (error instanceof HttpProblem) return error.kind.status;
    throw error;
  }
}

test.each([
  ["nothing", undefined, 400],
  ["an empty body", "", 400],
  ["white space", " \n", 400],
  ["half an object", '{"a":', 400],
  ["two values", "{}{}", 400],
  ["a comment", "{} // no", 400],
  ["NaN", "NaN", 400],
  ["a byte order mark", "\ufeff{}", 400],
  ["a lone surrogate", '"\ud800"', 400],
  ["a character that SQS refuses", '"\uffff"', 400],
  ["65 levels", "[".repeat(65) + "]".repeat(65), 400],
  ["a hundred thousand levels", "[".repeat(100_000), 400],
  ["64 levels", "[".repeat(64) + "]".repeat(64), 202],
  ["brackets in a string", JSON.stringify("[{".repeat(100)), 202],
  ["an escaped quote before brackets", `"\\"${"[".repeat(100)}"`, 202],
  ["a number", "1", 202],
  ["an array", "[]", 202],
  ["null", "null", 202],
  ["duplicated keys", '{"a":1,"a":2}', 202],
  ["a key named __proto__", '{"__proto__":{"x":1}}', 202],
  ["an escaped lone surrogate", '"\\ud800"', 202],
  ["a mebibyte of white space", `${" ".repeat(1024 * 1024)}{}`, 202],
])("%s", (_name, body, status) => {
  expect(statusOf(() => read(body))).toBe(status);
});

test.each([
  ["valid UTF-8", Buffer.from('{"a":"ä€😀"}').toString("base64"), 202],
  ["an invalid byte", bytes(0x22, 0xff, 0x22), 400],
  ["a cut sequence", bytes(0x22, 0xe2, 0x82, 0x22), 400],
  ["an overlong slash", bytes(0x22, 0xc0, 0xaf, 0x22), 400],
  ["UTF-16", Buffer.from("{}", "utf16le").toString("base64"), 400],
  ["nothing", "", 400],
])("%s in base64", (_name, body, status) => {
  expect(statusOf(() => read(body, JSON_TYPE, true))).toBe(status);
});

test.each([
  [undefined, 415],
  ["", 415],
  ["text/plain", 415],
  ["application/jsonp", 415],
  ["application/+json", 415],
  ["application/json; charset=latin1", 415],
  ["application/json; charset=utf-16", 415],
  ["application/json", 202],
  ["Application/JSON ; Charset=UTF-8", 202],
  ['application/json; charset="utf-8"', 202],
  ["application/vnd.example+json; version=1", 202],
])("content type %j gets %i", (contentType, status) => {
  const headers: Record<string, string> = contentType === undefined ? {} : { "content-type": contentType };
  expect(statusOf(() => read("{}", headers))).toBe(status);
});

test.each([
  ["gzip", 415],
  ["identity", 202],
])("content encoding %s gets %i", (encoding, status) => {
  expect(statusOf(() => read("{}", { ...JSON_TYPE, "content-encoding": encoding }))).toBe(status);
});

test("the limit counts bytes, not characters", () => {
  const readAtMost = (body: string) =>
    statusOf(() => readJsonBody({ body, headers: JSON_TYPE, isBase64Encoded: false }, { maxBytes: 6, maxDepth: 64 }));
  expect(readAtMost('"1234"')).toBe(202);
  expect(readAtMost('"12345"')).toBe(413);
  expect(readAtMost('"ää"')).toBe(202);
  expect(readAtMost('"äää"')).toBe(413);
});

test("the text is what was sent, the value what it says", () => {
  const text = '{ "a" : 1.0, "ä": "\\u00e4" }';
  expect(read(text)).toEqual({ text, value: { a: 1, ä: "ä" } });
  expect(read(Buffer.from(text).toString("base64"), JSON_TYPE, true).text).toBe(text);
});

test("numbers that would lose digits are refused, each with its place", () => {
  const body =
    '{"id": 9007199254740993, "ids": ["9007199254740993", -12345678901234567890], "rate": 1e999, "price": 19.99}';
  const detail = expect.stringContaining("send it as a text");
  const errors = [
    { pointer: "#/id", detail },
    { pointer: "#/ids/1", detail },
    { pointer: "#/rate", detail },
  ];
  expect(() => read(body)).toThrow(expect.objectContaining({ kind: PROBLEMS.invalidBody, extra: { errors } }));
});

test("any bytes are answered with a client's fault or taken; never with a crash", () => {
  const anyBytes = fc.uint8Array({ maxLength: 200 });
  fc.assert(
    fc.property(anyBytes, (value) => {
      expect([202, 400]).toContain(statusOf(() => read(Buffer.from(value).toString("base64"), JSON_TYPE, true)));
    }),
    { numRuns: 500 },
  );
});

test("every JSON value that nests less deep than the limit is taken as it is", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), (text) => {
      expect(read(text)).toEqual({ text, value: JSON.parse(text) });
    }),
  );
});

test("depth is the deepest nesting", () => {
  const depthOf = (value: unknown): number =>
    typeof value === "object" && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
  fc.assert(
    fc.property(fc.jsonValue(), (value) => expect(jsonDepth(JSON.stringify(value, null, 1))).toBe(depthOf(value))),
  );
});
