/** Compiles the JSON Schema of a payload: for the function that validates, and for the check at synth, so that both judge alike. */
import type { Ajv2020, ValidateFunction } from "ajv/dist/2020";
import { PAYLOAD_FORMATS } from "./payload-formats";

/** How a schema is read. */
export interface PayloadSchemaOptions {
  /** Look for every violation, and not for the first one alone. */
  readonly allErrors: boolean;
}

/**
 * Compiles a schema of draft 2020-12. The class is given, since the function loads it with its first payload only.
 *
 * @throws when the schema is none: it names the place or the keyword.
 */
export function compilePayloadSchema(
  Ajv: typeof Ajv2020,
  schema: object,
  { allErrors }: PayloadSchemaOptions,
): ValidateFunction {
  const ajv = new Ajv({
    allErrors,
    strict: false,
    formats: { ...PAYLOAD_FORMATS },
    code: { regExp: Object.assign(payloadPattern, { code: "payloadPattern" }) },
    logger: false,
  });
  const validate = ajv.compile(schema);
  // Ajv's own keyword makes it answer with a promise, which would pass for "valid".
  if ("$async" in validate) throw new Error("$async is no keyword of JSON Schema");
  return validate;
}

/**
 * A pattern of a schema, with Unicode as the draft wants it; without where only that makes it one (`\_`, a brace alone), unless it would mean
 * something else then.
 *
 * @throws SyntaxError when it is no regular expression.
 */
export function payloadPattern(pattern: string): RegExp {
  try {
    return new RegExp(pattern, "u");
  } catch (error) {
    if (/\\[pPu]\{/.test(pattern)) throw error;
    return new RegExp(pattern);
  }
}
