/** Good and bad requests to each route of the products API, with their status and problem. */
import { randomUUID } from "node:crypto";
import type { ApiRequest } from "../../../../scripts/demo/signed-api";
import { JSON_TYPE, newProduct, type Operation, post, productChange, put } from "./products";

export interface Case {
  readonly operation: Operation;
  readonly what: string;
  /** After `{id}` became that of a product that is there, in its first version. */
  readonly path: string;
  readonly request: ApiRequest;
  readonly status: number;
  /** Last part of the problem's type. */
  readonly problem?: string;
}

type Row = readonly [what: string, request: ApiRequest, status: number, problem?: string];
type PathRow = readonly [what: string, path: string, status: number, problem?: string];

const EACH_ID = "/products/{id}";
const ETAG = '"1"';
const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
const without = (member: string) => ({ ...newProduct(), [member]: undefined });
const text = (value: object) => JSON.stringify(value);
const large = (value: object) => text({ ...value, note: "x".repeat(2 ** 20) });

/** What a body must be, the same for both routes that take one. */
const bodies = (good: object, send: (body: string | Uint8Array, headers?: Record<string, string>) => ApiRequest) =>
  [
    ["malformed JSON", send('{"name": '), 400, "malformed-body"],
    ["a trailing comma", send(text(good).replace("}", ",}")), 400, "malformed-body"],
    ["a number that is none", send('{"price": NaN}'), 400, "malformed-body"],
    ["no body", send(""), 400, "malformed-body"],
    ["a byte order mark", send(`\uFEFF${text(good)}`), 400, "malformed-body"],
    ["bytes that are no UTF-8", send(Uint8Array.of(0x7b, 0xff, 0x7d)), 400, "malformed-body"],
    ["a nest of 20,000 objects", send(nested(20_000)), 400, "malformed-body"],
    ["an array", send("[]"), 400, "invalid-body"],
    ["null", send("null"), 400, "invalid-body"],
    ["a wrong type", send(text({ ...good, name: 1 })), 400, "invalid-body"],
    [
      "an object for a text, as NoSQL injections have it",
      send(text({ ...good, name: { $ne: "" } })),
      400,
      "invalid-body",
    ],
    ["a negative price", send(text({ ...good, price: { amount: -1, currency: "EUR" } })), 400, "invalid-body"],
    [
      "a price with cents of cents",
      send(text({ ...good, price: { amount: 0.5, currency: "EUR" } })),
      400,
      "invalid-body",
    ],
    ["a currency that is none", send(text({ ...good, price: { amount: 1, currency: "euro" } })), 400, "invalid-body"],
    ["a lone surrogate", send(text({ ...good, name: "\uD800" })), 400, "invalid-body"],
    ["an empty name", send(text({ ...good, name: "" })), 400, "invalid-body"],
    ["a name that is too long", send(text({ ...good, name: "x".repeat(201) })), 400, "invalid-body"],
    ["an unknown member", send(text({ ...good, colour: "blue" })), 400, "invalid-body"],
    ["a version of the client's own", send(text({ ...good, version: 7 })), 400, "invalid-body"],
    ["a member of the prototype", send(text(good).replace("{", '{"__proto__": {"admin": true},')), 400, "invalid-body"],
    ["1 MiB", send(large(good)), 413, "body-too-large"],
    ["another media type", send(text(good), { "content-type": "text/plain" }), 415, "unsupported-media-type"],
    ["no media type", send(text(good), {}), 415, "unsupported-media-type"],
    [
      "another charset",
      send(text(good), { "content-type": "application/json; charset=utf-16" }),
      415,
      "unsupported-media-type",
    ],
    [
      "a content encoding",
      send(text(good), { ...JSON_TYPE, "content-encoding": "gzip" }),
      415,
      "unsupported-media-type",
    ],
  ] as const satisfies readonly Row[];

const CREATE: readonly Row[] = [
  ...bodies(newProduct(), (body, headers) => post(body, headers)),
  ...["sku", "name", "category", "price"].map(
    (member): Row => [`no ${member}`, post(without(member)), 400, "invalid-body"],
  ),
  ["SQL for a SKU", post(newProduct({ sku: "'; DROP TABLE products; --" })), 400, "invalid-body"],
  ["the name of a claim for a SKU", post(newProduct({ sku: "sku#MUG" })), 400, "invalid-body"],
  ["a header in the category", post(newProduct({ category: "mugs\r\nset-cookie: a=1" })), 400, "invalid-body"],
  ["all that it must have", post(newProduct()), 201],
  ["an own JSON media type", post(newProduct(), { "content-type": "application/vnd.example+json" }), 201],
  ["the charset spelled out", post(newProduct(), { "content-type": 'application/json; charset="UTF-8"' }), 201],
];

