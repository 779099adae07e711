import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020, { type ValidateFunction } from "ajv/dist/2020";

/** An answer of the API, read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the API answers; the document says what it should be
  readonly body: any;
}

const document = JSON.parse(
  readFileSync(join(__dirname, "../../../terraform/queue-load-leveling/openapi.json"), "utf8"),
) as object;
const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
ajv.addSchema(document, "openapi.json");
const validators = new Map<string, ValidateFunction>();

/** Where the answer of an operation departs from the module's OpenAPI document; nothing if it does not. */
export function departures(operation: "post /jobs" | "get /jobs/{id}", answer: Answer): string[] {
  const [method, path = ""] = operation.split(" ");
  const mediaType = answer.headers.get("content-type") ?? "none";
  const pointer = ["paths", path, method, "responses", answer.status, "content", mediaType, "schema"]
    .map((part) => String(part).replaceAll("~", "~0").replaceAll("/", "~1"))
    .join("/");
  const validate = validators.get(pointer) ?? compile(pointer);
  if (validate === undefined)
    return [`${operation} answered ${answer.status} with ${mediaType}, which it does not say`];
  if (validate(answer.body)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message }) => `${operation} ${answer.status}: ${instancePath} ${message}`,
  );
}

function compile(pointer: string): ValidateFunction | undefined {
  try {
    // A reference is a URI: the braces of a path template have to be escaped in it.
    const validate = ajv.compile({ $ref: `openapi.json#/${encodeURI(pointer)}` });
    validators.set(pointer, validate);
    return validate;
  } catch {
    return undefined;
  }
}
