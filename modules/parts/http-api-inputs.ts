import { check } from "../../lib/checks";
import type { Bool } from "../../lib/expression";
import { isSubset } from "../../lib/lists";
import { atLeast, equals, every, implies, isSet, not } from "../../lib/logic";
import { t, type ValueMembers } from "../../lib/types";
import { basePathChecks, domainInput } from "./http-api-domain-inputs";

/** Who may call, in every pattern with an HTTP API. */
export const authorizationInput = t.string({
  description: "Who may call: AWS_IAM (signed requests), JWT (see `jwt`) or NONE, which must be written out.",
  default: "AWS_IAM",
  checks: [check.oneOf(["AWS_IAM", "JWT", "NONE"])],
});

/** The same where code of the consumer's may decide. */
export const customAuthorizationInput = t.string({
  description:
    "Who may call: AWS_IAM (signed requests), JWT (see `jwt`), CUSTOM (see `authorizer`) or NONE, which must be written out.",
  default: "AWS_IAM",
  checks: [check.oneOf(["AWS_IAM", "JWT", "CUSTOM", "NONE"])],
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

const DEFAULT_THROTTLE = { requestsPerSecond: 500, burst: 1000 } as const;

/** A rate and a burst of requests. */
export const throttleMembers = {
  requestsPerSecond: t.number({
    description: "Steady rate of requests a second.",
    default: DEFAULT_THROTTLE.requestsPerSecond,
    checks: [check.aboveZero("requests a second")],
  }),
  burst: t.number({
    description: "Requests that may come at once; not below the rate.",
    default: DEFAULT_THROTTLE.burst,
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

/**
 * What a page sends to the routes as they are by default: a body, an idempotency key, and the headers of a signature (AWS_IAM) or a token.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export const CORS_HEADERS = [
  "authorization",
  "content-type",
  "idempotency-key",
  "x-amz-content-sha256",
  "x-amz-date",
  "x-amz-security-token",
];

/** Whom browsers may call for, and with what. @param allowHeaders what pages may send, by default */
export const corsMembers = (allowHeaders: readonly string[] = CORS_HEADERS) => ({
  allowOrigins: t.strings({
    description: "Origins, such as https://app.example.com.",
    checks: [check.notEmpty("an origin"), origins],
  }),
  allowHeaders: t.strings({
    description: "Headers that a page may send; by default those of signed requests and tokens, too.",
    default: allowHeaders,
    checks: [corsHeaders],
  }),
});

/** API Gateway refuses the two together: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html */
export const credentialsForNamed = (cors: { readonly allowOrigins: string[]; readonly allowCredentials: Bool }) => ({
  holds: implies(cors.allowCredentials, () => not(isSubset(["*"], cors.allowOrigins))),
  must: 'name its allow_origins for allow_credentials: API Gateway takes no "*" there',
});

/** Integrations of an HTTP API, which AWS does not raise: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
export const MAX_INTEGRATIONS = 300;

const existingApiMembers = {
  id: t.string({
    description: "Id of the API.",
    checks: [check.matching("^[a-z0-9]+$", "be the id of an HTTP API, such as a1b2c3d4e5")],
  }),
  endpoint: t.string({
    description: "URL under which clients call the API, with its stage or base path; the module only passes it on.",
    optional: true,
    checks: [check.matching("^https?://[^/]+(/.*[^/])?$", "be a URL with no slash at its end")],
  }),
  basePath: t.string({
    description: "Key of the API mapping under which the API is called by its domain; null for none.",
    optional: true,
    checks: basePathChecks,
  }),
};
export type ExistingApi = ValueMembers<typeof existingApiMembers>;

/** The inputs of an HTTP API, under the same names in every pattern. */
export const httpApiMembers = {
  domain: domainInput,
  // An object: Terraform knows at plan that it is there, also when its id comes with the same apply.
  existingApi: t.object(existingApiMembers, {
    description:
      "An HTTP API that is there already and gets the routes; null makes one. Its stage, which must deploy by itself, its throttling, CORS, domain and access log are its owner's, and so is an alarm on its 5xx: the module makes none, and does not know which pages its CORS admits.",
    optional: true,
  }),
  jwt: t.object(jwtMembers, { description: "Issuer of the tokens, for authorization JWT.", optional: true }),
  throttle: t.object(throttleMembers, {
    description: "Throttling of the whole API; beyond it callers get 429.",
    default: {},
    checks: [burstCoversRate],
  }),
  detailedMetrics: t.bool({
    description:
      "Whether CloudWatch keeps metrics of each route beside those of the API: six custom metrics, which cost 1.80 USD a route and month. No alarm needs them.",
    default: false,
  }),
};

/** What an HTTP API reads of its input. */
export type ApiSettings = ValueMembers<typeof httpApiMembers> & { readonly cors: object };

/** What belongs to the API as a whole is for its owner to say. */
export const ownOrExisting = (api: ApiSettings) => ({
  holds: implies(isSet(api.existingApi), () =>
    every([
      not(isSet(api.cors)),
      not(isSet(api.domain)),
      not(api.detailedMetrics),
      equals(api.throttle.requestsPerSecond, DEFAULT_THROTTLE.requestsPerSecond),
      equals(api.throttle.burst, DEFAULT_THROTTLE.burst),
    ]),
  ),
  must: "have no cors, domain, detailed_metrics or throttle with existing_api: they belong to the API's owner",
});

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