const UPDATE: readonly Row[] = [
  ...bodies(productChange(), (body, headers) => put(body, ETAG, headers)),
  ["another SKU", put({ ...productChange(), sku: "OTHER" }, ETAG), 400, "invalid-body"],
  ["no If-Match", put(productChange()), 428, "precondition-required"],
  ["an If-Match without quotes", put(productChange(), "1"), 400, "invalid-header"],
  ["an empty If-Match", put(productChange(), ""), 400, "invalid-header"],
  ["an If-Match that tries to forge headers", put(productChange(), '"1"%0d%0aset-cookie: a=1'), 400, "invalid-header"],
  ["more ETags than anyone knows", put(productChange(), Array(21).fill(ETAG).join(", ")), 400, "invalid-header"],
  ["another ETag", put(productChange(), '"2"'), 412, "precondition-failed"],
  ["a weak ETag", put(productChange(), 'W/"1"'), 412, "precondition-failed"],
  ["an ETag of another kind", put(productChange(), '"abc"'), 412, "precondition-failed"],
];

const remove = (etag: string): ApiRequest => ({ method: "DELETE", headers: { "if-match": etag } });

const DELETE: readonly Row[] = [
  ["an If-Match without quotes", remove("1"), 400, "invalid-header"],
  ["another ETag", remove('"2"'), 412, "precondition-failed"],
  ["a weak ETag", remove('W/"1"'), 412, "precondition-failed"],
];

const LIST: readonly PathRow[] = [
  ["nothing else", "/products", 200],
  ["a limit", "/products?limit=1", 200],
  ["a category that nothing has", "/products?category=nothing", 200],
  ["a limit of 0", "/products?limit=0", 400, "invalid-parameter"],
  ["a limit beyond the highest", "/products?limit=101", 400, "invalid-parameter"],
  ["a limit in words", "/products?limit=ten", 400, "invalid-parameter"],
  ["two limits", "/products?limit=1&limit=2", 400, "invalid-parameter"],
  ["a limit that tries to be clever", "/products?limit=1e1", 400, "invalid-parameter"],
  ["an unknown parameter", "/products?colour=blue", 400, "invalid-parameter"],
  ["an empty cursor", "/products?cursor=", 400, "invalid-parameter"],
  ["a cursor that is none", "/products?cursor=AAAA", 400, "invalid-parameter"],
  ["a cursor that is a path", "/products?cursor=..%2F..%2Fetc%2Fpasswd", 400, "invalid-parameter"],
  ["a very long cursor", `/products?cursor=${"A".repeat(2_000)}`, 400, "invalid-parameter"],
  ["SQL for a category", "/products?category=%27%20OR%20%271%27%3D%271", 400, "invalid-parameter"],
  ["markup for a category", "/products?category=%3Cscript%3Ealert(1)%3C%2Fscript%3E", 400, "invalid-parameter"],
];

/** Ids, the same for each route of one product. */
const IDS: readonly PathRow[] = [
  ["an unknown id", `/products/${randomUUID()}`, 404, "not-found"],
  ["an id that is none", "/products/1", 400, "invalid-parameter"],
  ["the claim of a SKU", "/products/sku%23MUG", 400, "invalid-parameter"],
  ["SQL for an id", "/products/%27%20OR%20%271%27%3D%271", 400, "invalid-parameter"],
  ["an object for an id", "/products/%7B%22%24ne%22%3A1%7D", 400, "invalid-parameter"],
  ["an id that tries to forge headers", "/products/x%0d%0aset-cookie:%20a=1", 400, "invalid-parameter"],
  ["an id with a null character", "/products/x%00", 400, "invalid-parameter"],
  ["a very long id", `/products/${"x".repeat(2_000)}`, 400, "invalid-parameter"],
];

const READ: readonly PathRow[] = [["its id", EACH_ID, 200]];

const withPath = (operation: Operation, path: string, rows: readonly Row[]): Case[] =>
  rows.map(([what, request, status, problem]) => ({ operation, what, path, request, status, problem }));

const withRequest = (operation: Operation, request: ApiRequest, rows: readonly PathRow[]): Case[] =>
  rows.map(([what, path, status, problem]) => ({ operation, what, path, request, status, problem }));

/** Requests that a function answers. */
export const CASES: readonly Case[] = [
  ...withPath("post /products", "/products", CREATE),
  ...withRequest("get /products", {}, LIST),
  ...withRequest("get /products/{id}", {}, [...READ, ...IDS]),
  ...withPath("put /products/{id}", EACH_ID, UPDATE),
  ...withRequest("put /products/{id}", put(productChange(), ETAG), IDS),
  ...withPath("delete /products/{id}", EACH_ID, DELETE),
  ...withRequest("delete /products/{id}", remove(ETAG), IDS),
];

/** Requests that do not get past the gateway. */
export const REFUSED: readonly (readonly [what: string, path: string, request: ApiRequest, status: number])[] = [
  ["a creation without signature", "/products", { ...post(newProduct()), unsigned: true }, 403],
  ["a list without signature", "/products", { unsigned: true }, 403],
  ["a reading without signature", EACH_ID, { unsigned: true }, 403],
  ["a change without signature", EACH_ID, { ...put(productChange(), ETAG), unsigned: true }, 403],
  ["a deletion without signature", EACH_ID, { ...remove("*"), unsigned: true }, 403],
  ["an unknown route", "/prices", {}, 404],
  ["the root", "/", {}, 404],
  ["a path below that of a product", `${EACH_ID}/reviews`, {}, 404],
  ["a method that no route has", EACH_ID, { ...put(productChange(), ETAG), method: "PATCH" }, 404],
  ["a method of another route", "/products", { ...remove("*") }, 404],
];
