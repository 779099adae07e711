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

test("format is an annotation, and unknown keywords are no error", async () => {
  expect(await validator({ type: "string", format: "email", "x-note": 1 })("no address", 10)).toEqual([]);
});

test("a hostile body gets a short answer: twenty violations, and one only when it is large", async () => {
  const validate = validator({ items: { type: "string" } });
  const values = Array.from({ length: 1_000 }, () => 1);
  expect(await validate(values, 2_000)).toHaveLength(20);
  expect(await validate(values, 100_000)).toHaveLength(1);
});

test("a schema that cannot be compiled is an error of the server", async () => {
  await expect(validator({ type: "nonsense" })({}, 2)).rejects.toThrow();
});
