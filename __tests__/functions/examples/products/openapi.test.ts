import { OPERATION_PROBLEMS, openApiDocument } from "../../../../functions/examples/products/openapi";
import { testOpenApiDocument } from "../../../support/openapi";

testOpenApiDocument(openApiDocument, OPERATION_PROBLEMS);
