import type { NewProduct, ProductChange } from "../../../functions/examples/products/schemas";
import type { ApiRequest } from "../signed-api";

/** A request that is not taken, and how it is answered. */
export interface WrongRequest {
  readonly method: string;
  readonly route: string;
  readonly sent: string;
  readonly path: string;
  readonly request: ApiRequest;
  readonly status: number;
}

const JSON_TYPE = { "content-type": "application/json" };
const UNKNOWN_ID = "019a8e5c-4b1d-7c0e-9f3a-2b6d8c1e5f70";
/** Over the API's 256 KiB. */
const TOO_LARGE_BYTES = 300 * 1024;

export const newProduct = (number: number): NewProduct => ({
  sku: `MUG-${number}`,
  name: `Mug no. ${number}`,
  category: number % 2 === 0 ? "cups" : "mugs",
  price: { amount: 1_250, currency: "EUR" },
});

export function productChange(name: string): ProductChange {
  const { sku: _, ...change } = newProduct(1);
  return { ...change, name };
}

export const post = (body: unknown, headers: Readonly<Record<string, string>> = JSON_TYPE): ApiRequest => ({
  method: "POST",
  headers,
  body: typeof body === "string" ? body : JSON.stringify(body),
});

export const put = (body: ProductChange, etag?: string): ApiRequest => ({
  method: "PUT",
  headers: { ...JSON_TYPE, ...(etag === undefined ? {} : { "if-match": etag }) },
  body: JSON.stringify(body),
});

/** What the API does not take. @param id of a product that exists, with an ETag that is no longer its own */
export function wrongRequests(id: string): WrongRequest[] {
  const one = `/products/${id}`;
  const created = (sent: string, request: ApiRequest, status: number) =>
    wrong("POST", "/products", sent, "/products", request, status);
  const changed = (sent: string, request: ApiRequest, status: number) =>
    wrong("PUT", "/products/{id}", sent, one, request, status);
  const listed = (sent: string, query: string) => wrong("GET", "/products", sent, `/products?${query}`, {}, 400);
  const product = newProduct(1_000);
  return [
    created("malformed JSON", post('{"sku": '), 400),
    created("no price", post({ ...product, price: undefined }), 400),
    created("a price in words", post({ ...product, price: "twelve" }), 400),
    created("a member that it does not know", post({ ...product, colour: "blue" }), 400),
    created("a body of 300 KiB", post({ ...product, name: "x".repeat(TOO_LARGE_BYTES) }), 413),
    created("plain text", post("a mug", { "content-type": "text/plain" }), 415),
    created("a SKU that is taken", post(newProduct(1)), 409),
    created("no signature", { ...post(product), unsigned: true }, 403),
    changed("no If-Match", put(productChange("x")), 428),
    changed("an If-Match without quotes", put(productChange("x"), "1"), 400),
    changed("an ETag of yesterday", put(productChange("x"), '"1"'), 412),
    wrong("GET", "/products/{id}", "an unknown id", `/products/${UNKNOWN_ID}`, {}, 404),
    wrong("GET", "/products/{id}", "SQL for an id", `/products/${encodeURIComponent("' OR '1'='1")}`, {}, 400),
    listed("a forged cursor", "cursor=forged"),
    listed("a limit of 0", "limit=0"),
    wrong("PATCH", "/products/{id}", "an unknown method", one, { ...put(productChange("x")), method: "PATCH" }, 404),
    wrong("GET", "/prices", "an unknown route", "/prices", {}, 404),
  ];
}

function wrong(
  method: string,
  route: string,
  sent: string,
  path: string,
  request: ApiRequest,
  status: number,
): WrongRequest {
  return { method, route, sent, path, request: { ...request, method }, status };
}
