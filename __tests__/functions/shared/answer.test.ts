import fc from "fast-check";
import { answerOf, type HttpAnswer, redirect } from "../../../functions/shared/answer";

const UNCACHED = { "cache-control": "no-store" };
const json = { "content-type": "application/json", ...UNCACHED };

test.each<[string, HttpAnswer, object]>([
  ["an object is JSON", { status: 200, body: { a: 1 } }, { statusCode: 200, headers: json, body: '{"a":1}' }],
  [
    "a header in any case replaces the one that is there by default",
    { status: 200, body: {}, headers: { "Content-Type": "application/hal+json", "CACHE-CONTROL": "max-age=60" } },
    { statusCode: 200, headers: { "content-type": "application/hal+json", "cache-control": "max-age=60" }, body: "{}" },
  ],
  [
    "of names that differ in their case the last one counts",
    { status: 200, body: {}, headers: { "Content-Type": "a/b", "content-type": "c/d", ETag: '"1"' } },
    { statusCode: 200, headers: { ...json, "content-type": "c/d", etag: '"1"' }, body: "{}" },
  ],
  [
    "a text is a text",
    { status: 200, body: "grüezi" },
    { statusCode: 200, headers: { ...UNCACHED, "content-type": "text/plain; charset=utf-8" }, body: "grüezi" },
  ],
  [
    "an empty text is a body too",
    { status: 200, body: "" },
    { statusCode: 200, headers: { ...UNCACHED, "content-type": "text/plain; charset=utf-8" }, body: "" },
  ],
  [
    "a text of a type of its own",
    { status: 200, body: "<p>", headers: { "Content-Type": "text/html" } },
    { statusCode: 200, headers: { ...UNCACHED, "content-type": "text/html" }, body: "<p>" },
  ],
  [
    "bytes are bytes",
    { status: 200, body: new Uint8Array([0, 255, 10]) },
    {
      statusCode: 200,
      headers: { ...UNCACHED, "content-type": "application/octet-stream" },
      body: "AP8K",
      isBase64Encoded: true,
    },
  ],
  [
    "part of a buffer is that part",
    { status: 200, body: Buffer.from("abcdef").subarray(2, 4), headers: { "content-type": "image/png" } },
    { statusCode: 200, headers: { ...UNCACHED, "content-type": "image/png" }, body: "Y2Q=", isBase64Encoded: true },
  ],
  [
    "what fetch() gives is bytes, and so is any view of bytes",
    { status: 200, body: new Uint8Array([0, 255, 10]).buffer },
    {
      statusCode: 200,
      headers: { ...UNCACHED, "content-type": "application/octet-stream" },
      body: "AP8K",
      isBase64Encoded: true,
    },
  ],
  [
    "a view of longer numbers",
    { status: 200, body: new DataView(new Uint8Array([1, 0, 255, 10]).buffer, 1) },
    {
      statusCode: 200,
      headers: { ...UNCACHED, "content-type": "application/octet-stream" },
      body: "AP8K",
      isBase64Encoded: true,
    },
  ],
  [
    "each cookie is one",
    { status: 200, headers: { "Set-Cookie": "a=1; Expires=Thu, 01 Jan 2026 00:00:00 GMT" }, cookies: ["b=2", "c=3"] },
    { statusCode: 200, headers: UNCACHED, cookies: ["a=1; Expires=Thu, 01 Jan 2026 00:00:00 GMT", "b=2", "c=3"] },
  ],
  [
    "a list of values is one header, of cookies several",
    { status: 200, headers: { vary: ["accept", "origin"], "set-cookie": ["a=1", "b=2"], link: undefined } },
    { statusCode: 200, headers: { ...UNCACHED, vary: "accept, origin" }, cookies: ["a=1", "b=2"] },
  ],
  [
    "cookies of two spellings are all cookies",
    { status: 200, headers: { "Set-Cookie": ["a=1", "b=2"], "set-cookie": "c=3" } },
    { statusCode: 200, headers: UNCACHED, cookies: ["a=1", "b=2", "c=3"] },
  ],
  ["no body is none", { status: 204 }, { statusCode: 204, headers: UNCACHED }],
  ["a redirect", redirect("/orders/1"), { statusCode: 303, headers: { ...UNCACHED, location: "/orders/1" } }],
  [
    "a redirect that stays, to a place with letters of its own",
    redirect("https://example.com/grüße?q=a b%20c\r\nx: y\ud800", 308),
    {
      statusCode: 308,
      headers: { ...UNCACHED, location: "https://example.com/gr%C3%BC%C3%9Fe?q=a%20b%20c%0D%0Ax:%20y%EF%BF%BD" },
    },
  ],
])("%s", (_name, answer, sent) => {
  expect(answerOf(answer)).toEqual(sent);
});

