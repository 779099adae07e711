import { openApiDocument } from "../../functions/examples/products/openapi";

/** Documents of the examples that are generated: path → JSON value. */
export const exampleDocuments: Readonly<Record<string, () => object>> = {
  "examples/products-api/openapi.json": openApiDocument,
};
