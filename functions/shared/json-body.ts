import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { lossyNumbers } from "./json-numbers";
import { pointerFragment } from "./json-pointer";
import { HttpProblem, MAX_VIOLATIONS, PROBLEMS } from "./problem";

/** A request body that was checked: its text exactly as sent, and what it says. */
export interface JsonBody {
  readonly text: string;
  readonly value: unknown;
}

/** What a body may be. */
export interface BodyLimits {
  readonly maxBytes: number;
  /** Deepest nesting of arrays and objects: parsers of other languages recurse, and this body will meet them. */
  readonly maxDepth: number;
}

/**
 * Reads the JSON body of a request to an HTTP API (payload 2.0).
 *
 * @throws HttpProblem: 415 for anything but JSON in UTF-8, 413 above `maxBytes`, 400 for what is not JSON, nests too deep or has numbers that
 * would lose digits.
 */
export function readJsonBody(
  event: Pick<APIGatewayProxyEventV2, "headers" | "body" | "isBase64Encoded">,
  limits: BodyLimits,
): JsonBody {
  requireJson(event.headers?.["content-type"], event.headers?.["content-encoding"]);
  const body = event.body ?? "";
  // A string that is not well-formed stays recognizable: Buffer would turn a lone surrogate into a valid U+FFFD.
  if (!event.isBase64Encoded && /\p{Surrogate}/u.test(body)) throw malformed("The body is not valid UTF-8.");
  const bytes = Buffer.from(body, event.isBase64Encoded ? "base64" : "utf8");
  if (bytes.length > limits.maxBytes) {
    throw new HttpProblem(
      PROBLEMS.bodyTooLarge,
      `The body has ${bytes.length} bytes; at most ${limits.maxBytes} are accepted.`,
    );
  }
  if (bytes.length === 0) throw malformed("The body is empty; send a JSON value.");
  const text = decode(bytes);
  // SQS refuses messages with these two characters; every other character it refuses is not valid in JSON text either.
  if (/[\uFFFE\uFFFF]/.test(text)) {
    throw malformed("The body has the character U+FFFE or U+FFFF; write it as the escape \\ufffe or \\uffff.");
  }
  if (jsonDepth(text) > limits.maxDepth) throw malformed(`The body nests deeper than ${limits.maxDepth} levels.`);
  const value = parsed(text);
  const errors = lossyNumbers(text, MAX_VIOLATIONS).map(({ pointer, detail }) => ({
    pointer: pointerFragment(pointer),
    detail,
  }));
  if (errors.length === 0) return { text, value };
  throw new HttpProblem(PROBLEMS.invalidBody, "The body has numbers that cannot be kept; see errors.", { errors });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed("The body is not valid JSON.");
  }
}

const malformed = (detail: string) => new HttpProblem(PROBLEMS.malformedBody, detail);

function requireJson(contentType: string | undefined, contentEncoding: string | undefined): void {
  const unsupported = (detail: string) => new HttpProblem(PROBLEMS.unsupportedMediaType, detail);
  const [mediaType = "", ...parameters] = (contentType ?? "")
    .toLowerCase()
    .split(";")
    .map((part) => part.trim());
  if (mediaType !== "application/json" && !/^application\/[a-z0-9!#$&^_.-]+\+json$/.test(mediaType)) {
    throw unsupported("Send the content type application/json, or one that ends in +json.");
  }
  const charset = parameters.find((parameter) => parameter.startsWith("charset="));
  if (charset !== undefined && !/^charset="?utf-?8"?$/.test(charset)) throw unsupported("Send the body in UTF-8.");
  if (contentEncoding !== undefined && contentEncoding.trim().toLowerCase() !== "identity") {
    throw unsupported("Send the body without a content encoding.");
  }
}

function decode(bytes: Uint8Array): string {
  try {
    // The byte order mark stays, so that the text is what was sent; JSON.parse then refuses it.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw malformed("The body is not valid UTF-8.");
  }
}

/** How deep arrays and objects nest in a JSON text: a scan of the text, so that nothing recurses before the depth is known. */
export function jsonDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (inString) {
      if (character === "\\") index++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "{" || character === "[") deepest = Math.max(deepest, ++depth);
    else if (character === "}" || character === "]") depth--;
  }
  return deepest;
}
