import type { BadWebInput } from "./bad-web-inputs";

const CERTIFICATE_ARN = "arn:aws:acm:eu-central-1:123456789012:certificate/1";

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
