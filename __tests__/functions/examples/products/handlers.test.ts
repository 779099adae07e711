import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import type { HttpHandler } from "../../../../functions/runtime";
import { cursorAt } from "../../../../functions/shared/cursor";

/** A request that is as it must be reaches the table, which is not there: 503. */
const REACHED = 503;

const ID = "019a8e5c-4b1d-7c0e-9f3a-2b6d8c1e5f70";
const PRICE = { amount: 1250, currency: "EUR" };
const change = { name: "Mug", category: "mugs", price: PRICE };
const mug = { sku: "MUG-1", ...change };

type Name = "create" | "read" | "list" | "update" | "delete";
let handlers: Record<Name, HttpHandler>;
let log: jest.SpyInstance[];
const environment = { ...process.env };

beforeAll(() => {
  const nowhere = "http://127.0.0.1:1";
  Object.assign(process.env, {
    TABLE_NAME: "products",
    STOCK_FUNCTION_NAME: "stock:live",
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_ENDPOINT_URL: nowhere,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  });
  const load = (name: Name) => require(`../../../../functions/examples/products/${name}`).handler as HttpHandler;
  handlers = {
    create: load("create"),
    read: load("read"),
    list: load("list"),
    update: load("update"),
    delete: load("delete"),
  };
});
afterAll(() => {
  process.env = environment;
});
beforeEach(() => {
  log = (["error", "warn"] as const).map((level) => jest.spyOn(console, level).mockImplementation(() => undefined));
});
afterEach(() => {
  for (const spy of log) spy.mockRestore();
});

async function call(name: Name, fields: Partial<APIGatewayProxyEventV2> = {}) {
  const event = {
    rawPath: "/products",
    requestContext: { requestId: "r" },
    isBase64Encoded: false,
    ...fields,
    headers: { "content-type": "application/json", ...fields.headers },
  } as unknown as APIGatewayProxyEventV2;
  const { statusCode, body } = await handlers[name](event, {} as Context);
  return { status: statusCode, document: JSON.parse(body ?? "null") };
}

type BodyCase = readonly [string, unknown, number, (readonly string[])?];

const changes: readonly BodyCase[] = [
  ["is as short as may be", change, REACHED, undefined],
  ["has all there is", { ...change, description: "d".repeat(2_000), name: "n".repeat(200) }, REACHED, undefined],
  ["has text of every kind", { ...change, name: "'; DROP TABLE products; -- ä😀\u0000" }, REACHED, undefined],
  ["costs nothing", { ...change, price: { ...PRICE, amount: 0 } }, REACHED, undefined],
  ["has no name", { category: "mugs", price: PRICE }, 400, ["#/name"]],
  ["has an empty name", { ...change, name: "" }, 400, ["#/name"]],
  ["has a long name", { ...change, name: "n".repeat(201) }, 400, ["#/name"]],
  ["has half a character", { ...change, name: "\ud800" }, 400, ["#/name"]],
  ["has a name that is null", { ...change, name: null }, 400, ["#/name"]],
  ["has a description that is a number", { ...change, description: 1 }, 400, ["#/description"]],
  ["has a long description", { ...change, description: "d".repeat(2_001) }, 400, ["#/description"]],
  ["has a category that is none", { ...change, category: "Mugs & cups" }, 400, ["#/category"]],
  ["has a category with a line end", { ...change, category: "mugs\n" }, 400, ["#/category"]],
  ["has a price that is a number", { ...change, price: 5 }, 400, ["#/price"]],
  ["has a negative price", { ...change, price: { ...PRICE, amount: -1 } }, 400, ["#/price/amount"]],
  ["has half a cent", { ...change, price: { ...PRICE, amount: 0.5 } }, 400, ["#/price/amount"]],
  ["has a price too big to be exact", { ...change, price: { ...PRICE, amount: 1e300 } }, 400, ["#/price/amount"]],
  ["has a currency that is none", { ...change, price: { ...PRICE, currency: "euro" } }, 400, ["#/price/currency"]],
  ["has a price with more", { ...change, price: { ...PRICE, discount: 1 } }, 400, ["#/price"]],
  ["sets what is not the client's", { ...change, version: 9 }, 400, ["#"]],
  ["is an array", [change], 400, ["#"]],
  ["is null", null, 400, ["#"]],
  [
    "has many faults",
    { name: "", category: "", price: {} },
    400,
    ["#/name", "#/category", "#/price/amount", "#/price/currency"],
  ],
];

const pointersOf = (document: { errors?: readonly { pointer: string }[] }) =>
  document.errors?.map(({ pointer }) => pointer).filter((pointer, index, all) => all.indexOf(pointer) === index);

