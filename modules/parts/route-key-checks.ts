import { Token } from "cdktf";
import { check } from "../../lib/checks";
import { type Bool, isUnknown, tf } from "../../lib/expression";
import { areDistinct } from "../../lib/lists";
import type { Check } from "../../lib/types";

/**
 * Route keys of HTTP APIs: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 * A path is printable ASCII and ends without a slash, which API Gateway refuses: https://github.com/storacha/w3infra/pull/166
 * A parameter is a whole segment. A `*` would be a wildcard in the ARNs of policies and permissions; `$` and `%` begin templates; nothing
 * after `?` or `#` is part of a path.
 */

const NAME = "[A-Za-z0-9._:-]+";
const SEGMENT = `(?:[!"&-)+-.0->@-z|~]+|[{]${NAME}[}])`;
const PATH = `(?:/|(?:/${SEGMENT})+|(?:/${SEGMENT})*/[{]${NAME}[+][}])`;
const ROUTE_KEY = `^(?:(?:ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) ${PATH}|[$]default)$`;
const PARAMETER = "[{]([^}+]+)[+]?[}]";

const areRouteKeys = check.eachMatching(
  ROUTE_KEY,
  'have keys such as "GET /orders/{id}" or "ANY /{path+}", whose paths end without a slash, or $default',
);

/** A parameter's name stands once in a path. */
function parametersAreDistinct(routeKeys: readonly string[]): Bool {
  if (isUnknown(routeKeys))
    return tf`alltrue([for key in ${routeKeys} : length(distinct(regexall(${PARAMETER}, key))) == length(regexall(${PARAMETER}, key))])`;
  return routeKeys.every((key) =>
    areDistinct(Array.from(key.matchAll(new RegExp(PARAMETER, "gu")), ([, name]) => name as string)),
  );
}

/** The keys without the names of parameters, at which API Gateway does not look when it tells routes apart. */
function shapesOf(routeKeys: readonly string[]): string[] {
  return isUnknown(routeKeys)
    ? Token.asList(tf`[for key in ${routeKeys} : replace(key, "/[{][^}+]+/", "{")]`)
    : routeKeys.map((key) => key.replace(/[{][^}+]+/g, "{"));
}

/** What the keys of routes must be, each check with a message of its own. */
export const routeKeyChecks: readonly ((routeKeys: readonly string[]) => Check)[] = [
  areRouteKeys,
  (routeKeys) => ({
    holds: parametersAreDistinct(routeKeys),
    must: "have keys that name each path parameter once",
  }),
  (routeKeys) => ({
    holds: areDistinct(shapesOf(routeKeys)),
    must: "have keys that differ in more than the names of path parameters, at which API Gateway does not look",
  }),
];
