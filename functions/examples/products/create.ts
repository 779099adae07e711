import { entityTag, type HttpAnswer, type HttpRequest, httpHandler } from "../../runtime";
import { timeOrderedUuid } from "../../shared/uuid";
import { skuTaken } from "./problems";
import { type NewProduct, newProduct, type Product } from "./schemas";
import { createProduct } from "./store";
import { tableFromEnvironment } from "./table";

const table = tableFromEnvironment();

async function create({ body, event }: HttpRequest<NewProduct>): Promise<HttpAnswer> {
  const now = new Date().toISOString();
  const product: Product = { id: timeOrderedUuid(), ...body, version: 1, createdAt: now, updatedAt: now };
  if (!(await createProduct(table, product))) throw skuTaken();
  const headers = { location: `${event.rawPath}/${product.id}`, etag: entityTag(product.version) };
  return { status: 201, body: product, headers };
}

/** `POST /products`. */
export const handler = httpHandler({ body: newProduct }, create);
