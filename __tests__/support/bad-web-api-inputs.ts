import type { BadWebInput } from "./bad-web-inputs";

const CERTIFICATE_ARN = "arn:aws:acm:eu-central-1:123456789012:certificate/1";

const CERTIFICATE_OR_EXISTING =
  "public_api.domain must have a certificate_arn exactly when the domain is made here, which it is unless existing = true.";

/** What is wrong with an API as a whole. */
export const badApiInputs: readonly BadWebInput[] = [
  {
    what: "the API's issuer, that anybody may overhear",
    wrong: { publicApi: { jwt: { issuer: "http://idp.example.com", audience: ["shop"] } } },
    message: "public_api.jwt.issuer must be a URL that starts with https://, without query and fragment.",
  },
  {
    what: "tokens for everybody",
    wrong: { publicApi: { jwt: { issuer: "https://idp.example.com", audience: [] } } },
    message: "public_api.jwt.audience must hold a client id at least.",
  },
  {
    what: "a burst below the API's rate",
    wrong: { publicApi: { throttle: { requestsPerSecond: 20, burst: 10 } } },
    message:
      "public_api.throttle must have a burst of at least requests_per_second: raise burst or lower requests_per_second.",
  },
  {
    what: "an unknown method of browsers",
    wrong: { publicApi: { cors: { allowOrigins: ["https://app.example.com"], allowMethods: ["GET", "FETCH"] } } },
    message: "public_api.cors.allow_methods must hold nothing but *, DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT.",
  },
  {
    what: "an origin without a scheme",
    wrong: { publicApi: { cors: { allowOrigins: ["app.example.com"] } } },
    message:
      "public_api.cors.allow_origins must hold origins, which are a scheme and a host, such as https://app.example.com, without a path; or *, http://* or https://*.",
  },
  {
    what: "no origins",
    wrong: { publicApi: { cors: { allowOrigins: [] } } },
    message: "public_api.cors.allow_origins must hold an origin at least.",
  },
  {
    what: "a header with a colon",
    wrong: { publicApi: { cors: { allowOrigins: ["*"], exposeHeaders: ["etag:"] } } },
    message: "public_api.cors.expose_headers must hold names of headers, such as content-type, or *.",
  },
  {
    what: "a zone by its name",
    wrong: {
      publicApi: { domain: { name: "api.example.com", certificateArn: CERTIFICATE_ARN, zone: { id: "example.com" } } },
    },
    message: "public_api.domain.zone.id must be the id of a hosted zone, such as Z0123456789ABC.",
  },
  {
    what: "an issuer with a query",
    wrong: { publicApi: { jwt: { issuer: "https://idp.example.com?tenant=1", audience: ["shop"] } } },
    message: "public_api.jwt.issuer must be a URL that starts with https://, without query and fragment.",
  },
  {
    what: "cookies for every origin",
    wrong: { publicApi: { cors: { allowOrigins: ["*"], allowCredentials: true } } },
    message: 'public_api.cors must name its allow_origins for allow_credentials: API Gateway takes no "*" there.',
  },
  {
    what: "a domain without a certificate",
    wrong: { publicApi: { domain: { name: "api.example.com" } } },
    message: CERTIFICATE_OR_EXISTING,
  },
  {
    what: "a certificate for a domain that others make",
    wrong: { publicApi: { domain: { name: "api.example.com", existing: true, certificateArn: CERTIFICATE_ARN } } },
    message: CERTIFICATE_OR_EXISTING,
  },
  {
    what: "a record for a domain that others make",
    wrong: { publicApi: { domain: { name: "api.example.com", existing: true, zone: { id: "Z1" } } } },
    message:
      "public_api.domain must have no zone with existing = true: the record belongs to whoever makes the domain.",
  },
  ...["/v1", "v1/", "a//b", "", "a b", "$v1", "v1?x", Array(11).fill("v").join("/")].map((basePath) => ({
    what: `a base path such as "${basePath}"`,
    wrong: { publicApi: { domain: { name: "api.example.com", existing: true, basePath } } },
    message:
      'public_api.domain.base_path must be a path of 1 to 10 segments such as "orders" or "shop/v1", with no slash at its ends.',
  })),
  {
    what: "a base path that no mapping takes",
    wrong: { publicApi: { domain: { name: "api.example.com", existing: true, basePath: "v".repeat(301) } } },
    message: "public_api.domain.base_path must have 300 characters at most.",
  },
  {
    what: "an API's URL for its id",
    wrong: { publicApi: { existingApi: { id: "https://a1b2c3.execute-api.eu-central-1.amazonaws.com" } } },
    message: "public_api.existing_api.id must be the id of an HTTP API, such as a1b2c3d4e5.",
  },
  {
    what: "an endpoint that ends with a slash",
    wrong: { publicApi: { existingApi: { id: "a1b2c3", endpoint: "https://api.example.com/" } } },
    message: "public_api.existing_api.endpoint must be a URL with no slash at its end.",
  },
  ...[
    { cors: { allowOrigins: ["https://app.example.com"] } },
    { domain: { name: "api.example.com", existing: true } },
    { throttle: { burst: 2000 } },
    { detailedMetrics: true },
  ].map((owners) => ({
    what: `${Object.keys(owners)[0]} of an API that others own`,
    wrong: { publicApi: { existingApi: { id: "a1b2c3" }, ...owners } },
    message:
      "public_api must have no cors, domain, detailed_metrics or throttle with existing_api: they belong to the API's owner.",
  })),
  {
    what: "a domain with a scheme",
    wrong: { publicApi: { domain: { name: "https://api.example.com", certificateArn: CERTIFICATE_ARN } } },
    message: "public_api.domain.name must be a domain name in lower case.",
  },
  {
    what: "a certificate of another service",
    wrong: {
      publicApi: {
        domain: { name: "api.example.com", certificateArn: "arn:aws:iam::123456789012:server-certificate/api" },
      },
    },
    message:
      "public_api.domain.certificate_arn must be the ARN of an ACM certificate, such as arn:aws:acm:eu-central-1:123456789012:certificate/….",
  },
];
