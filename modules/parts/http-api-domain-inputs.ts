import { check } from "../../lib/checks";
import type { CrossCheck } from "../../lib/findings";
import { equals, implies, isSet, not } from "../../lib/logic";
import { t, type ValueMembers } from "../../lib/types";
import { arn } from "./arn-checks";
import { arnIsPlaced, type Place } from "./place-checks";

/**
 * Keys of API mappings: letters, digits and some signs, in at most 10 levels and 300 characters; here without the signs that mean something elsewhere.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-mappings.html
 */
export const basePathChecks = [
  check.matching(
    "^[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+){0,9}$",
    'be a path of 1 to 10 segments such as "orders" or "shop/v1", with no slash at its ends',
  ),
  check.matching("^.{0,300}$", "have 300 characters at most"),
];

const domainMembers = {
  name: t.string({
    description: "Name of the domain, such as api.example.com.",
    checks: [
      check.matching(
        "^([*][.])?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?[.])+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$",
        "be a domain name in lower case",
      ),
    ],
  }),
  certificateArn: t.string({
    description: "ACM certificate of the domain, in the API's region; not for an existing domain.",
    optional: true,
    checks: [arn("certificate")],
  }),
  // An object: Terraform knows at plan that it is there, also when its id comes with the same apply.
  zone: t.object(
    {
      // `ResourceId` in Route 53's service model.
      id: t.string({
        description: "Id of the zone.",
        checks: [check.matching("^Z[A-Z0-9]{1,31}$", "be the id of a hosted zone, such as Z0123456789ABC")],
      }),
    },
    {
      description: "Route 53 hosted zone that gets the domain's record; null leaves DNS to you.",
      optional: true,
    },
  ),
  basePath: t.string({
    description:
      "Key of the API mapping: what comes before the routes' paths, such as orders/v1; null maps the whole domain.",
    optional: true,
    checks: basePathChecks,
  }),
  // A truth value and not the absence of the certificate, whose ARN may come with the same apply.
  existing: t.bool({
    description: "Whether the domain is made elsewhere, for several APIs, and gets only a mapping here.",
    default: false,
  }),
  disableDefaultEndpoint: t.bool({
    description: "Whether the API answers under its domain alone.",
    default: true,
  }),
};

export type Domain = ValueMembers<typeof domainMembers>;

/** The domain of an HTTP API, the same in every pattern. */
export const domainInput = t.object(domainMembers, {
  description: "Domain of the API; null uses the one that AWS gives.",
  optional: true,
  checks: [
    (domain) => ({
      holds: equals(isSet(domain.certificateArn), not(domain.existing)),
      must: "have a certificate_arn exactly when the domain is made here, which it is unless existing = true",
    }),
    (domain) => ({
      holds: implies(domain.existing, () => not(isSet(domain.zone))),
      must: "have no zone with existing = true: the record belongs to whoever makes the domain",
    }),
  ],
});

/** The certificate is in the API's region: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-custom-domain-names.html */
export const domainIsPlaced = (about: string, api: { readonly domain: Domain }, place: Place): CrossCheck => {
  const { must, holds } = arnIsPlaced(api.domain.certificateArn, place);
  return {
    about: `${about}.domain.certificate_arn`,
    holds: implies(isSet(api), () => implies(isSet(api.domain), holds)),
    must,
  };
};
