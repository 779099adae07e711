import { check } from "../../lib/checks";
import { hasNone } from "../../lib/lists";
import { above, exactlyOne, implies, isSet, not } from "../../lib/logic";
import { t, type ValueMembers } from "../../lib/types";
import { arn } from "../parts/arn-checks";

const members = {
  function: t.string({
    description: "Key of the function in `functions` that decides; null for one that is elsewhere.",
    optional: true,
  }),
  functionArn: t.string({
    description:
      "ARN of a function that is elsewhere, in this account and region, best with its alias; null for one of `functions`.",
    optional: true,
    checks: [arn("function")],
  }),
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
  identitySources: t.strings({
    description:
      "What a request must have, or it gets 401 before the function is asked, such as $request.header.Authorization; also the key of the cache.",
    default: ["$request.header.Authorization"],
    checks: [
      check.eachMatching(
        "^[$](request[.](header|querystring)|context|stageVariables)[.].+$",
        "hold selections such as $request.header.Authorization, $request.querystring.token or $context.routeKey",
      ),
    ],
  }),
  cacheSeconds: t.number({
    description:
      "Seconds for which a decision holds for the same identity sources, at every route of the authorizer unless $context.routeKey is one of them; 0 asks each time.",
    default: 0,
    checks: [check.between(0, 3600, "seconds, API Gateway's bounds"), check.wholeNumber()],
  }),
};

export type WebAuthorizerInput = ValueMembers<typeof members>;

/** A Lambda authorizer: the consumer's code decides who may call. */
export const authorizerInput = t.object(members, {
  description: "A Lambda authorizer.",
  checks: [
    (authorizer) => ({
      holds: exactlyOne([isSet(authorizer.function), isSet(authorizer.functionArn)]),
      must: "have exactly one of function and function_arn",
    }),
    (authorizer) => ({
      holds: implies(above(authorizer.cacheSeconds, 0), () => not(hasNone(authorizer.identitySources))),
      must: "have identity_sources for cache_seconds: without a key, the decision about one caller would hold for all",
    }),
  ],
});

/** Keys are part of the names of permissions, which have 100 characters, 40 of them of the service's name. */
export const authorizerKey = check.matching(
  "^[a-z][a-z0-9-]{0,38}[a-z0-9]$",
  "have keys of 2 to 40 lower-case letters, digits or hyphens, starting with a letter",
);
