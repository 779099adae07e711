import { Apigatewayv2Authorizer } from "@cdktf/provider-aws/lib/apigatewayv2-authorizer";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import type { Construct } from "constructs";
import { type Each, forEach } from "../../lib/each";
import { hasKey } from "../../lib/entries";
import { choose, every, implies, isSet } from "../../lib/logic";
import { type Maybe, when } from "../../lib/resources";
import { functionOf, qualifierOf } from "../parts/function-arn";
import type { HttpApi } from "../parts/http-api";
import type { WebFunction } from "./function";
import type { WebPattern } from "./pattern";

/** The Lambda authorizers of the API. Each may invoke its function for itself alone. */
export function webAuthorizers(
  scope: Construct,
  id: string,
  { input, account }: WebPattern,
  api: HttpApi,
  functions: Each<WebFunction>,
): Each<Maybe<Apigatewayv2Authorizer>> {
  return forEach(scope, id, input.authorizers, ({ scope: place, key, value: authorizer, exists: entryExists }) => {
    const isOwn = isSet(authorizer.function);
    const ownKey = authorizer.function as string;
    const otherArn = authorizer.functionArn as string;
    const exists = every([
      entryExists,
      isSet(input.publicApi),
      // Without its function it is refused by a precondition, which is to be the only error.
      implies(isOwn, () => hasKey(input.functions, ownKey)),
    ]);
    const made = when(
      exists,
      (meta) =>
        new Apigatewayv2Authorizer(place, "@authorizer", {
          ...meta,
          apiId: api.id,
          // The API may be one that others attach to as well.
          name: `${input.name}-${key}`,
          authorizerType: "REQUEST",
          authorizerUri: choose(
            isOwn,
            functions.at(ownKey, ({ alias }) => alias.its((live) => live.invokeArn)),
            account.invocationUri(otherArn),
          ),
          authorizerPayloadFormatVersion: "2.0",
          enableSimpleResponses: true,
          identitySources: authorizer.identitySources,
          authorizerResultTtlInSeconds: authorizer.cacheSeconds,
        }),
    );
    when(
      exists,
      (meta) =>
        new LambdaPermission(place, "@permission", {
          ...meta,
          statementId: `AllowAuthorizer-${input.name}-${key}`,
          action: "lambda:InvokeFunction",
          functionName: choose(
            isOwn,
            functions.at(ownKey, ({ alias }) => alias.its((live) => live.functionName)),
            functionOf(otherArn),
          ),
          qualifier: choose(
            isOwn,
            functions.at(ownKey, ({ alias }) => alias.its((live) => live.name)),
            qualifierOf(otherArn),
          ),
          principal: "apigateway.amazonaws.com",
          sourceArn: api.authorizerArn(made.its((authorizerMade) => authorizerMade.id)),
        }),
    );
    return made;
  });
}
