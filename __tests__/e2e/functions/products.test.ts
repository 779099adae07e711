import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { TABLE_ACTIONS } from "../../../functions/examples/products/contract";
import type { LocalAws } from "../../../local/aws";
import { startAws } from "./jobs";
import { call, type Extras, ProductsApi } from "./products-api";

jest.setTimeout(180_000);

let aws: LocalAws;
let api: ProductsApi;
let handlers: ReturnType<ProductsApi["handlers"]>;
let stockServer: Server;
let stockAnswers: (payload: unknown) => Promise<unknown>;
let log: jest.SpyInstance[];

beforeAll(async () => {
  aws = await startAws();
  // Lambda's API, for the one call that reaches the stock service.
  stockServer = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    try {
      response.end(JSON.stringify(await stockAnswers(JSON.parse(Buffer.concat(chunks).toString()))));
    } catch (error) {
      response.setHeader("x-amz-function-error", "Unhandled");
      response.end(JSON.stringify({ errorMessage: String(error) }));
    }
  });
  await new Promise<void>((resolve) => stockServer.listen(0, "127.0.0.1", resolve));
  process.env["AWS_ENDPOINT_URL_LAMBDA"] = `http://127.0.0.1:${(stockServer.address() as AddressInfo).port}`;
});
afterAll(async () => {
  delete process.env["AWS_ENDPOINT_URL_LAMBDA"];
  stockServer?.close();
  await aws?.stop();
});
beforeEach(async () => {
  log = (["error", "warn"] as const).map((level) => jest.spyOn(console, level).mockImplementation(() => undefined));
  api = await ProductsApi.create();
  handlers = api.handlers();
  stockAnswers = api.stock;
});
afterEach(() => {
  for (const spy of log) spy.mockRestore();
});

const mug = (sku: string, changes: object = {}) => ({
  sku,
  name: "Mug",
  category: "mugs",
  price: { amount: 1250, currency: "EUR" },
  ...changes,
});
const create = (body: object) => call(handlers.create, undefined, { body });
const created = async (sku: string, changes: object = {}) => (await create(mug(sku, changes))).body as { id: string };
const put = (id: string, etag: string, name: string, extras: Extras = {}) => {
  const { sku: _, ...body } = mug("", { name });
  return call(handlers.update, id, { body, headers: { "if-match": etag }, ...extras });
};
const statuses = (answers: readonly { status: number }[]) => {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};
const repeat = <T>(times: number, make: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: times }, (_, index) => make(index)));

test("a product is created, read, changed and deleted, and is the same all the way", async () => {
  const answer = await create(mug("M-1", { description: "Holds 350 ml" }));
  const { id } = answer.body as { id: string };
  expect(answer).toMatchObject({ status: 201, headers: { location: `/products/${id}`, etag: '"1"' } });
  await api.stock({ set: { [id]: 7 } });
  const read = await call(handlers.read, id);
  expect(read).toMatchObject({ status: 200, headers: { etag: '"1"' } });
  expect(read.body).toEqual({ ...answer.body, stock: 7 });

  const changed = await put(id, '"1"', "Big mug");
  expect(changed).toMatchObject({ status: 200, headers: { etag: '"2"' }, body: { id, sku: "M-1", name: "Big mug" } });
  expect(changed.body).not.toHaveProperty("description");
  expect((await call(handlers.read, id)).body).toEqual({ ...changed.body, stock: 7 });

  expect(await call(handlers.delete, id)).toMatchObject({ status: 204, body: null });
  for (const handler of [handlers.read, handlers.delete]) expect((await call(handler, id)).status).toBe(404);
  expect((await put(id, "*", "x")).status).toBe(404);
  expect(await api.rows()).toEqual([]);
});

test.each([
  ["unicode", "ä€ 😀 𝒳 \u202eabc é e\u0301 \u0000"],
  ["SQL", "'; DROP TABLE products; --"],
  ["an expression of DynamoDB", ":new_name #name = :v OR attribute_exists(id)"],
  ["markup", '<script>alert("1")</script>'],
  ["a template", "${process.env} {{7*7}} %{x}"],
  ["a path", "../../etc/passwd"],
  ["a line end", "a\r\nset-cookie: x=1"],
])("%s comes back as it was sent", async (_name, text) => {
  const { id } = await created("S", { name: text, description: text });
  expect((await call(handlers.read, id)).body).toMatchObject({ name: text, description: text });
  expect((await put(id, '"1"', `${text}.`)).body).toMatchObject({ name: `${text}.` });
  expect((await call(handlers.list, undefined)).body["items"]).toMatchObject([{ name: `${text}.` }]);
});

