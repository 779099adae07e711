import { Token } from "cdktf";
import { isUnknown, tf } from "../../lib/expression";
import { namingWrong } from "../../lib/findings";
import { areDistinct, matching } from "../../lib/lists";
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

/** The keys that name a path parameter twice. */
function repeating(routeKeys: readonly string[]): string[] {
  if (isUnknown(routeKeys))
    return Token.asList(
      tf`[for key in ${routeKeys} : key if length(distinct(regexall(${PARAMETER}, key))) < length(regexall(${PARAMETER}, key))]`,
    );
  return routeKeys.filter(
    (key) => !areDistinct(Array.from(key.matchAll(new RegExp(PARAMETER, "gu")), ([, name]) => name as string)),
  );
}

/** The keys that others are told from by names of parameters alone, at which API Gateway does not look. */
function alike(routeKeys: readonly string[]): string[] {
  if (isUnknown(routeKeys)) {
    const byShape = tf`{ for key in ${routeKeys} : replace(key, "/[{][^}+]+/", "{") => key... }`;
    return Token.asList(tf`flatten([for keys in values(${byShape}) : keys if length(keys) > 1])`);
  }
  const shapeOf = (key: string) => key.replace(/[{][^}+]+/g, "{");
  return routeKeys.filter((key) => routeKeys.filter((other) => shapeOf(other) === shapeOf(key)).length > 1);
}

/** What the keys of routes must be, each check with a message of its own. */
export const routeKeyChecks: readonly ((routeKeys: readonly string[]) => Check)[] = [
  (routeKeys) =>
    namingWrong(
      matching(routeKeys, ROUTE_KEY, false),
      'have keys such as "GET /orders/{id}" or "ANY /{path+}", whose paths end without a slash, or $default',
    ),
  (routeKeys) => namingWrong(repeating(routeKeys), "have keys that name each path parameter once"),
  (routeKeys) =>
    namingWrong(
      alike(routeKeys),
      "have keys that differ in more than the names of path parameters, at which API Gateway does not look",
    ),
];
