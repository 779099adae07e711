/** Compiles the JSON Schema of a payload: for the function that validates, and for the check at synth, so that both judge alike. */
import type { Ajv2020, ValidateFunction } from "ajv/dist/2020";
import { PAYLOAD_FORMATS } from "./payload-formats";

/** How a schema is read. */
export interface PayloadSchemaOptions {
  /** Look for every violation, and not for the first one alone. */
  readonly allErrors: boolean;
  /** Whether a keyword or format that is not known is refused or ignored. Names that begin with `x-` are remarks. */
  readonly unknown: "refuse" | "ignore";
}

/**
 * Compiles a schema of draft 2020-12. The class is given, since the function loads it with its first payload only.
 *
 * @throws when the schema is none: it names the place or the keyword.
 */
export function compilePayloadSchema(
  Ajv: typeof Ajv2020,
  schema: object,
  { allErrors, unknown }: PayloadSchemaOptions,
): ValidateFunction {
  const ajv = new Ajv({
    allErrors,
    strict: false,
    strictSchema: unknown === "refuse",
    formats: { ...PAYLOAD_FORMATS },
    code: { regExp: Object.assign(payloadPattern, { code: "payloadPattern" }) },
    logger: false,
  });
  // Ajv resolves $anchor, and does not list it among its keywords.
  for (const name of ["$anchor", ...remarksIn(schema)]) ajv.addKeyword(name);
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

/** Keywords that begin with `x-`, wherever they stand. */
function remarksIn(schema: object): Set<string> {
  const remarks = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [name, member] of Object.entries(value)) {
      if (/^x-[\w-]+$/.test(name)) remarks.add(name);
      look(member);
    }
  };
  look(schema);
  return remarks;
}
