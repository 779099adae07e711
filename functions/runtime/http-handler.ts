import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { answerOf } from "../shared/answer";
import { answering, emptyAnswer } from "../shared/problem";
import type { HttpHandler, HttpLogic, HttpRequestRules } from "./http";
import { readRequest } from "./http-request";
import { isWarmUp } from "./http-warm-up";

/**
 * Makes the Lambda handler behind a route of an HTTP API from what a request must be and a function that answers it:
 *
 *     export const handler = httpHandler({ body: newProduct }, async ({ body }) => ({ status: 201, body: await create(body) }));
 *
 * A request that is not what it must be gets a problem document (RFC 9457) and never reaches the function: 400 with the places in the body,
 * 413, 415, 428. Warm-up events and browsers' preflight requests are answered at once: for the latter the gateway adds what `cors` says. An answer
 * may be JSON, a text, bytes or a `redirect()`, with cookies.
 */
export function httpHandler<Body = undefined, Path = undefined, Query = undefined>(
  rules: HttpRequestRules<Body, Path, Query>,
  logic: HttpLogic<NoInfer<Body>, NoInfer<Path>, NoInfer<Query>>,
): HttpHandler {
  return async (event, context) => {
    if (isWarmUp(event) || isPreflight(event)) return emptyAnswer(204);
    return answering(event, async () => answerOf(await logic(await readRequest(event, context, rules))));
  };
}

/** Only at a route for OPTIONS, ANY or $default: the gateway answers the others. Any status but one of success would refuse the page. */
const isPreflight = ({ requestContext, headers }: APIGatewayProxyEventV2): boolean =>
  requestContext?.http?.method === "OPTIONS" && headers?.["access-control-request-method"] !== undefined;
