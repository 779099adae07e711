import type { ProductsEnvironment } from "../../../functions/examples/products/contract";
import type { TableEnvironment } from "../../../functions/web-service/contract";
import { STOCK_LEVEL } from "../stub-aws";
import { hasStatus, httpEvent, type Suite } from "./invocation";

const environment: Record<keyof (TableEnvironment & ProductsEnvironment), string> = {
  TABLE_NAME: "products",
  STOCK_FUNCTION_NAME: "stock:live",
};

const ID = "019a8e5c-4b1d-7c0e-9f3a-2b6d8c1e5f70";
const CHANGE = { name: "Mug", category: "mugs", price: { amount: 1_250, currency: "EUR" } };
const TIME = "2026-01-01T00:00:00.000Z";
const NEW = { sku: "MUG-350-BLUE", ...CHANGE };
const PRODUCT = { id: ID, ...NEW, version: 7, createdAt: TIME, updatedAt: TIME };

const onProduct = (method: string, headers: object, rest: object = {}) =>
  httpEvent(method, `/products/${ID}`, {
    pathParameters: { id: ID },
    headers: { "content-type": "application/json", ...headers },
    ...rest,
  });

/** The products API and its stock service, the example of web-service. */
export const products: Suite = {
  environment,
  items: { products: PRODUCT },
  invocations: {
    "functions/examples/products/create.ts": {
      event: httpEvent("POST", "/products", { body: JSON.stringify(NEW) }),
      isGood: hasStatus(201),
    },
    "functions/examples/products/read.ts": {
      event: onProduct("GET", {}),
      isGood: ({ statusCode, body }) => statusCode === 200 && JSON.parse(String(body)).stock === STOCK_LEVEL,
    },
    "functions/examples/products/list.ts": {
      event: httpEvent("GET", "/products", { queryStringParameters: { limit: "10" } }),
      isGood: ({ statusCode, body }) => statusCode === 200 && JSON.parse(String(body)).items.length === 1,
    },
    "functions/examples/products/update.ts": {
      event: onProduct("PUT", { "if-match": '"7"' }, { body: JSON.stringify(CHANGE) }),
      isGood: hasStatus(200),
    },
    "functions/examples/products/delete.ts": {
      event: onProduct("DELETE", { "if-match": '"7"' }),
      isGood: hasStatus(204),
    },
    "functions/examples/products/stock.ts": {
      event: { productIds: [ID] },
      isGood: ({ levels }) => levels !== undefined,
    },
  },
};
