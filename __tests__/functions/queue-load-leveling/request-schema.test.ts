import { gzipSync } from "node:zlib";
import { payloadValidator } from "../../../functions/queue-load-leveling/request-schema";

const validator = (schema: unknown) => payloadValidator(gzipSync(JSON.stringify(schema)).toString("base64"));

test("without a schema everything is valid", async () => {
  expect(await payloadValidator("")(null, 4)).toEqual([]);
});

test.each([
  ["a wrong type", { type: "object" }, 1, [{ pointer: "#", detail: "must be object" }]],
  ["a missing property", { required: ["a"] }, {}, [{ pointer: "#", detail: "must have required property 'a'" }]],
  [
    "an unknown property",
    { properties: {}, additionalProperties: false },
    { b: 1 },
    [{ pointer: "#", detail: "must NOT have additional properties: b" }],
  ],
  [
    "a place that needs escapes, in JSON pointers and in URIs",
    { additionalProperties: { type: "null" } },
    { "a/b~c d\ud800": 1 },
    [{ pointer: "#/a~1b~0c%20d%EF%BF%BD", detail: "must be null" }],
  ],
  [
    "a keyword of draft 2020-12",
    { prefixItems: [{ type: "string" }], items: false },
    ["a", 1],
    [{ pointer: "#", detail: "must NOT have more than 1 items" }],
  ],
])("%s is said with its place", async (_name, schema, value, violations) => {
  expect(await validator(schema)(value, 10)).toEqual(violations);
});

test.each([
  ["date-time", "2026-02-28T00:00:00Z", "2026-02-30T00:00:00Z"],
  ["date", "2024-02-29", "2026-02-29"],
  ["time", "12:00:00+02:00", "24:00:00Z"],
  // A leap second, as it was west and east of Greenwich: https://github.com/json-schema-org/JSON-Schema-Test-Suite (optional/format/time).
  ["time", "15:59:60-08:00", "15:59:60Z"],
  ["time", "01:29:60+01:30", "01:29:60+01:00"],
  ["uuid", "019a8e5c-4b1d-7c0e-9f3a-2b6d8c1e5f70", "019a8e5c"],
  ["ipv4", "10.0.0.1", "10.0.0.256"],
  ["ipv6", "2001:db8::1", "2001:db8::1%eth0"],
  ["uri", "https://example.com/a?b=%20", "https://example.com/a b"],
])("the format %s is checked", async (format, good, bad) => {
  const validate = validator({ type: "string", format });
  expect(await validate(good, 10)).toEqual([]);
  expect(await validate(bad, 10)).toEqual([{ pointer: "#", detail: `must match format "${format}"` }]);
});

test.each([
  ["a brace alone, which is none with Unicode", "^\\d+{$", "12{", "a"],
  ["a letter beyond 16 bits", "^.$", "😀", "ab"],
  ["a property", "^\\p{L}+$", "é", "1"],
])("a pattern with %s is one", async (_name, pattern, good, bad) => {
  const validate = validator({ type: "string", pattern });
  expect(await validate(good, 10)).toEqual([]);
  expect(await validate(bad, 10)).toHaveLength(1);
});

test("a format that is not known is an annotation, and unknown keywords are no error", async () => {
  expect(await validator({ type: "string", format: "email", "x-note": 1 })("no address", 10)).toEqual([]);
});

test("a hostile body gets a short answer: twenty violations, and one only when it is large", async () => {
  const validate = validator({ items: { type: "string" } });
  const values = Array.from({ length: 1_000 }, () => 1);
  expect(await validate(values, 2_000)).toHaveLength(20);
  expect(await validate(values, 100_000)).toHaveLength(1);
});

test.each<[string, object]>([
  ["an unknown type", { type: "nonsense" }],
  ["a nested unknown type", { properties: { a: { type: "strng" } } }],
  ["a pattern that is none", { pattern: "(" }],
  ["a name pattern that is none", { patternProperties: { "[": {} } }],
  ["a reference that leads nowhere", { $ref: "#/$defs/none" }],
  ["another draft", { $schema: "http://json-schema.org/draft-07/schema#" }],
  ["a keyword that would make every answer a promise", { $async: true }],
])("a schema that cannot be compiled is an error of the server: %s", async (_name, schema) => {
  await expect(validator(schema)({}, 2)).rejects.toThrow();
});
