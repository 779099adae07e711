import { check } from "../../lib/checks";
import { hasAtMost, hasKey, isEmpty, keysOf } from "../../lib/entries";
import { eachEntry, eachKey } from "../../lib/findings";
import { inputs, type ReadOf } from "../../lib/inputs";
import { enumeration } from "../../lib/lists";
import { and, equals, implies, isSet, not, or, orElse } from "../../lib/logic";
import { t } from "../../lib/types";
import {
  CORS_HEADERS,
  corsHeaders,
  corsMembers,
  credentialsForNamed,
  httpApiMembers,
  MAX_INTEGRATIONS,
  ownOrExisting,
} from "../parts/http-api-inputs";
import { alarmMembers, common, roleNamesFit } from "../parts/inputs";
import { routeKeyChecks } from "../parts/route-key-checks";
import { authorizerInput, authorizerKey } from "./authorizer-inputs";
import { functionInput, usesTable } from "./function-inputs";
import { preflightsAdmitted, routeInput } from "./route-inputs";
import { policiesFit } from "./table-access";
import { tableInput } from "./table-inputs";

// IAM role names have 64 characters: 40 of the service's name, a hyphen, 5 of "_warm" and these.
const functionKey = check.matching(
  "^[a-z][a-z0-9-]{0,16}[a-z0-9]$",
  "have keys of 2 to 18 lower-case letters, digits or hyphens, starting with a letter",
);

const webCorsMembers = {
  // If-Match goes with the etag that a page may read.
  ...corsMembers([...CORS_HEADERS, "if-match"].sort()),
  allowMethods: t.strings({
    description: "Methods that a page may use.",
    default: ["DELETE", "GET", "PATCH", "POST", "PUT"],
    checks: [
      check.notEmpty("a method"),
      check.eachOneOf(["*", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]),
    ],
  }),
  exposeHeaders: t.strings({
    description: "Headers that a page may read.",
    default: ["etag", "location", "retry-after"],
    checks: [corsHeaders],
  }),
  maxAgeSeconds: t.number({
    description: "Seconds for which a browser may keep the answer to its preflight request.",
    default: 600,
    checks: [check.between(0, 86400, "seconds"), check.wholeNumber()],
  }),
  allowCredentials: t.bool({ description: "Whether a page may send cookies and the like.", default: false }),
};

