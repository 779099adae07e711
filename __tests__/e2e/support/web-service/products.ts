/** What scenarios send to the products API. */
import { randomUUID } from "node:crypto";
import type { NewProduct, Product, ProductChange } from "../../../../functions/examples/products/schemas";
import type { ApiRequest } from "../../../../scripts/demo/signed-api";
import { departuresFrom } from "../api-document";
import type { Suite } from "./suite";

export type Operation =
  | "get /products"
  | "post /products"
  | "get /products/{id}"
  | "put /products/{id}"
  | "delete /products/{id}";

/** Where answers depart from the example's OpenAPI document. */
export const departures = departuresFrom<Operation>("examples/products-api/openapi.json");

/** A product that no other test has. */
export const newProduct = (changes: Partial<NewProduct> = {}): NewProduct => ({
  sku: `SKU-${randomUUID()}`,
  name: "Mug",
  category: "mugs",
  price: { amount: 1250, currency: "EUR" },
  ...changes,
});

export function productChange(changes: Partial<ProductChange> = {}): ProductChange {
  const { sku: _, ...change } = newProduct(changes);
  return change;
}

export const JSON_TYPE = { "content-type": "application/json" };

type Headers = Readonly<Record<string, string>>;

export const post = (body: unknown, headers: Headers = JSON_TYPE): ApiRequest => ({
  method: "POST",
  headers,
  body: typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body),
});

export const put = (body: unknown, etag?: string, headers: Headers = JSON_TYPE): ApiRequest => ({
  ...post(body, { ...headers, ...(etag === undefined ? {} : { "if-match": etag }) }),
  method: "PUT",
});

/** Creates a product. */
export async function createProduct(suite: Suite, changes: Partial<NewProduct> = {}): Promise<Product> {
  const { status, text, body } = await suite.products("/products", post(newProduct(changes)));
  if (status !== 201) throw new Error(`POST /products answered ${status}: ${text}`);
  return body as Product;
}
