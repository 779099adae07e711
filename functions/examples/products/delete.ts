import { type HttpAnswer, type HttpRequest, httpHandler, versionsOf } from "../../runtime";
import { type ProductPath, productPath } from "./schemas";
import { deleteProduct } from "./store";
import { tableFromEnvironment } from "./table";

const table = tableFromEnvironment();

async function remove({ path, ifMatch }: HttpRequest<undefined, ProductPath>): Promise<HttpAnswer> {
  await deleteProduct(table, path.id, versionsOf(ifMatch));
  return { status: 204 };
}

/** `DELETE /products/{id}`. */
export const handler = httpHandler({ path: productPath, ifMatch: "optional" }, remove);
