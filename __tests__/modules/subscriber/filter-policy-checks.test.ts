import { Token } from "cdktf";
import * as fc from "fast-check";
import { raw, tf } from "../../../lib/expression";
import { every } from "../../../lib/logic";
import { filterPolicyChecks, isFlat } from "../../../modules/subscriber/filter-policy-checks";
import { Evaluation } from "../../support/evaluate";
import { sample } from "../../support/sample";
import { describeTerraform } from "../../support/terraform";

const numbered = (count: number) => Array.from({ length: count }, (_, index) => index);
const nested = (levels: number): unknown => (levels === 0 ? ["v"] : { deeper: nested(levels - 1) });

/** Policies on both sides of each bound. */
const GOOD: readonly (readonly [what: string, policy: unknown])[] = [
  ["values of every kind", { a: ["text", 1.5, -2e3, true, false, null, ""] }],
  [
    "every operator",
    {
      a: [{ prefix: "a" }, { suffix: 'b"]' }, { "equals-ignore-case": "c" }, { wildcard: "a*b" }],
      b: [{ cidr: "10.0.0.0/8" }, { exists: true }, { "anything-but": "x" }, { "anything-but": [1, 2.5] }],
      c: [{ "anything-but": ["x", "y"] }, { "anything-but": { prefix: "order-" } }, { "anything-but": 7 }],
      d: [{ numeric: ["=", 301.5] }, { numeric: [">", 0] }, { numeric: [">=", -1, "<", 1e3] }],
    },
  ],
  [
    "ranges that hold a number",
    { a: [{ numeric: [">=", 5, "<=", 5] }, { numeric: [">", -5, "<", -4.5] }, { numeric: [">", 1e3, "<=", 1e9] }] },
  ],
  ["addresses", { a: [{ cidr: "255.0.0.0/32" }, { cidr: "2001:db8::/32" }, { cidr: "::ffff:10.0.0.0/128" }] }],
  ["wildcards", { a: [{ wildcard: "*a*b*" }, { wildcard: 'a\\*"b' }, { wildcard: "*" }, { wildcard: "" }] }],
  ["five keys", Object.fromEntries(numbered(5).map((key) => [`k${key}`, ["v"]]))],
  ["150 combinations", { a: numbered(15), b: numbered(10) }],
  ["150 combinations, for the depth", { a: { b: numbered(75) } }],
  ["many keys below the top", { a: Object.fromEntries(numbered(7).map((key) => [`k${key}`, ["v"]])) }],
  ["alternatives", { $or: [{ a: ["x"] }, { b: ["y"], c: [{ exists: false }] }], d: ["z"] }],
  ["the same keys in alternatives", { $or: numbered(3).map((one) => ({ a: [one], b: [one], c: ["x"], d: ["x"] })) }],
  ["150 combinations of alternatives", { $or: [{ a: numbered(5) }, { b: numbered(10) }], c: numbered(10) }],
  ["alternatives below the top", { a: { $or: [{ b: ["x"] }, { c: { d: ["y"] } }] } }],
  ["$or as a key like any other", { $or: ["a", { prefix: "b" }] }],
  ["four levels", nested(4)],
  ["awkward texts", { 'a"]}{,': ["}", '"]', "\\", "é\n", "${x}", "<>&"] }],
];

const BAD: readonly (readonly [what: string, policy: unknown])[] = [
  ["an empty policy", {}],
  ["a list", [["a"]]],
  ["a text", "a"],
  ["null", null],
  ["a value that is no list", { a: "text" }],
  ["a number that is no list", { a: 1 }],
  ["an empty list", { a: [] }],
  ["a list in a list", { a: [["b"]] }],
  ["an empty object", { a: {} }],
  ["an unknown operator", { a: [{ contains: "b" }] }],
  ["two operators in one", { a: [{ prefix: "b", suffix: "c" }] }],
  ["no operator", { a: [{}] }],
  ["an operator without its list", { prefix: "b" }],
  ["a prefix that is a number", { a: [{ prefix: 1 }] }],
  ["exists in words", { a: [{ exists: "true" }] }],
  ["an unknown comparison", { a: [{ numeric: ["!=", 1] }] }],
  ["a range the wrong way round", { a: [{ numeric: ["<", 1, ">", 0] }] }],
  ["a range of nothing", { a: [{ numeric: [">", 5, "<", 3] }] }],
  ["a range without its only number", { a: [{ numeric: [">", 5, "<=", 5] }] }],
  ["a range of nothing below the top", { a: { b: ["c", { numeric: [">=", 5, "<", 5] }] } }],
  ["a range of nothing in an alternative", { $or: [{ a: ["x"] }, { b: [{ numeric: [">=", 2, "<=", 1] }] }] }],
  ["a number beyond SNS's", { a: [{ numeric: ["=", 1000000001] }] }],
  ["a number beyond SNS's, below zero", { a: [{ numeric: [">", -2e9] }] }],
  ["an address that is none", { a: [{ cidr: "10.0.0.256/8" }] }],
  ["an address without its mask", { a: [{ cidr: "10.0.0.0" }] }],
  ["a mask that is none", { a: [{ cidr: "10.0.0.0/33" }] }],
  ["a range of words", { a: [{ cidr: "office" }] }],
  ["two wildcards in a row", { a: [{ wildcard: "a**b" }] }],
  ["a comparison with a text", { a: [{ numeric: ["=", "1"] }] }],
  ["anything but a mixture", { a: [{ "anything-but": [1, "a"] }] }],
  ["anything but nothing", { a: [{ "anything-but": [] }] }],
  ["six keys", Object.fromEntries(numbered(6).map((key) => [`k${key}`, ["v"]]))],
  [
    "six keys in alternatives",
    {
      $or: [
        { a: ["1"], b: ["1"], c: ["1"] },
        { d: ["1"], e: ["1"], f: ["1"] },
      ],
    },
  ],
  ["151 combinations", { a: numbered(151) }],
  ["160 combinations", { a: numbered(16), b: numbered(10) }],
  ["152 combinations, for the depth", { a: { b: numbered(76) } }],
  ["160 combinations of alternatives", { $or: [{ a: numbered(6) }, { b: numbered(10) }], c: numbered(10) }],
  ["a product beyond all numbers", Object.fromEntries(numbered(5).map((key) => [key, numbered(40)]))],
  ["one alternative", { $or: [{ a: ["x"] }] }],
  ["five levels", nested(5)],
];

