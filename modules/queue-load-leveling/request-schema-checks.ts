import { gzipSync } from "node:zlib";
import { check } from "../../lib/checks";
import { isUnknown, tf } from "../../lib/expression";

const JSON_TYPES = ["array", "boolean", "integer", "null", "number", "object", "string"];
/** A function's environment holds 4 KB; what is left beside our other variables. */
const MAX_SCHEMA_GZIP_CHARACTERS = 3000;

const schemaIsObject = check.json(
  'be a JSON Schema as JSON text whose top is an object, such as jsonencode({ type = "object" })',
);

const schemaTypeIsKnown = (schema: string) => ({
  holds: isUnknown(schema)
    ? tf`try(alltrue([for type in flatten([jsondecode(${schema}).type]) : contains(${JSON_TYPES}, type)]), true)`
    : [typeOf(schema)].flat().every((type) => type === undefined || JSON_TYPES.includes(type)),
  must: `be a JSON Schema whose type is one of ${JSON_TYPES.join(", ")}`,
});

const schemaFitsEnvironment = (schema: string) => ({
  holds: isUnknown(schema)
    ? tf`length(base64gzip(${schema})) <= ${MAX_SCHEMA_GZIP_CHARACTERS}`
    : gzipSync(schema).toString("base64").length <= MAX_SCHEMA_GZIP_CHARACTERS,
  must: `be at most ${MAX_SCHEMA_GZIP_CHARACTERS} characters gzipped, to fit the function's environment: leave out descriptions, or check details in the worker`,
});

function typeOf(schema: string): string | string[] | undefined {
  try {
    return (JSON.parse(schema) as { type?: string | string[] }).type;
  } catch {
    return undefined;
  }
}

/** What a request schema must be, each check with a message of its own. */
export const requestSchemaChecks = [schemaIsObject, schemaTypeIsKnown, schemaFitsEnvironment];
