import { Token } from "cdktf";
import { isUnknown, tf } from "../../lib/expression";

/** The end of a route's ARN: `GET/orders/*` for `GET /orders/{id}`. */
export function routeResource(routeKey: string): string {
  if (isUnknown(routeKey))
    return Token.asString(tf`replace(replace(replace(${routeKey}, "ANY ", "* "), " ", ""), "/[{][^}]+[}]/", "*")`);
  return routeKey
    .replace("ANY ", "* ")
    .replace(" ", "")
    .replace(/\{[^}]+\}/g, "*");
}
