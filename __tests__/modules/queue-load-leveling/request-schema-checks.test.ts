import { Ajv2020 } from "ajv/dist/2020";
import { Token } from "cdktf";
import { compilePayloadSchema } from "../../../functions/queue-load-leveling/payload-schema";
import { every } from "../../../lib/logic";
import { requestSchemaChecks } from "../../../modules/queue-load-leveling/request-schema-checks";
import { KEYWORDS } from "../../../modules/queue-load-leveling/schema-keyword-checks";
import { Evaluation } from "../../support/evaluate";
import { describeTerraform } from "../../support/terraform";

const within = (schema: object) => ({ properties: { a: { items: schema } } });

const GOOD: readonly (readonly [string, object])[] = [
  ["nothing", {}],
  ["a reference", { $defs: { a: { type: "string" } }, properties: { b: { $ref: "#/$defs/a" } } }],
  ["types", within({ type: ["string", "null"] })],
  [
    "properties with names of keywords",
    { properties: { type: { type: "string" }, pattern: {}, format: {}, items: {} } },
  ],
  ["a remark", within({ "x-note": "ours", "x-owner": { type: "team" } })],
  ["data that looks like a schema", { examples: [{ type: "order", format: "long" }], const: { pattern: "(", foo: 1 } }],
  ["a description that reads like a schema", { description: '"type":"strng", "pattern":"("' }],
  ["checked formats", within({ format: "date-time" })],
  ["a pattern", within({ pattern: "^[A-Z]{3}\\d+<&>$" })],
  ["a pattern that only JavaScript knows", within({ pattern: "^(?!a)(?<name>b)\\k<name>\\u0041$" })],
  ["a pattern with a property", within({ pattern: "^\\p{Script=Greek}+$" })],
  ["a pattern with many repetitions", within({ pattern: "^a{2,2000}$" })],
  [
    "a pattern with many repetitions of repetitions",
    within({ pattern: "^([a-z]([a-z-]{0,61}[a-z])?\\.){1,126}[a-z]+$" }),
  ],
  ["a pattern with an escaped underscore", within({ pattern: "^a\\_b$" })],
  ["a pattern with a brace alone", within({ pattern: '^"\\d+${$' })],
  ["a property that a pattern matches as well", { properties: { ab: {} }, patternProperties: { "^a": {} } }],
  ["if with else", { if: { type: "string" }, else: false }],
  ["what is contained, in numbers", { contains: {}, minContains: 0, maxContains: 3 }],
  ["numbers", { multipleOf: 0.01, minimum: -1.5, maximum: 1e3, exclusiveMinimum: 0 }],
  ["no required properties", { required: [], examples: [] }],
  ["required properties", { required: ['a "b"', "c\\\\"] }],
  ["schemas that are true or false", { properties: { a: true }, additionalProperties: false }],
  ["its dialect", { $schema: "https://json-schema.org/draft/2020-12/schema" }],
  [
    "every keyword that is one",
    Object.fromEntries([
      ["allOf", [{ not: false }]],
      ["dependentRequired", { a: ["b"] }],
    ]),
  ],
];

const BAD: readonly (readonly [string, object, string])[] = [
  ["an unknown type", { type: "strng" }, "whose type"],
  ["an unknown type within", within({ type: "strng" }), "whose type"],
  ["an unknown type among others", within({ type: ["string", "nul"] }), "whose type"],
  ["an unknown type deep within", within(within(within(within({ type: "map" })))), "whose type"],
  ["a pattern that is none", { pattern: "(" }, "not true of ("],
  ["a pattern that is none within", within({ pattern: "[a" }), "not true of [a"],
  ["patterns of which one is none", { allOf: [{ pattern: "a" }, { pattern: "a**" }] }, "not true of a**"],
  ["a pattern of another language", within({ pattern: "(?i)a" }), "not true of (?i)a"],
  ["a misspelled keyword", { requred: ["a"] }, "as requred"],
  ["a misspelled keyword within", within({ minLenght: 1 }), "as minLenght"],
  ["two of them", { allOf: [{ foo: 1 }, { not: { bar: 2 } }] }, "as bar, foo"],
  ["a format that nothing checks", within({ format: "email" }), "instead of email"],
  ["a bound that is a text", { minimum: "1" }, 'not true of "minimum = "1""'],
  ["a list that is a text", { required: "a" }, 'not true of "required = "a""'],
  ["a length below zero", within({ minLength: -1 }), 'not true of "minLength = -1"'],
  ["a multiple of nothing", { multipleOf: 0 }, 'not true of "multipleOf = 0"'],
  ["a list of no choices", { enum: [] }, 'not true of "enum = []"'],
  ["alternatives that are none", { anyOf: [] }, 'not true of "anyOf = []"'],
  ["a schema that is a text", within({ items: "string" }), 'not true of "items = "string""'],
  ["a list of schemas in the place of one", { items: [{ type: "string" }] }, 'not true of "items = ['],
  ["then without if", within(JSON.parse('{"then":{"minLength":1}}')), 'not true of "then"'],
  ["else without if", { else: false }, 'not true of "else"'],
  ["if without then and else", { allOf: [{ if: { minLength: 1 } }] }, 'not true of "if"'],
  ["a number of what is not contained", { minContains: 1, maxContains: 2 }, 'not true of "m'],
  ["another draft", { $schema: "http://json-schema.org/draft-07/schema#" }, "draft 2020-12"],
];