test.each(changes)("a change that %s", async (_name, body, status, pointers) => {
  const fields = { body: JSON.stringify(body), pathParameters: { id: ID }, headers: { "if-match": '"1"' } };
  const answer = await call("update", fields);
  expect(answer.status).toBe(status);
  expect(pointersOf(answer.document)).toEqual(pointers);
});

test.each<BodyCase>([
  ["is as a change, with a SKU", mug, REACHED, undefined],
  ["has a long SKU", { ...mug, sku: "S".repeat(64) }, REACHED, undefined],
  ["has no SKU", change, 400, ["#/sku"]],
  ["has too long a SKU", { ...mug, sku: "S".repeat(65) }, 400, ["#/sku"]],
  ["has a SKU with a mark", { ...mug, sku: "a#b" }, 400, ["#/sku"]],
  ["has an id of the client's", { ...mug, id: ID }, 400, ["#"]],
])("a new product that %s", async (_name, body, status, pointers) => {
  const answer = await call("create", { body: JSON.stringify(body) });
  expect(answer.status).toBe(status);
  expect(pointersOf(answer.document)).toEqual(pointers);
});

test.each([
  ["a SKU", { ...change, sku: "MUG-2" }],
  ["an id", { ...change, id: ID }],
])("a change must not have %s", async (_name, body) => {
  const fields = { body: JSON.stringify(body), pathParameters: { id: ID }, headers: { "if-match": '"1"' } };
  expect((await call("update", fields)).status).toBe(400);
});

test.each<[string, Partial<APIGatewayProxyEventV2>, number]>([
  ["half a body", { body: "{" }, 400],
  ["no body", {}, 400],
  ["a long body", { body: JSON.stringify({ ...mug, description: "d".repeat(300_000) }) }, 413],
  ["a form", { body: "sku=1", headers: { "content-type": "application/x-www-form-urlencoded" } }, 415],
])("%s creates nothing", async (_name, fields, status) => {
  expect((await call("create", fields)).status).toBe(status);
});

const IDS: readonly (readonly [string | undefined, boolean])[] = [
  [ID, true],
  [ID.toUpperCase(), false],
  [`${ID}0`, false],
  [`${ID}\n`, false],
  ["sku#MUG-1", false],
  ["1", false],
  ["../x", false],
  ["", false],
  [undefined, false],
];

test.each(IDS)("id %j", async (id, good) => {
  const pathParameters = id === undefined ? undefined : { id };
  const update = { pathParameters, body: JSON.stringify(change), headers: { "if-match": "*" } };
  for (const answer of [call("read", { pathParameters }), call("delete", { pathParameters }), call("update", update)]) {
    expect((await answer).status).toBe(good ? REACHED : 400);
  }
});

test.each<[string | undefined, number, number]>([
  [undefined, 428, REACHED],
  ["*", REACHED, REACHED],
  ['"1", W/"2"', REACHED, REACHED],
  ["1", 400, 400],
  ["", 400, 400],
])("If-Match %j: a change gets %i, a deletion %i", async (ifMatch, changed, deleted) => {
  const headers: Record<string, string> = ifMatch === undefined ? {} : { "if-match": ifMatch };
  const fields = { pathParameters: { id: ID }, headers };
  expect((await call("update", { ...fields, body: JSON.stringify(change) })).status).toBe(changed);
  expect((await call("delete", fields)).status).toBe(deleted);
});

test.each<[Record<string, string>, number]>([
  [{}, REACHED],
  [{ limit: "1" }, REACHED],
  [{ limit: "100", category: "mugs" }, REACHED],
  [{ cursor: cursorAt("products?category=", ID) }, REACHED],
  [{ cursor: cursorAt("products?category=mugs", ID), category: "mugs" }, REACHED],
  [{ cursor: cursorAt("products?category=mugs", ID) }, 400],
  [{ cursor: cursorAt("products?category=", ID), category: "mugs" }, 400],
  [{ cursor: cursorAt("products?category=", "sku#MUG-1") }, 400],
  [{ cursor: ID }, 400],
  [{ cursor: "" }, 400],
  [{ limit: "0" }, 400],
  [{ limit: "101" }, 400],
  [{ limit: "-1" }, 400],
  [{ limit: "1.5" }, 400],
  [{ limit: "1e1" }, 400],
  [{ limit: "0x10" }, 400],
  [{ limit: " 5" }, 400],
  [{ limit: "" }, 400],
  [{ limit: "5,6" }, 400],
  [{ category: "" }, 400],
  [{ category: "mugs,cups" }, 400],
  [{ page: "2" }, 400],
])("a list of %j gets %i", async (queryStringParameters, status) => {
  const answer = await call("list", { queryStringParameters });
  expect(answer.status).toBe(status);
  const kind = status === REACHED ? "unavailable" : "invalid-parameter";
  expect(answer.document.type).toBe(`urn:problem-type:${kind}`);
});
