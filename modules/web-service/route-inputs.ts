import { check } from "../../lib/checks";
import { equals, implies, isSet } from "../../lib/logic";
import { t, type ValueMembers } from "../../lib/types";
import { authorizationInput, burstCoversRate, jwtMembers, throttleMembers } from "../parts/http-api-inputs";

const members = {
  function: t.string({ description: "Key of the function in `functions` that answers." }),
  authorization: authorizationInput,
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
      holds: implies(isSet(route.scopes), () => equals(route.authorization, "JWT")),
      must: 'have scopes only with authorization = "JWT": a signed request has none',
    }),
  ],
});