/** What only Ajv sees: at synth, and else when the first job comes. */
const BAD_LITERALS: readonly (readonly [string, object])[] = [
  ["a reference that leads nowhere", { $ref: "#/$defs/none" }],
  ["a reference to somewhere else", { $ref: "https://example.com/schema.json" }],
  ["a name pattern that is none", { patternProperties: { "(": {} } }],
];

const checksOf = (schema: object) => requestSchemaChecks.map((check) => check(JSON.stringify(schema)));
const wrongIn = (schema: object) => checksOf(schema).filter(({ holds }) => holds !== true);

test.each(GOOD)("is taken: %s", (_, schema) => {
  expect(wrongIn(schema)).toEqual([]);
});

test.each(BAD)("is refused by one rule: %s", (_, schema, must) => {
  expect(wrongIn(schema).map((one) => one.must)).toEqual([expect.stringContaining(must)]);
});

test.each(BAD_LITERALS)("is refused at synth: %s", (_, schema) => {
  expect(wrongIn(schema).map(({ must }) => must)).toEqual([expect.stringContaining("that can be used, but: ")]);
});

test("every keyword that is taken is one that the function knows", () => {
  const { RULES } = new Ajv2020() as unknown as { RULES: { keywords: Record<string, unknown> } };
  expect(KEYWORDS.filter((name) => !RULES.keywords[name])).toEqual(["$anchor"]);
  const anchored = { $defs: { a: { $anchor: "x", type: "string" } }, $ref: "#x" };
  expect(wrongIn(anchored)).toEqual([]);
});

test("what is taken compiles, as the function compiles it", () => {
  for (const [, schema] of GOOD) {
    expect(() => compilePayloadSchema(Ajv2020, schema, { allErrors: false })).not.toThrow();
  }
});

describeTerraform("rules of a request schema", (terraform) => {
  test("come to the same verdict in Terraform, and name the same", async () => {
    const evaluation = new Evaluation();
    const all = [...GOOD, ...BAD.map(([name, schema]) => [name, schema] as const)];
    for (const [, schema] of all) {
      const checks = requestSchemaChecks.map((check) => check(evaluation.string(JSON.stringify(schema))));
      evaluation.ask(every(checks.map(({ holds }) => holds)));
      evaluation.ask(checks.map(({ must }) => must).join("\n"));
    }
    const answers = await evaluation.run(terraform);
    for (const [index, [name]] of all.entries()) {
      const wanted = BAD[index - GOOD.length];
      expect([name, answers[index * 2]]).toEqual([name, wanted === undefined]);
      if (wanted !== undefined) expect(answers[index * 2 + 1]).toContain(wanted[2]);
    }
  });

  test("say nothing more of what is no JSON, or no object", async () => {
    const evaluation = new Evaluation();
    for (const text of ["", "{", "[]", '"a"', "1"]) {
      for (const check of requestSchemaChecks.slice(1)) evaluation.ask(check(evaluation.string(text)).holds);
    }
    expect(new Set(await evaluation.run(terraform))).toEqual(new Set([true]));
  });
});

test("a token is not read at synth", () => {
  for (const check of requestSchemaChecks) expect(() => check(Token.asString("${var.schema}"))).not.toThrow();
});
