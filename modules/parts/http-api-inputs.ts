import { check } from "../../lib/checks";
import { equals, isSet } from "../../lib/logic";
import { t, type ValueMembers } from "../../lib/types";

/** The inputs of an HTTP API, under the same names in every pattern. */
export const httpApiMembers = {
  authorization: t.string({
    description: "Who may call: AWS_IAM (signed requests), JWT (see `jwt`) or NONE, which must be written out.",
    default: "AWS_IAM",
    checks: [check.oneOf(["AWS_IAM", "JWT", "NONE"])],
  }),
  jwt: t.object(
    {
      issuer: t.string({
        description: "URL of the issuer.",
        checks: [check.matching("^https://.+", "be a URL that starts with https://")],
      }),
      audience: t.strings({ description: "Accepted audiences (client ids)." }),
    },
    { description: "Issuer of the tokens, for authorization JWT.", optional: true },
  ),
  throttle: t.object(
    {
      requestsPerSecond: t.number({
        description: "Steady rate of requests a second.",
        default: 500,
        checks: [check.aboveZero("requests a second")],
      }),
      burst: t.number({
        description: "Requests that may come at once.",
        default: 1000,
        checks: [check.aboveZero("requests"), check.wholeNumber()],
      }),
    },
    { description: "Throttling of the whole API; beyond it callers get 429.", default: {} },
  ),
  cors: t.object(
    {
      allowOrigins: t.strings({ description: "Origins, such as https://app.example.com." }),
      allowHeaders: t.strings({
        description: "Headers that a page may send.",
        default: ["authorization", "content-type", "idempotency-key"],
      }),
    },
    { description: "Cross-origin calls from browsers; null admits none.", optional: true },
  ),
};

export type HttpApiInput = ValueMembers<typeof httpApiMembers>;

/** Rules that span the members of an HTTP API's input. */
export const jwtGivenForJwt = (input: HttpApiInput) => ({
  holds: equals(equals(input.authorization, "JWT"), isSet(input.jwt)),
  must: 'have jwt = { issuer, audience } exactly when authorization is "JWT"',
});
