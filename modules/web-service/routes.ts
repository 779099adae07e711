import type { Apigatewayv2Authorizer } from "@cdktf/provider-aws/lib/apigatewayv2-authorizer";
import { Token } from "cdktf";
import type { Construct } from "constructs";
import { type Each, forEach } from "../../lib/each";
import { hasKey } from "../../lib/entries";
import { tf } from "../../lib/expression";
import { choose, every, implies, isSet } from "../../lib/logic";
import { addressOf, blockForEach, type Maybe } from "../../lib/resources";
import type { HttpApi } from "../parts/http-api";
import { HttpRoute } from "../parts/http-route";
import type { WebFunction } from "./function";
import type { WebServiceInput } from "./inputs";

/** The routes of the public API, each to its function, with its own authorizer, scopes and throttle. */
export function webRoutes(
  scope: Construct,
  id: string,
  input: WebServiceInput,
  api: HttpApi,
  functions: Each<WebFunction>,
  authorizers: Each<Maybe<Apigatewayv2Authorizer>>,
): Each<HttpRoute> {
  const routes = forEach(scope, id, input.routes, (entry) => {
    const { key, value: route } = entry;
    const lambdaKey = route.authorizer as string;
    // A route without its function or authorizer is refused by a precondition, which is to be the only error.
    const exists = every([
      entry.exists,
      isSet(input.publicApi),
      hasKey(input.functions, route.function),
      implies(isSet(route.authorizer), () => hasKey(input.authorizers, lambdaKey)),
    ]);
    const ownIssuer = every([exists, isSet(route.jwt)]);
    const authorizer = api.jwtAuthorizer(entry.scope, "jwt@authorizer", ownIssuer, key, route.jwt);
    return new HttpRoute(entry.scope, "@http", {
      api,
      exists,
      routeKey: key,
      integrationId: functions.at(route.function, ({ integration }) => integration.its((made) => made.id)),
      functionName: functions.at(route.function, ({ alias }) => alias.its((made) => made.functionName)),
      qualifier: functions.at(route.function, ({ alias }) => alias.its((made) => made.name)),
      // A function may answer several routes, and keys have characters that names of permissions may not have.
      statementId: `AllowRoute-${Token.asString(tf`sha1(${key})`)}`,
      authorization: route.authorization,
      authorizerId: choose(
        isSet(route.authorizer),
        authorizers.at(lambdaKey, (made) => made.its(({ id }) => id)),
        choose(
          isSet(route.jwt),
          authorizer.its((made) => made.id),
          api.jwtAuthorizerId,
        ),
      ),
      scopes: route.scopes,
    });
  });
  for (const stage of api.stage.dependency) {
    blockForEach(
      stage,
      "route_settings",
      input.routes,
      (key, route) => ({
        route_key: key,
        throttling_rate_limit: route.throttle.requestsPerSecond,
        throttling_burst_limit: route.throttle.burst,
        detailed_metrics_enabled: input.publicApi.detailedMetrics,
      }),
      (route) => isSet(route.throttle),
    );
    // API Gateway takes settings of existing routes only.
    stage.dependsOn = routes.made.flatMap(({ route }) => route.dependency.map(addressOf));
  }
  return routes;
}
