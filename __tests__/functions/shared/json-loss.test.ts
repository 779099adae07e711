import fc from "fast-check";
import { lossOf, sayLoss } from "../../../functions/shared/json-loss";

const circle: Record<string, unknown> = { a: [1] };
circle["b"] = { c: circle };
const shared = { n: 1 };
const deep = () => {
  let value: unknown = 1;
  for (let depth = 0; depth < 100_000; depth++) value = [value];
  return value;
};
const throwing = {
  get a(): never {
    throw new Error("no");
  },
};

test.each<[string, unknown, string]>([
  ["NaN", Number.NaN, "it is NaN"],
  ["infinity, in a member", { total: { net: -Infinity } }, "/total/net is -Infinity"],
  ["undefined in a list", { list: [1, undefined] }, "/list/1 is undefined"],
  ["a hole in a list", { list: Object.assign([1], { length: 3 }) }, "/list/1 is undefined"],
  ["nothing", undefined, "it is undefined"],
  ["a BigInt", { id: 1n }, "/id is a BigInt; write it as a text"],
  ["a function", { run: () => 1 }, "/run is a function"],
  ["a symbol", [Symbol("x")], "/0 is a symbol"],
  ["an invalid Date", { at: new Date("soon") }, "/at is an invalid Date"],
  ["a Map", { counts: new Map([["a", 1]]) }, "/counts is of the type Map, which JSON does not have"],
  ["a Set", new Set([1]), "it is of the type Set, which JSON does not have"],
  ["an Error", { error: new TypeError("x") }, "/error is of the type Error, which JSON does not have"],
  [
    "a promise that nobody awaited",
    { row: Promise.resolve(1) },
    "/row is of the type Promise, which JSON does not have",
  ],
  ["bytes", { image: new Uint8Array(2) }, "/image is binary; write it in base64"],
  ["a number in a box", { n: new Number(Number.NaN) }, "/n is NaN"],
  ["a BigInt in a box", [Object(1n)], "/0 is a BigInt; write it as a text"],
  [
    "a query",
    { query: new URLSearchParams("a=1") },
    "/query is of the type URLSearchParams, of which JSON keeps nothing",
  ],
  ["headers", new Headers({ a: "b" }), "it is of the type Headers, of which JSON keeps nothing"],
  ["an answer whose body was not read", [new Response("x")], "/0 is of the type Response, of which JSON keeps nothing"],
  ["an iterator", { keys: new Map().keys() }, "/keys is of the type Map Iterator, of which JSON keeps nothing"],
  ["a circle", circle, "/b/c is within itself"],
  ["a toJSON that gives NaN", { a: { toJSON: () => ({ b: Number.NaN }) } }, "/a/b is NaN"],
  ["a name with a slash", { "a/b": { "~": Number.NaN } }, "/a~1b/~0 is NaN"],
  ["a getter that throws", { x: throwing }, "/x Error: no"],
  ["a hundred thousand levels", deep(), expect.stringMatching(/ nests too deep$/) as unknown as string],
])("%s is lost, and its place is named", (_name, value, loss) => {
  const found = lossOf(value);
  expect(found && sayLoss(found)).toEqual(loss);
});

test.each<[string, unknown]>([
  ["a member that is undefined", { subject: undefined }],
  ["a Date", { at: new Date(0) }],
  ["a Buffer", { bytes: Buffer.from("x") }],
  ["scalars in boxes", [new Number(1), new String("x"), new Boolean(false)]],
  ["what is empty", [{}, [], Object.create(null), new (class {})(), new Date(0), new URL("https://example.com")]],
  ["one object at two places", { a: shared, b: [shared, shared] }],
  ["an object without a prototype", Object.assign(Object.create(null), { a: 1 })],
  [
    "an instance",
    new (class {
      a = 1;
    })(),
  ],
])("%s is not lost", (_name, value) => {
  expect(lossOf(value)).toBeUndefined();
});

test("what JSON keeps comes back the same, whatever it is", () => {
  fc.assert(
    fc.property(
      fc.anything({
        withDate: true,
        withMap: true,
        withSet: true,
        withBigInt: true,
        withSparseArray: true,
        withTypedArray: true,
      }),
      (value) => {
        if (lossOf(value) !== undefined) return;
        const text = JSON.stringify(value);
        expect(JSON.stringify(JSON.parse(text))).toBe(text);
        const numbers = (text.match(/null/g) ?? []).length;
        const nulls = (
          JSON.stringify(value, (_key, one) => (one === null ? "~null~" : one)).match(/"~null~"|null/g) ?? []
        ).length;
        expect(nulls).toBe(numbers);
      },
    ),
    { numRuns: 1_000 },
  );
});