const key = fc.oneof(fc.constantFrom("a", "b", "c", "$or", "prefix", "exists"), fc.string({ maxLength: 3 }));
const value: fc.Arbitrary<unknown> = fc.oneof(
  { arbitrary: fc.string({ unit: "grapheme", maxLength: 4 }), weight: 3 },
  fc.integer({ min: -5, max: 5 }),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  fc.constantFrom(true, false, null),
  fc.constantFrom(
    { prefix: "a" },
    { exists: true },
    { numeric: [">", 1] },
    { "anything-but": ["a"] },
    { cidr: "::/0" },
  ),
  fc.constantFrom({ prefix: 1 }, { numeric: [] }, { a: ["x"] }, ["x"], {}),
);
const values = fc.oneof(
  { arbitrary: fc.array(value, { minLength: 1, maxLength: 3 }), weight: 6 },
  fc.integer({ min: 1, max: 40 }).map(numbered),
);

const policies = fc.letrec<{ policy: unknown; member: unknown }>((tie) => ({
  policy: fc.dictionary(key, tie("member"), { minKeys: 1, maxKeys: 4 }),
  member: fc.oneof(
    { maxDepth: 3 },
    { arbitrary: values, weight: 6 },
    { arbitrary: tie("policy"), weight: 2 },
    fc.array(tie("policy"), { minLength: 1, maxLength: 3 }),
    fc.jsonValue({ maxDepth: 1 }),
  ),
})).policy;

const NO_JSON = ["", "{", "{}}", '{"a":["b"]}]', "a: [b]", '{"a":["b"],}'];
const verdict = (policy: string) => every(filterPolicyChecks.map((check) => check(policy).holds));

test.each(GOOD)("is taken: %s", (_, policy) => {
  expect(verdict(JSON.stringify(policy))).toBe(true);
});

test.each(BAD)("is refused: %s", (_, policy) => {
  expect(verdict(JSON.stringify(policy))).toBe(false);
});

test.each(NO_JSON)("is refused, as no JSON: %s", (text) => {
  expect(verdict(text)).toBe(false);
});

test.each<[unknown, boolean]>([
  [{ a: ["b"], c: [{ prefix: "d" }] }, true],
  [{ $or: [{ a: ["b"] }, { c: [{ prefix: "d" }] }] }, true],
  [{ a: { b: ["c"] } }, false],
  [{ $or: [{ a: { b: ["c"] } }, { d: ["e"] }] }, false],
])("%j is flat: %s", (policy, flat) => {
  expect(isFlat(JSON.stringify(policy))).toBe(flat);
});

describeTerraform("filter policies", (terraform) => {
  test("meet with the same verdict at synth and in Terraform", async () => {
    const listed = [...GOOD, ...BAD].map(([, policy]) => JSON.stringify(policy));
    const random = sample(policies, 100).map((policy) => JSON.stringify(policy));
    const texts = [...listed, ...NO_JSON, ...random];
    const evaluation = new Evaluation();
    // One expression for all of them: writing it out again for each would take half a minute.
    const policy = Token.asString(raw("policy"));
    const asked = evaluation.ask(
      tf`[for policy in ${evaluation.strings(texts)} : [${verdict(policy)}, ${isFlat(policy)}]]`,
    );
    const found = (await evaluation.run(terraform))[asked] as unknown[][];
    const cases = texts.map((text) => [text, verdict(text), isFlat(text)]);
    // Terraform brings texts into a normal form: they are paired by place.
    expect(found.map((verdicts, index) => [texts[index], ...verdicts])).toEqual(cases);
    // The random ones alone saw good and bad, flat and not, or the comparison would say little.
    const seen = cases.slice(-random.length).map(([, holds, flat]) => `${holds},${flat}`);
    expect([...new Set(seen)].sort()).toEqual(["false,false", "false,true", "true,false", "true,true"]);
  });
});