test("of fifty changes with one ETag exactly one happens", async () => {
  const { id } = await created("M-1");
  const answers = await repeat(50, (index) => put(id, '"1"', `name ${index}`));
  expect(statuses(answers)).toEqual({ 200: 1, 412: 49 });
  const winner = answers.find(({ status }) => status === 200);
  expect((await call(handlers.read, id)).body).toMatchObject({ name: winner?.body["name"], version: 2 });
});

test.each([
  ["the version among others", '"9", "1"', 200],
  ["anything", "*", 200],
  ["another version", '"2"', 412],
  ["a weak tag", 'W/"1"', 412],
  ["a tag of another kind", '"abc"', 412],
  ["no tag", "1", 400],
])("If-Match with %s", async (_name, ifMatch, status) => {
  const { id } = await created("M-1");
  expect((await put(id, ifMatch, "x")).status).toBe(status);
  const next = status === 200 ? 2 : 1;
  expect((await call(handlers.read, id)).body).toMatchObject({ version: next });
  const deletion = await call(handlers.delete, id, { headers: { "if-match": ifMatch.replace("1", String(next)) } });
  expect(deletion.status).toBe(status === 200 ? 204 : status);
});

test("a change without If-Match is refused, and so is one of a product that never was", async () => {
  const { id } = await created("M-1");
  expect((await put(id, "", "x", { headers: {} })).status).toBe(428);
  const { sku: _, ...body } = mug("");
  const unknown = await call(handlers.update, "019a8e5c-4b1d-7c0e-9f3a-2b6d8c1e5f70", {
    body,
    headers: { "if-match": 'W/"1"' },
  });
  expect(unknown.status).toBe(404);
});

test("of twenty products with one SKU exactly one is created, and its SKU is free once it is deleted", async () => {
  const answers = await repeat(20, () => create(mug("RACE")));
  expect(statuses(answers)).toEqual({ 201: 1, 409: 19 });
  expect(await api.rows()).toHaveLength(2);
  const id = answers.find(({ status }) => status === 201)?.body["id"] as string;
  const deletions = await repeat(5, () => call(handlers.delete, id));
  expect(statuses(deletions)).toEqual({ 204: 1, 404: 4 });
  expect((await create(mug("RACE"))).status).toBe(201);
});

test("a product that changes while it is deleted is gone, and leaves nothing", async () => {
  const { id } = await created("M-1");
  const [deletion] = await Promise.all([call(handlers.delete, id), repeat(4, (n) => put(id, "*", `name ${n}`))]);
  expect(deletion.status).toBe(204);
  expect(await api.rows()).toEqual([]);
});

async function walk(query: Record<string, string>, between: () => Promise<unknown> = async () => undefined) {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await call(handlers.list, undefined, { query: cursor === undefined ? query : { ...query, cursor } });
    expect(page.status).toBe(200);
    const items = page.body["items"] as { id: string }[];
    expect(items.length).toBeLessThanOrEqual(Number(query["limit"] ?? 20));
    ids.push(...items.map(({ id }) => id));
    cursor = page.body["nextCursor"] as string | undefined;
    if (cursor !== undefined) await between();
  } while (cursor !== undefined);
  return ids;
}

test("a walk through the pages meets each product once while others are created", async () => {
  const before = await repeat(25, (index) => created(`B-${index}`));
  let inserted = 0;
  const insert = async () => {
    // Enough pages see insertions; a walk that never ends would prove nothing.
    if (inserted < 24) await repeat(6, () => created(`N-${inserted++}`));
  };
  const ids = await walk({ limit: "5" }, insert);
  expect(inserted).toBe(24);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(expect.arrayContaining(before.map(({ id }) => id)));
  expect([...ids].sort()).toEqual(ids);
});

