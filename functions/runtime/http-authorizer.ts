import type { APIGatewayRequestAuthorizerEventV2 } from "aws-lambda";
import { isWarmUp } from "./http-warm-up";

/**
 * What the routes' functions get of an admitted caller, in `event.requestContext.authorizer.lambda`. `principalId` in it says who it is, to
 * `callerOf()` and so to idempotency keys; a caller without it, and without `sub` or `client_id`, cannot use keys.
 */
export type AuthorizerContext = Readonly<Record<string, string | number | boolean | null>>;

/** A simple answer of a Lambda authorizer (payload format 2.0). */
export type AuthorizerAnswer =
  | { readonly isAuthorized: false }
  | { readonly isAuthorized: true; readonly context: AuthorizerContext };

/**
 * Makes the Lambda handler of an entry of `authorizers` from a function that looks at a request and says what is known of its caller, or undefined
 * for nobody who may call:
 *
 *     export const handler = httpAuthorizer(async ({ identitySource: [key = ""] }) => await customerOf(key));
 *
 * Undefined is a 403 for the client. What is thrown is a 500, an entry in the log and an alarm: nobody is admitted by a mistake.
 */
export function httpAuthorizer(
  decide: (event: APIGatewayRequestAuthorizerEventV2) => Promise<AuthorizerContext | undefined>,
): (event: APIGatewayRequestAuthorizerEventV2) => Promise<AuthorizerAnswer> {
  return async (event) => {
    const context = isWarmUp(event) ? undefined : await decide(event);
    return context === undefined ? { isAuthorized: false } : { isAuthorized: true, context };
  };
}
