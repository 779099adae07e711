import { types } from "node:util";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { jsonOf } from "./json-loss";

/** An answer of an HTTP function. */
export interface HttpAnswer {
  readonly status: number;
  /**
   * An object is sent as JSON, a text as it is (`text/plain` in UTF-8), bytes (a Buffer, an ArrayBuffer, a view of one) as bytes
   * (`application/octet-stream`); what JSON would lose without a word (NaN, a Map, a BigInt) makes a 500, with its place in the log; a `content-type` among the headers says otherwise. Absent: no body.
   */
  readonly body?: object | string | ArrayBufferView | ArrayBufferLike;
  /** By names in any case. A header that may come several times has a list of values. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Each becomes a `Set-Cookie` header of its own: `session=abc; Secure; HttpOnly`. */
  readonly cookies?: readonly string[];
}

/** Statuses that never have a body (RFC 9110, 15.3.5, 15.3.6 and 15.4.5). */
const WITHOUT_BODY: readonly number[] = [204, 205, 304];

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** A line end would begin another header; API Gateway answers 500 to that. What is not Latin-1 cannot be in a header. */
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * An answer as API Gateway takes it (payload 2.0): https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 * No cache keeps it unless a header says so.
 *
 * @throws TypeError when it cannot be sent: for a header that would end early, a body where there is none or that JSON would change, a status that is
 * none.
 */
export function answerOf(answer: HttpAnswer): APIGatewayProxyStructuredResultV2 {
  if (typeof answer !== "object" || answer === null)
    throw new TypeError(`An answer must be an object with a status, not ${answer}. Does the handler return one?`);
  const { status, body, headers = {}, cookies = [] } = answer;
  if (!Number.isInteger(status) || status < 200 || status > 599)
    throw new TypeError(`${status} is no status of an answer.`);
  if (body !== undefined && WITHOUT_BODY.includes(status)) throw new TypeError(`An answer ${status} has no body.`);
  const content = contentOf(body);
  const { "set-cookie": setCookie = [], ...rest } = headersOf(headers);
  const joined = Object.entries(rest).map(([name, values]) => [name, values.join(", ")] as const);
  const allCookies = [...setCookie, ...cookies.map((cookie) => headerValue("set-cookie", cookie))];
  return {
    statusCode: status,
    headers: { ...content.headers, "cache-control": "no-store", ...Object.fromEntries(joined) },
    ...(allCookies.length === 0 ? {} : { cookies: allCookies }),
    ...content.sent,
  };
}

/** Sends the client elsewhere: after a POST with a GET (303, the default), or with the same method (307, 308). */
export function redirect(location: string, status: 301 | 302 | 303 | 307 | 308 = 303): HttpAnswer {
  // As browsers read it: a Location is ASCII, and a line end in it is none.
  const encoded = location.replace(/[^\x21-\x7e]/gu, (character) =>
    encodeURIComponent(/\p{Surrogate}/u.test(character) ? "\ufffd" : character),
  );
  return { status, headers: { location: encoded } };
}

interface Content {
  readonly headers: Readonly<Record<string, string>>;
  readonly sent: Pick<APIGatewayProxyStructuredResultV2, "body" | "isBase64Encoded">;
}

function contentOf(body: HttpAnswer["body"]): Content {
  if (body === undefined) return { headers: {}, sent: {} };
  const of = (type: string, sent: Content["sent"]) => ({ headers: { "content-type": type }, sent });
  if (typeof body === "string") return of("text/plain; charset=utf-8", { body });
  const bytes = bytesOf(body);
  if (bytes !== undefined)
    return of("application/octet-stream", { body: bytes.toString("base64"), isBase64Encoded: true });
  const json = jsonOf(body, "The body");
  if ("fault" in json) throw new TypeError(json.fault);
  return of("application/json", { body: json.text });
}

/** `await response.arrayBuffer()` is bytes as well; JSON would make {} of it. */
function bytesOf(body: object): Buffer | undefined {
  if (types.isAnyArrayBuffer(body)) return Buffer.from(body);
  return ArrayBuffer.isView(body) ? Buffer.from(body.buffer, body.byteOffset, body.byteLength) : undefined;
}

/** By names in lower case, as HTTP/2 sends them. Of names that differ in nothing but their case the last one counts; every cookie does. */
function headersOf(headers: NonNullable<HttpAnswer["headers"]>): Readonly<Record<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    if (!HEADER_NAME.test(name)) throw new TypeError(`${JSON.stringify(name)} is no name of a header.`);
    const values = [value].flat().map((one) => headerValue(name, one));
    const lower = name.toLowerCase();
    found.set(lower, lower === "set-cookie" ? [...(found.get(lower) ?? []), ...values] : values);
  }
  return Object.fromEntries(found);
}

function headerValue(name: string, value: string): string {
  if (typeof value === "string" && HEADER_VALUE.test(value)) return value;
  throw new TypeError(`The header ${name} has a value that no header may have: ${JSON.stringify(value)}`);
}
