import { entityTag, type HttpAnswer, type HttpRequest, httpHandler } from "../../runtime";
import { readEnvironment } from "../../shared/environment";
import { READ_ENVIRONMENT } from "./contract";
import { type ProductInStock, type ProductPath, productPath } from "./schemas";
import { stockClient } from "./stock-client";
import { readProduct } from "./store";
import { tableFromEnvironment } from "./table";

const { STOCK_FUNCTION_NAME } = readEnvironment(READ_ENVIRONMENT);
const table = tableFromEnvironment();
const levelOf = stockClient(STOCK_FUNCTION_NAME);

async function read({ path }: HttpRequest<undefined, ProductPath>): Promise<HttpAnswer> {
  // Both at once: the answer takes as long as the slower one. The level of a product that does not exist is not looked at.
  const [product, stock] = await Promise.all([readProduct(table, path.id), levelOf(path.id)]);
  const body: ProductInStock = { ...product, stock };
  return { status: 200, body, headers: { etag: entityTag(product.version) } };
}

/** `GET /products/{id}`. */
export const handler = httpHandler({ path: productPath }, read);
