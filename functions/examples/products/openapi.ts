/** The OpenAPI document of the products API, from the schemas that the functions validate with. Runs when it is generated, not in Lambda. */
import { PROBLEMS, type ProblemKind } from "../../runtime";
import {
  content,
  header,
  inlineSchema,
  type Json,
  location,
  namedSchemas,
  refusals,
  SECURITY,
  SECURITY_SCHEMES,
} from "../../shared/openapi";
import { listQuery, newProduct, product, productChange, productInStock, productPage, productPath } from "./schemas";

const SERVER_PROBLEMS = [PROBLEMS.internal, PROBLEMS.unavailable] as const;
const BODY_PROBLEMS = [
  PROBLEMS.malformedBody,
  PROBLEMS.invalidBody,
  PROBLEMS.bodyTooLarge,
  PROBLEMS.unsupportedMediaType,
] as const;
const PRODUCT_PROBLEMS = [PROBLEMS.invalidParameter, PROBLEMS.notFound] as const;
const PRECONDITION_PROBLEMS = [PROBLEMS.invalidHeader, PROBLEMS.preconditionFailed] as const;

/** What each operation may answer instead of a success. */
export const OPERATION_PROBLEMS = {
  listProducts: [PROBLEMS.invalidParameter, ...SERVER_PROBLEMS],
  createProduct: [...BODY_PROBLEMS, PROBLEMS.conflict, ...SERVER_PROBLEMS],
  readProduct: [...PRODUCT_PROBLEMS, ...SERVER_PROBLEMS],
  updateProduct: [
    ...PRODUCT_PROBLEMS,
    ...BODY_PROBLEMS,
    ...PRECONDITION_PROBLEMS,
    PROBLEMS.preconditionRequired,
    ...SERVER_PROBLEMS,
  ],
  deleteProduct: [...PRODUCT_PROBLEMS, ...PRECONDITION_PROBLEMS, ...SERVER_PROBLEMS],
} as const satisfies Record<string, readonly ProblemKind[]>;

type OperationId = keyof typeof OPERATION_PROBLEMS;

/** The document: OpenAPI 3.1, the same bytes for the same sources. */
export function openApiDocument(): object {
  return {
    openapi: "3.1.1",
    info: {
      title: "Products",
      version: "1.0.0",
      description:
        "Products of a shop, with an optimistic lock: who changes a product sends the ETag of what was read. What the gateway itself " +
        "answers has its own JSON body with a `message`.",
    },
    paths: {
      "/products": { get: listOperation(), post: createOperation() },
      "/products/{id}": { get: readOperation(), put: updateOperation(), delete: deleteOperation() },
    },
    components: {
      schemas: namedSchemas([newProduct, product, productChange, productInStock, productPage]),
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}

const listOperation = () =>
  operation("listProducts", "List products, oldest first", {
    parameters: Object.entries(listQuery.shape).map(([name, schema]) => parameter(name, "query", inlineSchema(schema))),
    description:
      "Each product comes once, also when others are created meanwhile. A new product joins the list within moments.",
    responses: { "200": { description: "A page of products.", content: content("ProductPage") } },
  });

const createOperation = () =>
  operation("createProduct", "Create a product", {
    requestBody: body("NewProduct"),
    responses: {
      "201": {
        description: "The product was created.",
        headers: {
          Location: location("Path of the product."),
          ETag: etag(),
        },
        content: content("Product"),
      },
    },
  });

const readOperation = () =>
  operation("readProduct", "Read a product", {
    parameters: [id()],
    responses: {
      "200": { description: "The product.", headers: { ETag: etag() }, content: content("ProductInStock") },
    },
  });

const updateOperation = () =>
  operation("updateProduct", "Change a product", {
    description: "Replaces all that may change. Of several changes that were sent with one ETag, one happens.",
    parameters: [id(), ifMatch(true)],
    requestBody: body("ProductChange"),
    responses: {
      "200": { description: "The product, changed.", headers: { ETag: etag() }, content: content("Product") },
    },
  });

const deleteOperation = () =>
  operation("deleteProduct", "Delete a product", {
    parameters: [id(), ifMatch(false)],
    responses: { "204": { description: "The product is gone, and its SKU is free." } },
  });

function operation(
  operationId: OperationId,
  summary: string,
  { responses, ...rest }: Json & { responses: Json },
): Json {
  const problems = refusals(OPERATION_PROBLEMS[operationId]);
  return { operationId, summary, security: SECURITY, ...rest, responses: { ...responses, ...problems } };
}

const parameter = (name: string, place: "header" | "path" | "query", schema: Json, required = false): Json => ({
  name,
  in: place,
  required,
  schema,
});

const id = () => parameter("id", "path", inlineSchema(productPath.shape.id), true);

const ifMatch = (required: boolean) =>
  parameter(
    "If-Match",
    "header",
    {
      type: "string",
      pattern: IF_MATCH_PATTERN,
      description: "ETags of which the product must have one, or `*` for any.",
      examples: ['"7"'],
    },
    required,
  );

/** `*`, or entity tags with commas between (RFC 9110, 13.1.1). */
const IF_MATCH_PATTERN = '^(?:\\*|(?:W/)?"[^"]*"(?:\\s*,\\s*(?:W/)?"[^"]*")*)$';

const etag = () => header("The product's version, for If-Match.", { type: "string", pattern: '^"[1-9][0-9]*"$' });

const body = (name: string): Json => ({ required: true, content: content(name) });
