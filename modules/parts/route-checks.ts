import { Token } from "cdktf";
import { check } from "../../lib/checks";
import { isUnknown, tf } from "../../lib/expression";

/**
 * Route keys of HTTP APIs: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 * A path is printable ASCII. A `*` would be a wildcard in the ARNs of policies and permissions; `$` and `%` begin templates.
 */
export const isRouteKey = check.matching(
  "^((ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) /[!-#&-)+-~]*|[$]default)$",
  'have keys such as "GET /orders/{id}", or $default',
);

/** The end of a route's ARN: `GET/orders/*` for `GET /orders/{id}`. */
export function routeResource(routeKey: string): string {
  if (isUnknown(routeKey))
    return Token.asString(tf`replace(replace(replace(${routeKey}, "ANY ", "* "), " ", ""), "/[{][^}]+[}]/", "*")`);
  return routeKey
    .replace("ANY ", "* ")
    .replace(" ", "")
    .replace(/\{[^}]+\}/g, "*");
}