test("a list is of its category, ends without an empty page, and its cursors are good for nothing else", async () => {
  await repeat(4, (index) => created(`C-${index}`, { category: index % 2 === 0 ? "cups" : "plates" }));
  expect(await walk({ limit: "1", category: "cups" })).toHaveLength(2);
  expect(await walk({ limit: "2" })).toHaveLength(4);
  expect(await walk({ category: "bowls" })).toEqual([]);
  const first = await call(handlers.list, undefined, { query: { limit: "2" } });
  const cursor = first.body["nextCursor"] as string;
  expect((await call(handlers.list, undefined, { query: { cursor } })).body).not.toHaveProperty("nextCursor");
  expect((await call(handlers.list, undefined, { query: { cursor, category: "cups" } })).status).toBe(400);
  for (const tampered of [`${cursor}A`, cursor.slice(1), "", "../x"]) {
    expect((await call(handlers.list, undefined, { query: { cursor: tampered } })).status).toBe(400);
  }
});

test.each<[string, () => Promise<unknown>]>([
  ["fails", () => Promise.reject(new Error("down"))],
  ["answers nonsense", async () => ({ levels: { x: -1 } })],
  ["does not know the product", async () => ({ levels: {} })],
])("a product is shown without its stock when the stock service %s", async (_name, answers) => {
  const { id } = await created("M-1");
  stockAnswers = answers;
  expect(await call(handlers.read, id)).toMatchObject({ status: 200, body: { id, stock: null } });
});

test("the stock service that cannot be reached harms no product", async () => {
  const { id } = await created("M-1");
  const endpoint = process.env["AWS_ENDPOINT_URL_LAMBDA"];
  process.env["AWS_ENDPOINT_URL_LAMBDA"] = "http://127.0.0.1:1";
  const { read } = api.handlers();
  expect(await call(read, id)).toMatchObject({ status: 200, body: { id, stock: null } });
  process.env["AWS_ENDPOINT_URL_LAMBDA"] = endpoint;
});

test("a table that fails is a 503 that names nothing of the inside", async () => {
  const broken = api.handlers({ TABLE_NAME: "missing-table" });
  const id = "019a8e5c-4b1d-7c0e-9f3a-2b6d8c1e5f70";
  const { sku: _, ...body } = mug("");
  const answers = [
    await call(broken.create, undefined, { body: mug("X") }),
    await call(broken.read, id),
    await call(broken.list, undefined),
    await call(broken.update, id, { body, headers: { "if-match": "*" } }),
    await call(broken.delete, id),
  ];
  for (const answer of answers) {
    expect(answer).toMatchObject({ status: 503, headers: { "retry-after": "1" } });
    expect(JSON.stringify(answer.body)).not.toContain("missing-table");
  }
});

test("stock levels are set together, and read for as many as are known", async () => {
  const ids = Array.from({ length: 100 }, (_, n) => `019a8e5c-4b1d-7c0e-9f3a-${String(n).padStart(12, "0")}`);
  const set = Object.fromEntries(ids.map((id, level) => [id, level]));
  expect(await api.stock({ set })).toEqual({ levels: set });
  expect(await api.stock({ productIds: [...ids.slice(1), ids[1]] })).toEqual({
    levels: Object.fromEntries(Object.entries(set).slice(1)),
  });
  expect(await api.stock({ productIds: ["019a8e5c-4b1d-7c0e-9f3a-2b6d8c1e5f70"] })).toEqual({ levels: {} });
});

test("each function calls the DynamoDB actions that it says, and no other", async () => {
  const actionsOf = async (work: () => Promise<unknown>) => {
    const before = aws.calls().length;
    await work();
    const actions = aws
      .calls()
      .slice(before)
      .map(({ action }) => action);
    return [...new Set(actions)].sort();
  };
  // The stock service's own calls are not those of the function that asks it.
  stockAnswers = async () => ({ levels: {} });
  let id = "";
  const used = {
    create: await actionsOf(async () => {
      id = (await created("M-1")).id;
    }),
    read: await actionsOf(() => call(handlers.read, id)),
    list: await actionsOf(() => call(handlers.list, undefined)),
    update: await actionsOf(() => put(id, '"1"', "Big mug")),
    delete: await actionsOf(() => call(handlers.delete, id)),
    stock: await actionsOf(async () => {
      await api.stock({ set: { [id]: 1 } });
      await api.stock({ productIds: [id] });
    }),
  };
  expect(used).toEqual(TABLE_ACTIONS);
});

test("the warm-up schedule finds every function, and changes nothing", async () => {
  for (const handler of Object.values(handlers)) {
    expect(await handler({ warmUp: true } as never, {} as never)).toMatchObject({ statusCode: 204 });
  }
  expect(await api.stock({ warmUp: true })).toEqual({ levels: {} });
  expect(await api.rows()).toEqual([]);
});