/** The inputs of web-service: variables of the module, props of the construct. */
export const webServiceInputs = inputs(
  {
    name: common.name,
    functions: t.map(functionInput, {
      description: "The functions of the service by name, with the consumer's code.",
      checks: [eachKey(functionKey)],
    }),
    routes: t.map(routeInput, {
      description: 'The routes of the public API, such as "GET /orders/{id}" = { function = "orders" }.',
      checks: routeKeyChecks.map((one) => (routes) => one(keysOf(routes))),
    }),
    authorizers: t.map(authorizerInput, {
      description:
        'Lambda authorizers of routes with authorization "CUSTOM" by name, such as { keys = { function = "check-key" } }. They get payload format 2.0 and give simple answers.',
      checks: [eachKey(authorizerKey)],
    }),
    publicApi: t.object(
      {
        ...httpApiMembers,
        cors: t.object(webCorsMembers, {
          description: "Cross-origin calls from browsers; null admits none.",
          optional: true,
          checks: [credentialsForNamed],
        }),
      },
      {
        description: "The HTTP API; null makes the service internal: other services invoke its functions.",
        optional: true,
        default: {},
        checks: [ownOrExisting],
      },
    ),
    table: tableInput,
    kmsKeyArn: t.string({
      description:
        "KMS key that encrypts the table and the environment of functions; null uses keys that AWS owns. Its key policy must let the account use IAM policies.",
      optional: true,
      checks: common.kmsKeyArn.checks,
    }),
    alarms: t.object(
      {
        ...alarmMembers,
        errorRatePercent: t.number({
          description: "Share of answers with 5xx above which the alarm goes off, in percent.",
          default: 1,
          checks: [check.between(0, 100, "percent")],
        }),
        latencyP99Ms: t.number({
          description: "Milliseconds that one in a hundred requests may take longer.",
          default: 3000,
          checks: [check.aboveZero("ms")],
        }),
      },
      { description: "Alarms of functions and API.", default: {} },
    ),
    logs: common.logs,
    tracing: common.tracing,
    nodejsRuntime: t.string({
      description:
        "Lambda runtime of the functions that name none. Raise it when AWS ends this one; see docs/upgrading.md.",
      default: common.nodejsRuntime.default as string,
      checks: common.nodejsRuntime.checks,
    }),
    permissionsBoundaryArn: common.permissionsBoundaryArn,
    roleNameSuffix: common.roleNameSuffix,
    tags: common.tags,
  },
  ({ name, roleNameSuffix, functions, routes, authorizers, publicApi, table }) => [
    roleNamesFit({ name, roleNameSuffix }),
    {
      about: "functions",
      holds: not(isEmpty(functions)),
      must: 'have a function, such as { orders = { filename = "orders.zip" } }',
    },
    {
      about: "routes",
      holds: or(isSet(publicApi), isEmpty(routes)),
      must: "be empty where public_api is null: an internal service has no gateway",
    },
    ...eachEntry("routes", routes, (route) => ({
      member: "function",
      holds: hasKey(functions, route.function),
      must: `name one of functions (${enumeration(keysOf(functions))}); "${route.function}" is none`,
    })),
    ...eachEntry("routes", routes, (route) => ({
      member: "jwt",
      holds: implies(equals(route.authorization, "JWT"), () =>
        or(isSet(route.jwt), and(isSet(publicApi), isSet(publicApi.jwt))),
      ),
      must: 'have issuer and audience for authorization "JWT", here or in public_api.jwt',
    })),
    {
      about: "functions",
      holds: implies(isSet(publicApi), () => hasAtMost(functions, MAX_INTEGRATIONS)),
      must: `have ${MAX_INTEGRATIONS} entries at most where public_api is set: each is an integration, of which AWS allows an HTTP API no more. Make another service of some`,
    },
    {
      about: "authorizers",
      holds: or(isSet(publicApi), isEmpty(authorizers)),
      must: "be empty where public_api is null: an internal service has no gateway",
    },
    ...eachEntry("authorizers", authorizers, (authorizer) => ({
      member: "function",
      holds: implies(isSet(authorizer.function), () => hasKey(functions, authorizer.function as string)),
      must: `name one of functions (${enumeration(keysOf(functions))}); "${orElse(authorizer.function, "")}" is none`,
    })),
    ...eachEntry("routes", routes, (route) => ({
      member: "authorizer",
      holds: implies(isSet(route.authorizer), () => hasKey(authorizers, route.authorizer as string)),
      must: `name one of authorizers (${enumeration(keysOf(authorizers))}); "${orElse(route.authorizer, "")}" is none`,
    })),
    ...eachEntry("routes", routes, (route) => ({
      member: "throttle",
      holds: implies(isSet(route.throttle), () => not(and(isSet(publicApi), () => isSet(publicApi.existingApi)))),
      must: "be null with public_api.existing_api: throttling belongs to the stage, and so to the API's owner",
    })),
    ...preflightsAdmitted(
      routes,
      and(isSet(publicApi), () => isSet(publicApi.cors)),
    ),
    ...eachEntry("functions", functions, (fn) => ({
      member: "table_access",
      holds: implies(usesTable(fn), isSet(table)),
      must: 'be "none" where table is null: give a table, such as { hash_key = "id" }',
    })),
    ...eachEntry("functions", functions, (fn) => policiesFit({ name, table }, fn)),
  ],
);

export type WebServiceInput = ReadOf<typeof webServiceInputs>;
