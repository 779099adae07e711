import { entityTag, type HttpAnswer, type HttpRequest, httpHandler, versionsOf } from "../../runtime";
import { type ProductChange, type ProductPath, productChange, productPath } from "./schemas";
import { updateProduct } from "./store";
import { tableFromEnvironment } from "./table";

const table = tableFromEnvironment();

async function update({ body, path, ifMatch }: HttpRequest<ProductChange, ProductPath>): Promise<HttpAnswer> {
  const product = await updateProduct(table, path.id, body, versionsOf(ifMatch));
  return { status: 200, body: product, headers: { etag: entityTag(product.version) } };
}

/** `PUT /products/{id}`. */
export const handler = httpHandler({ body: productChange, path: productPath, ifMatch: "required" }, update);
