import { check } from "../../lib/checks";
import type { Bool } from "../../lib/expression";
import { isSubset } from "../../lib/lists";
import { atLeast, equals, implies, isSet, not } from "../../lib/logic";
import { t, type ValueMembers } from "../../lib/types";

/** Who may call, in every pattern with an HTTP API. */
export const authorizationInput = t.string({
  description: "Who may call: AWS_IAM (signed requests), JWT (see `jwt`) or NONE, which must be written out.",
  default: "AWS_IAM",
  checks: [check.oneOf(["AWS_IAM", "JWT", "NONE"])],
});

/** The issuer of tokens. */
export const jwtMembers = {
  issuer: t.string({
    description: "URL of the issuer.",
    checks: [
      check.matching(
        "^https://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)?$",
        "be a URL that starts with https://, without query and fragment",
      ),
    ],
  }),
  audience: t.strings({
    description: "Accepted audiences (client ids).",
    // 50 is a quota that AWS does not raise: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
    checks: [
      check.notEmpty("a client id"),
      check.eachMatching("^[^ ]+$", "hold client ids without spaces"),
      check.atMost(50, "client ids, API Gateway's bound"),
    ],
  }),
};
export type Jwt = ValueMembers<typeof jwtMembers>;

/** A rate and a burst of requests. */
export const throttleMembers = {
  requestsPerSecond: t.number({
    description: "Steady rate of requests a second.",
    default: 500,
    checks: [check.aboveZero("requests a second")],
  }),
  burst: t.number({
    description: "Requests that may come at once; not below the rate.",
    default: 1000,
    checks: [check.aboveZero("requests"), check.wholeNumber()],
  }),
};

/** A bucket that holds less than a second of the rate would never let the rate through. */
export const burstCoversRate = (throttle: ValueMembers<typeof throttleMembers>) => ({
  holds: atLeast(throttle.burst, throttle.requestsPerSecond),
  must: "have a burst of at least requests_per_second: raise burst or lower requests_per_second",
});

const origins = check.eachMatching(
  "^([*]|https?://[*]|[a-z][a-z0-9+.-]*://[A-Za-z0-9.-]+(:[0-9]{1,5})?)$",
  "hold origins, which are a scheme and a host, such as https://app.example.com, without a path; or *, http://* or https://*",
);

/** Names of headers are tokens: RFC 9110, 5.6.2. */
export const corsHeaders = check.eachMatching(
  "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$",
  "hold names of headers, such as content-type, or *",
);

/** Whom browsers may call for, and with what. */
export const corsMembers = {
  allowOrigins: t.strings({
    description: "Origins, such as https://app.example.com.",
    checks: [check.notEmpty("an origin"), origins],
  }),
  allowHeaders: t.strings({
    description: "Headers that a page may send.",
    default: ["authorization", "content-type", "idempotency-key"],
    checks: [corsHeaders],
  }),
};

/** API Gateway refuses the two together: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html */
export const credentialsForNamed = (cors: { readonly allowOrigins: string[]; readonly allowCredentials: Bool }) => ({
  holds: implies(cors.allowCredentials, () => not(isSubset(["*"], cors.allowOrigins))),
  must: 'name its allow_origins for allow_credentials: API Gateway takes no "*" there',
});

/** The inputs of an HTTP API, under the same names in every pattern. */
export const httpApiMembers = {
  jwt: t.object(jwtMembers, { description: "Issuer of the tokens, for authorization JWT.", optional: true }),
  throttle: t.object(throttleMembers, {
    description: "Throttling of the whole API; beyond it callers get 429.",
    default: {},
    checks: [burstCoversRate],
  }),
};

/** What an HTTP API reads of its input. */
export type ApiSettings = Omit<ValueMembers<typeof httpApiMembers>, "cors"> & { readonly cors: object };

/** What browsers may do. */
export interface Cors {
  readonly allowOrigins: string[];
  readonly allowHeaders: string[];
  readonly allowMethods: string[];
  readonly exposeHeaders: string[];
  readonly maxAgeSeconds?: number;
  readonly allowCredentials?: Bool;
}

/** Rules that span the members of an HTTP API's input. */
export const jwtGivenForJwt = (input: { readonly authorization: string; readonly jwt: Jwt }) => ({
  holds: equals(equals(input.authorization, "JWT"), isSet(input.jwt)),
  must: 'have jwt = { issuer, audience } exactly when authorization is "JWT"',
});
