import { gunzipSync } from "node:zlib";
import type { ErrorObject, ValidateFunction } from "ajv/dist/2020";
import { pointerFragment } from "../shared/json-pointer";
import { MAX_VIOLATIONS, type Violation } from "../shared/problem";
import { compilePayloadSchema } from "./payload-schema";

/** Says where a value breaks the schema; an empty list when nowhere. */
export type Validator = (value: unknown, bodyBytes: number) => Promise<readonly Violation[]>;

/** Above this size only the first violation is looked for: a large body could have a million of them, each an object in memory. */
const ALL_ERRORS_MAX_BYTES = 64 * 1024;

/**
 * The validator for a payload schema (JSON Schema draft 2020-12, gzipped, base64; "" accepts everything). Ajv is loaded and the schema
 * compiled with the first payload, so that a module without a schema does not pay. It throws when the schema is none: what a plan could not
 * see, such as a nested reference that leads nowhere. Keywords and formats that are not known change nothing, so that no schema that once was
 * deployed stops the service.
 */
export function payloadValidator(schemaGzip: string): Validator {
  if (schemaGzip === "") return async () => [];
  const compiled = new Map<boolean, Promise<ValidateFunction>>();
  return async (value, bodyBytes) => {
    const allErrors = bodyBytes <= ALL_ERRORS_MAX_BYTES;
    const compiling = compiled.get(allErrors) ?? compile(schemaGzip, allErrors);
    compiled.set(allErrors, compiling);
    const validate = await compiling;
    return validate(value) ? [] : (validate.errors ?? []).slice(0, MAX_VIOLATIONS).map(violation);
  };
}

async function compile(schemaGzip: string, allErrors: boolean): Promise<ValidateFunction> {
  const { Ajv2020 } = await import("ajv/dist/2020.js");
  const schema = JSON.parse(gunzipSync(Buffer.from(schemaGzip, "base64")).toString());
  return compilePayloadSchema(Ajv2020, schema, { allErrors });
}

function violation({ instancePath, message, params }: ErrorObject): Violation {
  const name = params["additionalProperty"] ?? params["unevaluatedProperty"];
  return {
    pointer: pointerFragment(instancePath),
    detail: `${message ?? "is invalid"}${name === undefined ? "" : `: ${name}`}`,
  };
}
