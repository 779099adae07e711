/** What the infrastructure and the functions of the products API agree on. Imports nothing, so that both sides can import it. */

/** Environment variables of the API's functions, besides those that web-service sets. */
export interface ProductsEnvironment {
  /** Name of the stock service's function and the alias to call: `stock:live`. */
  readonly STOCK_FUNCTION_NAME: string;
}

export const READ_ENVIRONMENT = ["STOCK_FUNCTION_NAME"] as const satisfies readonly (keyof ProductsEnvironment)[];

/** Partition key of both tables, a string. Beside the products lie the claims of their SKUs, under ids of their own. */
export const TABLE_KEY = "id";

/**
 * The indexes of the product table: all attributes, sorted by `id`, which sorts by time. What is inserted comes after all that was there, so
 * no page ever shifts. `all` is one partition: good for 1,000 writes a second.
 */
export const TABLE_INDEXES = {
  all: { name: "all", partitionKey: "listing", sortKey: TABLE_KEY },
  category: { name: "by_category", partitionKey: "category", sortKey: TABLE_KEY },
} as const;

/** Value of `listing` in every product. */
export const LISTING = "products";

/** DynamoDB actions that each function calls, on its table or, for `list`, on the table's indexes. */
export const TABLE_ACTIONS = {
  create: ["dynamodb:PutItem"],
  read: ["dynamodb:GetItem"],
  list: ["dynamodb:Query"],
  update: ["dynamodb:UpdateItem"],
  delete: ["dynamodb:DeleteItem", "dynamodb:GetItem"],
  stock: ["dynamodb:BatchGetItem", "dynamodb:PutItem"],
} as const;