test.each<[string, HttpAnswer]>([
  ["a line end in a header", { status: 200, headers: { "x-name": "a\r\nset-cookie: admin=1" } }],
  ["a line end in one of several values", { status: 200, headers: { vary: ["a", "b\n"] } }],
  ["a line end in a cookie", { status: 200, cookies: ["a=1\nb"] }],
  ["a character that no header has", { status: 200, headers: { "x-name": "€" } }],
  ["a value that is no text", { status: 200, headers: { "x-count": 1 as never } }],
  ["a name that is none", { status: 200, headers: { "x name": "a" } }],
  ["an empty name", { status: 200, headers: { "": "a" } }],
  ["a body where there is none", { status: 204, body: {} }],
  ["a body of what is not modified", { status: 304, body: "" }],
  ["a status that is none", { status: 99 }],
  ["a status that is not whole", { status: 200.5 }],
  ["a status for the way", { status: 101 }],
  ["nothing", undefined as never],
  ["null", null as never],
  ["a text alone", "fine" as never],
])("%s cannot be sent", (_name, answer) => {
  expect(() => answerOf(answer)).toThrow(TypeError);
});

test.each<[string, unknown, string]>([
  ["NaN", { total: Number.NaN }, "/total is NaN"],
  ["Infinity within lists", { rates: [[1], [Number.POSITIVE_INFINITY]] }, "/rates/1/0 is Infinity"],
  ["a Map", { counts: new Map([["a", 1]]) }, "/counts is of the type Map, which JSON does not have"],
  ["a Set as the whole body", new Set([1]), "it is of the type Set, which JSON does not have"],
  ["a BigInt", { id: 2n ** 60n }, "/id is a BigInt; write it as a text"],
  ["an undefined in a list", { list: [undefined] }, "/list/0 is undefined"],
  ["an invalid date", { at: new Date("soon") }, "/at is an invalid Date"],
  ["bytes within", { file: new Uint8Array([1]) }, "/file is binary; write it in base64"],
  ["a function", { go: () => 1 }, "/go is a function"],
])("%s would be lost or throw: the body is refused, and the place named", (_name, body, said) => {
  const answer = () => answerOf({ status: 200, body: body as object });
  expect(answer).toThrow(new TypeError(`The body cannot be written as JSON: ${said}.`));
});

test("a header may have the name of a prototype", () => {
  const { headers = {} } = answerOf({ status: 200, headers: JSON.parse('{"__proto__": "x"}') });
  expect(Object.entries(headers)).toContainEqual(["__proto__", "x"]);
});

test("a member that is undefined is left out, as JSON does", () => {
  expect(answerOf({ status: 200, body: { a: 1, b: undefined } }).body).toBe('{"a":1}');
});

test("whatever the names, none comes twice, and every answer is one that API Gateway takes", () => {
  const name = fc.constantFrom("Content-Type", "content-type", "ETAG", "ETag", "Set-Cookie", "set-cookie", "Vary");
  const value = fc.stringMatching(/^[\x20-\x7e]{0,20}$/);
  const headers = fc.dictionary(name, fc.oneof(value, fc.array(value, { maxLength: 3 })), { noNullPrototype: true });
  const body = fc.oneof(
    fc.object({ values: [fc.string(), fc.integer(), fc.constant(null)] }),
    fc.string(),
    fc.uint8Array(),
    fc.constant(undefined),
  );
  fc.assert(
    fc.property(headers, body, (headers, body) => {
      const sent = answerOf({ status: 200, headers, body });
      const names = Object.keys(sent.headers ?? {});
      expect(names).toEqual(names.map((one) => one.toLowerCase()));
      expect(names).not.toContain("set-cookie");
      for (const one of Object.values(sent.headers ?? {})) expect(typeof one).toBe("string");
      if (body instanceof Uint8Array) expect(Buffer.from(sent.body ?? "", "base64")).toEqual(Buffer.from(body));
      expect(sent.isBase64Encoded ?? false).toBe(body instanceof Uint8Array);
    }),
  );
});
