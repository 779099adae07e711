import { check } from "../../lib/checks";
import { type Entries, listOf } from "../../lib/entries";
import type { Bool } from "../../lib/expression";
import { type CrossCheck, eachEntry } from "../../lib/findings";
import { distinct, enumeration, isSubset } from "../../lib/lists";
import { choose, equals, every, implies, isSet, not } from "../../lib/logic";
import { t, type ValueMembers } from "../../lib/types";
import { burstCoversRate, customAuthorizationInput, jwtMembers, throttleMembers } from "../parts/http-api-inputs";
import { preflightRoutes, preflightShapes, routeShapes, takesPreflights } from "../parts/route-checks";

const members = {
  function: t.string({ description: "Key of the function in `functions` that answers." }),
  authorization: customAuthorizationInput,
  authorizer: t.string({
    description: "Key of the Lambda authorizer in `authorizers`; for authorization CUSTOM.",
    optional: true,
  }),
  jwt: t.object(jwtMembers, {
    description: "Issuer of this route's tokens; null takes that of `public_api.jwt`.",
    optional: true,
  }),
  scopes: t.strings({
    description: "Scopes of which a token must have one; for authorization JWT.",
    optional: true,
    // Ten is a quota that AWS does not raise; the length is that of the service model.
    checks: [
      check.notEmpty("a scope"),
      check.eachMatching("^[!-~]{1,64}$", "hold scopes of 1 to 64 printable characters without spaces"),
      check.atMost(10, "scopes, API Gateway's bound"),
    ],
  }),
  throttle: t.object(throttleMembers, {
    description: "Throttling of this route; null takes that of the API.",
    optional: true,
    checks: [burstCoversRate],
  }),
};

export type WebRouteInput = ValueMembers<typeof members>;

/** A route of the public API. */
export const routeInput = t.object(members, {
  description: "A route of the public API.",
  checks: [
    (route) => ({
      holds: implies(isSet(route.jwt), () => equals(route.authorization, "JWT")),
      must: 'have jwt only with authorization = "JWT"',
    }),
    (route) => ({
      holds: equals(isSet(route.authorizer), equals(route.authorization, "CUSTOM")),
      must: 'have authorizer exactly with authorization = "CUSTOM"',
    }),
    (route) => ({
      holds: implies(isSet(route.scopes), () => equals(route.authorization, "JWT")),
      must: 'have scopes only with authorization = "JWT": a signed request has none',
    }),
  ],
});

/**
 * Where browsers may call, their preflight requests must find an open route. AWS answers them by itself only where no route takes them.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export function preflightsAdmitted(routes: Entries<WebRouteInput>, hasCors: Bool): CrossCheck[] {
  const openRoutes = distinct(
    listOf(routes, (route, key) => choose<string | undefined>(equals(route.authorization, "NONE"), key, undefined)),
  );
  return eachEntry("routes", routes, (route, key) => {
    const needed = preflightRoutes(key);
    const closed = every([hasCors, takesPreflights(key), not(equals(route.authorization, "NONE"))]);
    return {
      holds: implies(closed, () => isSubset(routeShapes(needed), preflightShapes(openRoutes))),
      must: `leave preflight requests, which carry no credentials, to routes with authorization = "NONE" where public_api.cors is set: add ${enumeration(needed)}, or name methods instead of ANY and $default`,
    };
  });
}
