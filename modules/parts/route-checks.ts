import { Token } from "cdktf";
import { matches } from "../../lib/checks";
import { type Bool, isUnknown, tf } from "../../lib/expression";
import { replaced } from "../../lib/lists";
import { choose, equals } from "../../lib/logic";

/** What `ANY` stands for: https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes.html */
const METHODS = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

/** The end of a route's ARN, as its function's policy sees it: `GET/orders/*` for `GET /orders/{id}`. */
export function routeResource(routeKey: string): string {
  if (isUnknown(routeKey))
    return Token.asString(tf`replace(replace(replace(${routeKey}, "ANY ", "* "), " ", ""), "/[{][^}]+[}]/", "*")`);
  return routeKey
    .replace("ANY ", "* ")
    .replace(" ", "")
    .replace(/\{[^}]+\}/g, "*");
}

/**
 * The ends of the ARNs of requests to a route, as the policies of callers see them: IAM judges the method and path of the request, and
 * never the route's key. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html
 * Each method is named: a `*` for it would match slashes too, and so `GET /others/orders` for `ANY /orders`.
 */
export function requestResources(routeKey: string): string[] {
  if (!isUnknown(routeKey)) {
    const [method = "", path] = routeKey.split(" ");
    return path === undefined ? ["*/*"] : methodsOf(method).map((one) => one + routeResource(` ${path}`));
  }
  const words = tf`split(" ", ${routeKey})`;
  const methods = tf`[for method in ${METHODS} : method if contains(["ANY", method], ${words}[0])]`;
  const path = tf`replace(${words}[1], "/[{][^}]+[}]/", "*")`;
  return Token.asList(
    tf`${routeKey} == "$default" ? ["*/*"] : [for method in ${methods} : join("", [method, ${path}])]`,
  );
}

const methodsOf = (method: string): readonly string[] => (method === "ANY" ? METHODS : [method]);

/** Whether preflight requests reach the route: it takes every method, or theirs. */
export const takesPreflights = (routeKey: string): Bool => matches("^(ANY /|OPTIONS /|[$]default$)", routeKey);

/**
 * The routes that have to be open, so that a browser's preflight request, which carries no credentials, does not end at this one. A greedy
 * parameter stands for one segment at least, so beside what is below the root `$default` takes the root itself:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export function preflightRoutes(routeKey: string): string[] {
  const own = isUnknown(routeKey)
    ? Token.asString(tf`replace(${routeKey}, "/^ANY /", "OPTIONS ")`)
    : routeKey.replace(/^ANY /, "OPTIONS ");
  return choose(equals(routeKey, "$default"), ["OPTIONS /", "OPTIONS /{proxy+}"], [own]);
}

/** Where open routes let preflight requests in: an `ANY` route takes them as an `OPTIONS` route does, before `$default`. */
export function preflightShapes(routeKeys: readonly string[]): string[] {
  const shapes = routeShapes(routeKeys);
  return replaced(shapes, [["^ANY ", "OPTIONS "]]);
}

/** Keys of routes without the names of their parameters, which tell no routes apart. */
export function routeShapes(routeKeys: readonly string[]): string[] {
  if (isUnknown(routeKeys))
    return Token.asList(
      tf`[for key in ${routeKeys} : replace(replace(key, "/[{][^}]+[+][}]/", "{+}"), "/[{][^}+]+[}]/", "{}")]`,
    );
  return routeKeys.map((key) => key.replace(/\{[^}]+\+\}/g, "{+}").replace(/\{[^}+]+\}/g, "{}"));
}
