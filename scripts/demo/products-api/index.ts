import type { Product, ProductInStock, ProductPage, StockAnswer } from "../../../functions/examples/products/schemas";
import { forEachAtATime } from "../at-a-time";
import type { Demo, PreparedDemo, Stage } from "../demo";
import { invokeFunction } from "../invoke";
import { type ApiAnswer, SignedApi } from "../signed-api";
import { newProduct, post, productChange, put, wrongRequests } from "./requests";
import { problemsOf, type Result, reportOf } from "./results";

/** Clients at the same time. */
const CLIENTS = 6;
const PRODUCTS = 25;
const PAGE = 10;
const RIVALS = 20;
const LEVEL = 7;

/** A shop's products behind a public API, and their stock in a service that only other services see. */
export const productsApi: Demo = {
  title: "A shop's products behind a public API, and their stock in an internal service.",
  async prepare(): Promise<PreparedDemo> {
    return {
      variables: {},
      end: async () => undefined,
      async play(stage) {
        const results = await play(stage);
        console.log(`\n${reportOf(results)}\n`);
        return problemsOf(results);
      },
    };
  },
};

async function play(stage: Stage): Promise<Result[]> {
  const { aws, outputs, progress, signal } = stage;
  const api = new SignedApi(outputs["api_endpoint"]!, aws.fetchApi, aws.region, aws.credentials);

  progress.begin("Creating products, all at once");
  const numbers = Array.from({ length: PRODUCTS }, (_, index) => index + 1);
  const created = await forEachAtATime(numbers, CLIENTS, (number) =>
    api.ask<Product>("/products", { ...post(newProduct(number)), signal }),
  );
  const products = created.flatMap(({ body }) => body ?? []);
  progress.end(`${products.length} created`);
  const creation = result("POST /products", `${PRODUCTS} products`, created, repeat(201, PRODUCTS));
  const [first] = products;
  // Nothing that follows makes sense without a product.
  if (first?.id === undefined) return [creation];

  progress.begin("Listing, reading, changing and deleting them, as they should be and as they should not");
  const set = { [first.id]: LEVEL };
  await invokeFunction<StockAnswer>(aws, outputs["stock_function_arn"]!, { set }, signal);
  const results = [
    creation,
    await list(api, products),
    await read(api, first),
    await change(api, first),
    ...(await forEachAtATime(wrongRequests(first.id), CLIENTS, async ({ method, route, sent, path, request, status }) =>
      result(`${method} ${route}`, sent, [await api.ask(path, { ...request, signal })], [status]),
    )),
    ...(await remove(api, products.at(-1)!)),
  ];
  progress.end();
  return results;
}

async function list(api: SignedApi, products: readonly Product[]): Promise<Result> {
  const pages: ApiAnswer<ProductPage>[] = [];
  let cursor: string | undefined;
  do {
    const after = cursor === undefined ? "" : `&cursor=${cursor}`;
    const page = await api.ask<ProductPage>(`/products?limit=${PAGE}${after}`);
    pages.push(page);
    cursor = page.body?.nextCursor;
  } while (cursor !== undefined);
  const listed = pages.flatMap(({ body }) => body?.items ?? []).map(({ id }) => id);
  const isComplete = listed.join() === [...listed].sort().join() && new Set(listed).size === products.length;
  return result(
    "GET /products",
    `all in pages of ${PAGE}`,
    pages,
    repeat(200, Math.ceil(PRODUCTS / PAGE)),
    !isComplete && "not each product came once, in order",
  );
}

async function read(api: SignedApi, { id }: Product): Promise<Result> {
  const answer = await api.ask<ProductInStock>(`/products/${id}`);
  const stock = answer.body?.stock;
  return result(
    "GET /products/{id}",
    "an id",
    [answer],
    [200],
    stock !== LEVEL && `its stock is ${stock}, not ${LEVEL}`,
  );
}

async function change(api: SignedApi, { id }: Product): Promise<Result> {
  const names = Array.from({ length: RIVALS }, (_, index) => `Name no. ${index + 1}`);
  const answers = await Promise.all(
    names.map((name) => api.ask<Product>(`/products/${id}`, put(productChange(name), '"1"'))),
  );
  const winner = answers.find(({ status }) => status === 200)?.body;
  const { body } = await api.ask<Product>(`/products/${id}`);
  return result(
    "PUT /products/{id}",
    `${RIVALS} changes at once with one ETag`,
    answers,
    [200, ...repeat(412, RIVALS - 1)],
    (body?.version !== 2 || body.name !== winner?.name) && "the product is not as the one that won left it",
  );
}

async function remove(api: SignedApi, { id, sku }: Product): Promise<Result[]> {
  const path = `/products/${id}`;
  const deletion = await api.ask(path, { method: "DELETE", headers: { "if-match": '"1"' } });
  const reading = await api.ask(path);
  const again = await api.ask("/products", post({ ...newProduct(PRODUCTS), sku }));
  return [
    result("DELETE /products/{id}", "its ETag", [deletion], [204]),
    result("GET /products/{id}", "the id that was deleted", [reading], [404]),
    result("POST /products", "the SKU that is free again", [again], [201]),
  ];
}

function result(
  routeKey: string,
  sent: string,
  answers: readonly ApiAnswer[],
  expected: readonly number[],
  fault: string | false = false,
): Result {
  const [method = "", route = ""] = routeKey.split(" ");
  return { method, route, sent, statuses: answers.map(({ status }) => status), expected, fault };
}

const repeat = (status: number, times: number): number[] => Array.from({ length: times }, () => status);
