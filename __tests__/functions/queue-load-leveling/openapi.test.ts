import { ACCEPT_PROBLEMS, openApiDocument, STATUS_PROBLEMS } from "../../../functions/queue-load-leveling/openapi";
import { testOpenApiDocument } from "../../support/openapi";

testOpenApiDocument(openApiDocument, { acceptJob: ACCEPT_PROBLEMS, jobStatus: STATUS_PROBLEMS });
