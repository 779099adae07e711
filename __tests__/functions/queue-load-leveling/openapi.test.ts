import Ajv2020 from "ajv/dist/2020";
import { ACCEPT_PROBLEMS, openApiDocument, STATUS_PROBLEMS } from "../../../functions/queue-load-leveling/openapi";
import { PROBLEMS } from "../../../functions/shared/problem";

interface Operation {
  readonly operationId: string;
  readonly responses: Record<string, { description: string; content: Record<string, { schema: { $ref: string } }> }>;
  readonly parameters: readonly { name: string; in: string; schema: object }[];
}
interface Document {
  readonly openapi: string;
  readonly info: { title: string; version: string };
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { schemas: Record<string, object> };
}

const document = openApiDocument() as Document;
const operations = Object.values(document.paths).flatMap((path) => Object.values(path));

function* objectsIn(value: unknown): Generator<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return;
  yield value as Record<string, unknown>;
  for (const member of Object.values(value)) yield* objectsIn(member);
}

test("it is a document of version 3.1 with both operations", () => {
  expect(document.openapi).toMatch(/^3\.1\.\d+$/);
  expect(Object.keys(document).every((key) => ["openapi", "info", "paths", "components"].includes(key))).toBe(true);
  expect(operations.map(({ operationId }) => operationId)).toEqual(["acceptJob", "jobStatus"]);
});

test("every reference leads to something", () => {
  const references = [...objectsIn(document)].flatMap(({ $ref }) => (typeof $ref === "string" ? [$ref] : []));
  expect(references.length).toBeGreaterThan(5);
  for (const reference of references) {
    const target = reference
      .replace(/^#\//, "")
      .split("/")
      .reduce<unknown>((at, name) => (at as never)?.[name], document);
    expect(target).toBeDefined();
  }
});

test("every schema is a valid JSON Schema of draft 2020-12", () => {
  const ajv = new Ajv2020({ strict: true, validateFormats: false, keywords: ["components"] });
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    expect(ajv.validateSchema(schema)).toBe(true);
    // Compiled as well: a keyword in the wrong place shows only then.
    expect(() => ajv.compile({ $ref: `#/components/schemas/${name}`, components: document.components })).not.toThrow();
  }
});

test("every path parameter is in its path, and every response has a description and a shape", () => {
  for (const [path, item] of Object.entries(document.paths)) {
    for (const { parameters, responses } of Object.values(item)) {
      const inPath = parameters.filter((parameter) => parameter.in === "path").map(({ name }) => `{${name}}`);
      expect(path.match(/\{\w+\}/g) ?? []).toEqual(inPath);
      for (const response of Object.values(responses)) {
        expect(response.description.length).toBeGreaterThan(0);
        expect(Object.values(response.content)[0]?.schema.$ref).toBeDefined();
      }
    }
  }
});

test("every kind of problem that the functions have is documented, with its status", () => {
  expect(new Set([...ACCEPT_PROBLEMS, ...STATUS_PROBLEMS])).toEqual(new Set(Object.values(PROBLEMS)));
  const documented = [ACCEPT_PROBLEMS, STATUS_PROBLEMS];
  for (const [index, operation] of operations.entries()) {
    for (const { status, name } of documented[index]!) {
      expect(operation.responses[status]?.description).toContain(`urn:problem-type:${name}`);
      expect(operation.responses[status]?.content).toHaveProperty(["application/problem+json"]);
    }
  }
});

test("it is the same each time", () => {
  expect(JSON.stringify(openApiDocument())).toBe(JSON.stringify(document));
});
