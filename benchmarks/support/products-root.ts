import { TABLE_ACTIONS, TABLE_INDEXES, TABLE_KEY } from "../../functions/examples/products/contract";
import type { Root } from "./deployment";

/** What the benchmark reads of the deployed root. */
export interface ProductsOutputs {
  readonly api_endpoint: string;
  readonly stock_function_name: string;
}

/** The contract names actions as IAM does; `table_actions` leaves the service out. */
const tableActions = (name: keyof typeof TABLE_ACTIONS) =>
  TABLE_ACTIONS[name].map((action) => action.replace("dynamodb:", ""));

const table = { hash_key: TABLE_KEY, deletion_protection: false };
const indexes = Object.fromEntries(
  Object.values(TABLE_INDEXES).map(({ name, partitionKey, sortKey }) => [
    name,
    { hash_key: partitionKey, range_key: sortKey },
  ]),
);

/** The products API and its stock service as in the example, without its throttle, and with a route whose function does nothing. */
export const PRODUCTS_ROOT: Root = {
  module: {
    stock: {
      source: "./terraform/web-service",
      name: "benchmark-stock",
      functions: {
        stock: { filename: "stock.zip", table_access: "read_write", table_actions: tableActions("stock") },
      },
      public_api: null,
      table,
    },
    products: {
      source: "./terraform/web-service",
      name: "benchmark-products",
      functions: {
        nothing: { filename: "nothing.zip" },
        create: { filename: "create.zip", table_access: "write", table_actions: tableActions("create") },
        delete: { filename: "delete.zip", table_access: "read_write", table_actions: tableActions("delete") },
        list: { filename: "list.zip", table_access: "read", table_actions: tableActions("list") },
        read: {
          filename: "read.zip",
          table_access: "read",
          table_actions: tableActions("read"),
          environment: { STOCK_FUNCTION_NAME: '${module.stock.function_arns["stock"]}' },
          policy_statements: '${jsonencode(jsondecode(module.stock.function_invoke_policy_json["stock"]).Statement)}',
        },
      },
      routes: {
        "GET /nothing": { function: "nothing" },
        "POST /products": { function: "create" },
        "GET /products": { function: "list" },
        "GET /products/{id}": { function: "read" },
        "DELETE /products/{id}": { function: "delete" },
      },
      table: { ...table, indexes },
    },
  },
  output: {
    api_endpoint: { value: "${module.products.api_endpoint}" },
    stock_function_name: { value: '${module.stock.function_names["stock"]}' },
  },
};

const HANDLERS = ["create", "delete", "list", "read", "stock"];
/** Zips of the root: name → entry point. */
export const PRODUCTS_FUNCTIONS = {
  ...Object.fromEntries(HANDLERS.map((name) => [name, `functions/examples/products/${name}.ts`])),
  nothing: "benchmarks/support/noop-route.ts",
};
