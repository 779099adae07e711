import Ajv2020 from "ajv/dist/2020";
import { GATEWAY_ANSWERS } from "../../functions/shared/openapi";
import type { ProblemKind } from "../../functions/shared/problem";

interface Operation {
  readonly operationId: string;
  readonly responses: Record<string, { description: string; content?: Record<string, { schema: { $ref: string } }> }>;
  readonly security: readonly Record<string, readonly string[]>[];
  readonly parameters?: readonly { name: string; in: string; schema: object }[];
}
interface Document {
  readonly openapi: string;
  readonly info: { title: string; version: string };
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { schemas: Record<string, object>; securitySchemes: Record<string, object> };
}

function* objectsIn(value: unknown): Generator<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return;
  yield value as Record<string, unknown>;
  for (const member of Object.values(value)) yield* objectsIn(member);
}

/**
 * The tests that every OpenAPI document of ours must pass.
 * @param problems operation → the problems that it may answer with
 */
export function testOpenApiDocument(make: () => object, problems: Readonly<Record<string, readonly ProblemKind[]>>) {
  const document = make() as Document;
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));

  test("it is a document of version 3.1 with every operation", () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
    expect(Object.keys(document)).toEqual(["openapi", "info", "paths", "components"]);
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(problems).sort());
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
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, validateFormats: false, keywords: ["components"] });
    const parameters = operations.flatMap(({ parameters = [] }) => parameters.map(({ schema }) => schema));
    for (const schema of parameters) expect(() => ajv.compile(schema)).not.toThrow();
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      expect(ajv.validateSchema(schema)).toBe(true);
      // Compiled as well: a keyword in the wrong place shows only then.
      const components = { $ref: `#/components/schemas/${name}`, components: document.components };
      expect(() => ajv.compile(components)).not.toThrow();
    }
  });

  test("every path parameter is in its path, and every response has a description and, unless it is empty, a shape", () => {
    for (const [path, item] of Object.entries(document.paths)) {
      for (const { parameters = [], responses } of Object.values(item)) {
        const inPath = parameters.filter((parameter) => parameter.in === "path").map(({ name }) => `{${name}}`);
        expect(path.match(/\{\w+\}/g) ?? []).toEqual(inPath);
        for (const [status, { description, content }] of Object.entries(responses)) {
          expect(description.length).toBeGreaterThan(0);
          expect(content === undefined).toBe(status === "204");
          if (content !== undefined) expect(Object.values(content)[0]?.schema.$ref).toBeDefined();
        }
      }
    }
  });

  test("every kind of problem that an operation may answer with is documented, with its status, and no other", () => {
    for (const { operationId, responses } of operations) {
      const kinds = problems[operationId] ?? [];
      const refusals = Object.keys(responses).filter((status) => Number(status) >= 400);
      const statuses = [...kinds.map(({ status }) => String(status)), ...Object.keys(GATEWAY_ANSWERS)];
      expect(refusals.sort()).toEqual([...new Set(statuses)].sort());
      for (const { status, name } of kinds) {
        expect(responses[status]?.description).toContain(`urn:problem-type:${name}`);
        expect(responses[status]?.content).toHaveProperty(["application/problem+json"]);
      }
    }
  });

  test("what the gateway itself answers is documented for every operation, in the gateway's shape", () => {
    for (const { responses } of operations) {
      for (const status of ["401", "403", "413", "429", "500", "503", "default"]) {
        const schema = responses[status]?.content?.["application/json"]?.schema;
        expect([status, schema?.$ref]).toEqual([status, "#/components/schemas/GatewayAnswer"]);
      }
    }
  });

  test("every operation says how callers are known, by schemes that are there", () => {
    const schemes = Object.keys(document.components.securitySchemes);
    expect(schemes).toEqual(["sigv4", "jwt"]);
    for (const { security } of operations) {
      expect(security.length).toBeGreaterThan(0);
      for (const name of security.flatMap((one) => Object.keys(one))) expect(schemes).toContain(name);
    }
  });

  test("every text that is not prose has a pattern, and its examples have it too", () => {
    const prose = ["title", "detail", "message", "resultOmitted"];
    const schemasOf = (value: unknown, name = ""): [string, Record<string, unknown>][] => {
      if (typeof value !== "object" || value === null) return [];
      const own = value as Record<string, unknown>;
      const inner = Object.entries(own).flatMap(([key, member]) => schemasOf(member, key === "schema" ? name : key));
      return own["type"] === "string" ? [[name, own], ...inner] : inner;
    };
    const texts = schemasOf(document).filter(([name, schema]) => !prose.includes(name) && schema["enum"] === undefined);
    expect(texts.length).toBeGreaterThan(5);
    for (const [name, { pattern, examples = [] }] of texts) {
      expect([name, typeof pattern]).toEqual([name, "string"]);
      for (const example of examples as string[]) expect(example).toMatch(new RegExp(String(pattern), "u"));
    }
  });

  test("it is the same each time", () => {
    expect(JSON.stringify(make())).toBe(JSON.stringify(document));
  });
}
