import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import type { HttpAnswer } from "../shared/answer";
import type { IfMatch } from "../shared/entity-tag";
import type { PayloadSchema } from "./job";

/** What a request must be. Each schema is one in the Standard Schema format, such as zod's; what has none is not read. */
export interface HttpRequestRules<Body, Path, Query> {
  /** What the JSON body must be. */
  readonly body?: PayloadSchema<Body>;
  /** What the path's parameters must be: an object of texts, decoded. */
  readonly path?: PayloadSchema<Path>;
  /** What the query's parameters must be: an object of texts, decoded. Values of a parameter that comes twice are joined by a comma. */
  readonly query?: PayloadSchema<Query>;
  /** Whether `If-Match` is read, and if so whether a request may come without. Default: it is ignored. */
  readonly ifMatch?: "optional" | "required";
  /** Longest body that is accepted, in bytes. Default: 262,144, which fits a DynamoDB item (400 KB). */
  readonly maxBodyBytes?: number;
}

/** A request that was checked. */
export interface HttpRequest<Body = undefined, Path = undefined, Query = undefined> {
  readonly body: Body;
  readonly path: Path;
  readonly query: Query;
  /** What `If-Match` admits; `"*"`, anything, for a request without. */
  readonly ifMatch: IfMatch;
  readonly event: APIGatewayProxyEventV2;
  readonly context: Context;
}

/** Answers one request. An `HttpProblem` that it throws becomes a problem document, anything else a 500 that says nothing of the inside. */
export type HttpLogic<Body, Path, Query> = (request: HttpRequest<Body, Path, Query>) => Promise<HttpAnswer>;

/** A Lambda handler behind an HTTP API (payload 2.0). */
export type HttpHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;
