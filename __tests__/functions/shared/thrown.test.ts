import fc from "fast-check";
import { asError, describeThrown, sayThrown } from "../../../functions/shared/thrown";

const circular = new Error("outer");
circular.cause = circular;
const pair = new Error("a");
pair.cause = new Error("b", { cause: pair });
const bare = Object.assign(Object.create(null), { code: "E_BARE", message: "bare" });
const hostile = new Proxy(
  {},
  {
    get: () => {
      throw new Error("no");
    },
    ownKeys: () => {
      throw new Error("no");
    },
    getPrototypeOf: () => {
      throw new Error("no");
    },
  },
);
const revoked = () => {
  const { proxy, revoke } = Proxy.revocable([], {});
  revoke();
  return proxy;
};
const refusing = (property: PropertyKey) =>
  new Proxy([new Error("one")], {
    get: (list, name) => {
      if (name === property) throw new Error("no");
      return Reflect.get(list, name);
    },
  });
const unlistable = Object.assign([new Error("one")], {
  [Symbol.iterator]: () => {
    throw new Error("no");
  },
});
const failures = (depth: number): Error =>
  new AggregateError(depth === 0 ? [] : [1, 2, 3].map(() => failures(depth - 1)), "m".repeat(5_000));
const odd = Object.assign(new Error("odd"), { stack: 42, code: Symbol("x") });

test.each<[string, unknown, string]>([
  ["an error", new TypeError("x is undefined"), "TypeError: x is undefined"],
  ["one with a code", Object.assign(new Error("refused"), { code: "ECONNREFUSED" }), "Error: refused [ECONNREFUSED]"],
  ["one with a number as its code", Object.assign(new Error("gone"), { code: 410 }), "Error: gone [410]"],
  ["one whose message has its code", Object.assign(new Error("E1: x"), { code: "E1" }), "Error: E1: x"],
  ["one without a message", new RangeError(), "RangeError: (no message)"],
  [
    "one with causes",
    new Error("outer", { cause: new Error("middle", { cause: "inner" }) }),
    "Error: outer; caused by Error: middle; caused by inner",
  ],
  [
    "several at once",
    new AggregateError([new Error("one"), "two"], "all failed"),
    "AggregateError: all failed; caused by Error: one; caused by two",
  ],
  ["its own cause", circular, "Error: outer"],
  ["a list of errors whose length throws", { message: "x", errors: refusing("length") }, "x"],
  ["one whose members throw", { message: "x", errors: refusing("0") }, "x"],
  ["one that does not let itself be listed", { message: "x", errors: unlistable }, "x; caused by Error: one"],
  [
    "one that is endless",
    { message: "x", errors: new Array(2 ** 32 - 1).fill("y", 0, 1) },
    "x; caused by y; caused by undefined; caused by undefined",
  ],
  ["a plain object with a message", { code: "E_X", message: "why" }, "why [E_X]"],
  ["a plain object with a name", { name: "Throttled", message: "later" }, "Throttled: later"],
  ["a plain object without either", { status: 503, body: { secret: 1 } }, "{ status: 503, body: [Object] }"],
  ["an object without a prototype", bare, "bare [E_BARE]"],
  ["an object with nothing", Object.create(null), "[Object: null prototype] {}"],
  ["a text", "flaky", "flaky"],
  ["an empty text", "", "(no text)"],
  ["half a character", "\uD83D", "\uFFFD"],
  ["nothing", undefined, "undefined"],
  ["null", null, "null"],
  ["a number", 404, "404"],
  ["a bigint", 1n, "1n"],
  ["a symbol", Symbol("x"), "Symbol(x)"],
  ["an error with odd members", odd, "Error: odd"],
  ["a proxy that throws", hostile, "{}"],
])("%s", (_name, thrown, line) => {
  expect(sayThrown(thrown)).toBe(line);
});

test("what is said ends, and is not thrown, whatever was thrown", () => {
  const hooks = ["message", "name", "code", "cause", "errors", "stack", "toString", "toJSON"];
  const anything = fc.oneof(
    fc.anything({ withNullPrototype: true, withBigInt: true, withSparseArray: true }),
    fc.string({ unit: "binary" }),
  );
  const thrower = fc.uniqueArray(fc.constantFrom(...hooks)).map((names) => {
    const thrown = new Error("x");
    // Else it would be written when it is replaced, by reading the name.
    expect(thrown.stack).toBeDefined();
    for (const name of names) {
      Object.defineProperty(thrown, name, {
        get: () => {
          throw new Error("no");
        },
      });
    }
    return thrown;
  });
  const members = fc.record(
    { message: anything, code: anything, cause: anything, errors: anything, stack: anything },
    { requiredKeys: [] },
  );
  const error = members.map((values) => Object.assign(new Error("x"), values));
  fc.assert(
    fc.property(fc.oneof(anything, thrower, members, error, fc.constantFrom(hostile, pair)), (thrown) => {
      expect(sayThrown(thrown)).not.toBe("");
      const { name, message, stack } = asError(thrown);
      for (const said of [name, message, stack]) expect(typeof said).toBe("string");
      expect(() => JSON.stringify(describeThrown(thrown))).not.toThrow();
    }),
    { numRuns: 500 },
  );
  expect(sayThrown(revoked())).toEqual(expect.any(String));
  expect(sayThrown(pair).length).toBeLessThan(200);
});

test("an error stays itself, with its stack; anything else becomes one", () => {
  const error = new TypeError("x");
  expect(asError(error)).toBe(error);
  expect(asError({ code: "E_X", message: "why" })).toMatchObject({ name: "Error", message: "why [E_X]" });
  expect(describeThrown(error)).toMatchObject({
    name: "TypeError",
    message: "x",
    stack: expect.stringMatching(/^TypeError: x\n/),
  });
});

test("nothing else of an error is told: it may carry a request with its secrets", () => {
  const error = Object.assign(new Error("x"), { config: { headers: { authorization: "s3cr3t" } }, token: "s3cr3t" });
  expect(JSON.stringify(describeThrown(error))).not.toContain("s3cr3t");
});

test("errors of errors of errors fit a line of the log, whose 256 KB everything else of the line shares", () => {
  const said = describeThrown(failures(6));
  expect(Buffer.byteLength(JSON.stringify(said))).toBeLessThan(200_000);
  // The neighbours of the first are told of before what is within it.
  expect(said.causes?.map(({ causes }) => causes?.length)).toEqual([3, undefined, undefined]);
});

test("long texts are cut", () => {
  const error = new Error("m".repeat(1_000_000), { cause: "c".repeat(1_000_000) });
  expect(JSON.stringify(describeThrown(error)).length).toBeLessThan(40_000);
});
