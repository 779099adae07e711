import type { Product } from "../../../../functions/examples/products/schemas";
import type { ApiRequest } from "../../../../scripts/demo/signed-api";
import { CASES, REFUSED } from "./conformance";
import { createProduct, departures, newProduct, post, put } from "./products";
import type { Suite } from "./suite";

/** What tells a stranger how things are made inside. */
const INSIDE =
  /\n\s+at |node_modules|\.m?[jt]s:\d|arn:aws|amazonaws|dynamodb|lambda|TypeError|SyntaxError|ZodError|stack/i;

/** Texts that somebody could take for more than a text. */
const TEXTS = [
  ["unicode", "Grüße 👩‍👩‍👧 \u202Eעברית \u2028 ﷽ e\u0301"],
  ["a null character", "a\u0000b"],
  ["SQL", "'; DROP TABLE products; --"],
  ["NoSQL", '{"$gt": ""}, "$where": "sleep(1000)"'],
  ["an expression of DynamoDB", ":new_name #name = :v OR attribute_exists(id)"],
  ["HTML", '<script>alert("1")</script><img src=x onerror=alert(1)>'],
  ["a template", "${process.env} {{7*7}} %{x} <%= 1 %>"],
  ["a path", "../../../etc/passwd"],
  ["a header", "a\r\nset-cookie: a=1\r\n\r\n<html>"],
] as const;

export function http(suite: () => Suite): void {
  let product: Product;
  beforeAll(async () => {
    product = await createProduct(suite());
  });

  const call = async (path: string, request: ApiRequest) => {
    const answer = await suite().products(path.replace("{id}", product.id), request);
    expect(answer.text).not.toMatch(INSIDE);
    expect(answer.text).not.toContain(suite().name);
    expect(answer.headers.get("set-cookie")).toBeNull();
    return answer;
  };

  test.each(CASES)("$operation with $what: $status", async ({ operation, path, request, status, problem }) => {
    const answer = await call(path, request);
    const type = problem && `urn:problem-type:${problem}`;
    expect([answer.status, answer.body?.type]).toEqual([status, type]);
    expect(departures(operation, answer)).toEqual([]);
  });

  test("nothing of all that has changed the product", async () => {
    const { body } = await call("/products/{id}", {});
    expect(body).toEqual({ ...product, stock: null });
  });

  test.each(REFUSED)("%s does not get past the gateway", async (_, path, request, status) => {
    expect((await call(path, request)).status).toBe(status);
  });

  test("every fault of a body is named with its place", async () => {
    const { body } = await call("/products", post({ ...newProduct(), name: 1, price: { amount: "1" } }));
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      "#/name",
      "#/price/amount",
      "#/price/currency",
    ]);
  });

  test.each(TEXTS)("%s comes back as it was sent, created, listed, read and changed", async (_, name) => {
    const { id } = await createProduct(suite(), { name, description: name, category: "texts" });
    const read = await suite().products(`/products/${id}`);
    expect(read.body).toMatchObject({ name, description: name });
    expect(read.headers.get("cache-control")).toBe("no-store");
    const changed = await suite().products(
      `/products/${id}`,
      put({ name: `${name}.`, category: "texts", price: read.body.price }, read.headers.get("etag")!),
    );
    expect(changed.body).toMatchObject({ name: `${name}.`, version: 2 });
    expect(changed.headers.get("set-cookie")).toBeNull();
    const listed = await suite().products("/products?category=texts&limit=100");
    expect(listed.body.items.map((one: Product) => one.name)).toContain(`${name}.`);
  });
}
