import { setTimeout as sleep } from "node:timers/promises";
import type { Product, ProductPage } from "../../../../functions/examples/products/schemas";
import { forEachAtATime } from "../../../../scripts/demo/at-a-time";
import type { Answer } from "../api-document";
import { createProduct, departures, newProduct, post, productChange, put } from "./products";
import type { Suite } from "./suite";

const RIVALS = 50;
const BEFORE = 25;
const MEANWHILE = 24;
/** Clients at the same time, where all at once would prove no more. */
const CLIENTS = 8;

/** How often each outcome came: a status, or what a server that failed says. */
function outcomesOf(answers: readonly Answer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, text } of answers) {
    const outcome = status < 500 ? status : text;
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}
/** A client that is told to come again does: fifty functions at once may be too much for a small machine that is busy. */
async function insist(call: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const answer = await call();
    if (answer.status !== 503) return answer;
    await sleep(Number(answer.headers.get("retry-after")) * 1_000);
  }
}

const indexes = (length: number): number[] => Array.from({ length }, (_, index) => index);

export function races(suite: () => Suite): void {
  test(`of ${RIVALS} changes at once with one ETag exactly one happens`, async () => {
    const { id } = await createProduct(suite());
    const path = `/products/${id}`;
    // All have started before: what meets at the table then is the changes, not the starts.
    await Promise.all(indexes(RIVALS).map(() => suite().products(path, put("", '"1"'))));
    const answers = await Promise.all(
      indexes(RIVALS).map((index) => {
        const change = put(productChange({ name: `${index}` }), '"1"');
        return insist(() => suite().products(path, change));
      }),
    );
    expect(outcomesOf(answers)).toEqual({ 200: 1, 412: RIVALS - 1 });
    const winner = answers.find(({ status }) => status === 200)!;
    expect(winner.headers.get("etag")).toBe('"2"');
    const { body, headers } = await suite().products(path);
    expect(body).toMatchObject({ name: winner.body.name, version: 2 });
    expect(headers.get("etag")).toBe('"2"');
  });

  test("of ten products at once with one SKU exactly one is created, and its SKU is free once it is deleted", async () => {
    const product = newProduct();
    const answers = await Promise.all(
      indexes(10).map(() => insist(() => suite().products("/products", post(product)))),
    );
    expect(outcomesOf(answers)).toEqual({ 201: 1, 409: 9 });
    const winner = answers.find(({ status }) => status === 201)!;
    const path = winner.headers.get("location")!;
    expect(path).toBe(`/products/${winner.body.id}`);
    const deletion = await suite().products(path, { method: "DELETE", headers: { "if-match": '"1"' } });
    expect([deletion.status, deletion.text]).toEqual([204, ""]);
    expect(departures("delete /products/{id}", deletion)).toEqual([]);
    expect((await suite().products(path)).status).toBe(404);
    await createProduct(suite(), { sku: product.sku });
  });

  test("a walk through the pages meets each product once while others are created", async () => {
    const category = "walked";
    const before = await forEachAtATime(indexes(BEFORE), CLIENTS, () => createProduct(suite(), { category }));
    let created = 0;
    const create = () => {
      const some = indexes(Math.min(6, MEANWHILE - created));
      created += some.length;
      return Promise.all(some.map(() => createProduct(suite(), { category })));
    };
    const met: string[] = [];
    let cursor: string | undefined;
    do {
      const after = cursor === undefined ? "" : `&cursor=${cursor}`;
      const [page] = await Promise.all([suite().products(`/products?category=${category}&limit=5${after}`), create()]);
      expect(departures("get /products", page)).toEqual([]);
      const { items, nextCursor } = page.body as ProductPage;
      met.push(...items.map(({ id }: Product) => id));
      cursor = nextCursor;
    } while (cursor !== undefined);
    expect(created).toBe(MEANWHILE);
    expect(new Set(met).size).toBe(met.length);
    expect(met).toEqual([...met].sort());
    expect(met).toEqual(expect.arrayContaining(before.map(({ id }) => id)));
  });

  test("a cursor of one category is none of another", async () => {
    const category = "walked";
    const { body } = await suite().products(`/products?category=${category}&limit=1`);
    const stolen = await suite().products(`/products?category=mugs&cursor=${body.nextCursor}`);
    expect([stolen.status, stolen.body.type]).toEqual([400, "urn:problem-type:invalid-parameter"]);
  });
}
