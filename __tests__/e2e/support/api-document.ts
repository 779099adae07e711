import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020, { type ValidateFunction } from "ajv/dist/2020";
import type { ApiAnswer } from "../../../scripts/demo/signed-api";
import { PROJECT } from "./suite";

/** An answer of the API, read. */
// biome-ignore lint/suspicious/noExplicitAny: whatever the API answers; the document says what it should be
export type Answer = ApiAnswer<any>;

/** Where the answer of an operation, such as `post /jobs`, departs from the API's OpenAPI document; nothing if it does not. */
export type Departures<Operation extends string> = (operation: Operation, answer: Answer) => string[];

interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: Responses }>>>>;
}
type Responses = Readonly<Record<string, { readonly content?: object }>>;

/** Compares answers with an OpenAPI document. @param path of the document in the project */
export function departuresFrom<Operation extends string>(path: string): Departures<Operation> {
  let document: OpenApiDocument | undefined;
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  const validators = new Map<string, ValidateFunction>();

  const validator = (pointer: string): ValidateFunction | undefined => {
    try {
      // A reference is a URI: the braces of a path template have to be escaped in it.
      const validate = validators.get(pointer) ?? ajv.compile({ $ref: `openapi.json#/${encodeURI(pointer)}` });
      validators.set(pointer, validate);
      return validate;
    } catch {
      return undefined;
    }
  };

  return (operation, { status, headers, text, body }) => {
    if (document === undefined) {
      document = JSON.parse(readFileSync(join(PROJECT, path), "utf8")) as OpenApiDocument;
      ajv.addSchema(document, "openapi.json");
    }
    const [method = "", route = ""] = operation.split(" ");
    const response = document.paths[route]?.[method]?.responses[String(status)];
    if (response !== undefined && response.content === undefined) {
      return text === "" ? [] : [`${operation} answered ${status} with a body, which it does not say`];
    }
    const mediaType = headers.get("content-type") ?? "none";
    const pointer = ["paths", route, method, "responses", status, "content", mediaType, "schema"]
      .map((part) => String(part).replaceAll("~", "~0").replaceAll("/", "~1"))
      .join("/");
    const validate = validator(pointer);
    if (validate === undefined) return [`${operation} answered ${status} with ${mediaType}, which it does not say`];
    if (validate(body)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message }) => `${operation} ${status}: ${instancePath} ${message}`,
    );
  };
}
