import type { WebServiceFunctions, WebServiceProps, WebServiceRoutes } from "../../modules/web-service/props";
import { badCommonInputs } from "./bad-common-inputs";
import { badFunctionInputs } from "./bad-function-inputs";
import type { BadInput } from "./bad-inputs";
import { badApiInputs } from "./bad-web-api-inputs";
import { badTableInputs } from "./bad-web-table-inputs";

export type BadWebInput = BadInput<Partial<WebServiceProps>>;

const AUTHORIZER_ARN = "arn:aws:lambda:eu-central-1:123456789012:function:keys:live";
const notRouteKey = (key: string) =>
  `routes must have keys such as "GET /orders/{id}" or "ANY /{path+}", whose paths end without a slash, or $default, which is not true of "${key}".`;
const notFunctionKey = (key: string) =>
  `functions must have keys of 2 to 18 lower-case letters, digits or hyphens, starting with a letter, which is not true of "${key}".`;

/** Good inputs with one thing wrong in them. */
export const withWrong = (good: WebServiceProps, { wrong }: BadWebInput): WebServiceProps => ({ ...good, ...wrong });

const CORS = { cors: { allowOrigins: ["https://app.example.com"] } };
const PREFLIGHTS =
  'leave preflight requests, which carry no credentials, to routes with authorization = "NONE" where public_api.cors is set';

/** Routes at which browsers' preflight requests end. */
const closedPreflights: readonly BadWebInput[] = (
  [
    ["every method of a path", "ANY /orders/{id}", "OPTIONS /orders/{id}", {}],
    [
      "every method, with an open route for another path",
      "ANY /orders",
      "OPTIONS /orders",
      { "OPTIONS /others": "NONE" },
    ],
    ["every path", "$default", "OPTIONS /, OPTIONS /{proxy+}", {}],
    [
      "every path, with an open route for all but the root",
      "$default",
      "OPTIONS /, OPTIONS /{proxy+}",
      { "OPTIONS /{x+}": "NONE" },
    ],
    ["preflight requests", "OPTIONS /orders", "OPTIONS /orders", {}],
  ] as const
).map(([what, key, needed, more]) => ({
  what: `an authorizer for ${what}, with CORS`,
  wrong: {
    routes: Object.fromEntries([
      [key, { function: "orders" }],
      ...Object.entries(more).map(([open, authorization]) => [open, { function: "orders", authorization }]),
    ]),
    publicApi: CORS,
  },
  message: `routes["${key}"] must ${PREFLIGHTS}: add ${needed}, or name methods instead of ANY and $default.`,
  across: true,
}));

/** Inputs that no deployment may begin with. One table for TypeScript and for Terraform: same rule, same words. */
export function badWebInputs(filename: string): readonly BadWebInput[] {
  const ofFunction = (members: Partial<WebServiceFunctions>) => ({ functions: { orders: { filename, ...members } } });
  const ofRoute = (members: Partial<WebServiceRoutes>, publicApi: WebServiceProps["publicApi"] = {}) => ({
    routes: { "GET /orders": { function: "orders", ...members } },
    publicApi,
  });
  return [
    ...badCommonInputs,
    ...badFunctionInputs('functions["orders"]', ofFunction),
    {
      what: "a function of null",
      wrong: { functions: { orders: { filename }, stock: null as unknown as WebServiceFunctions } },
      message: 'functions["stock"] must not be null: leave the entry out, or give an object.',
    },
    {
      what: "a route of null",
      wrong: { routes: { "GET /orders": null as unknown as WebServiceRoutes } },
      message: 'routes["GET /orders"] must not be null: leave the entry out, or give an object.',
    },
    {
      what: "a route without its function",
      wrong: { routes: { "GET /orders": { function: null as unknown as string } } },
      message: 'routes["GET /orders"].function must be given.',
    },
    {
      what: "a name with capitals",
      wrong: { name: "Shop" },
      message: "name must be 3 to 40 lower-case letters, digits or hyphens, starting with a letter.",
    },
    {
      what: "no functions",
      wrong: { functions: {}, routes: {} },
      message: 'functions must have a function, such as { orders = { filename = "orders.zip" } }.',
      across: true,
    },
    {
      what: "a function key with an underscore",
      wrong: { functions: { ta_ke: { filename } }, routes: {} },
      message: notFunctionKey("ta_ke"),
    },
    {
      what: "a function key that is too long for a role",
      wrong: { functions: { ["o".repeat(19)]: { filename } }, routes: {} },
      message: notFunctionKey("o".repeat(19)),
    },
    {
      what: "a snapshot, and environments that are kept ready",
      wrong: ofFunction({ runtime: "java21", snapStart: true, provisionedConcurrency: 2 }),
      message:
        'functions["orders"] must have no provisioned_concurrency together with snap_start: Lambda takes one of them.',
    },
    {
      what: "no source of code",
      wrong: ofFunction({ filename: undefined }),
      message: 'functions["orders"] must have exactly one of filename, s3 and image_uri.',
    },
    {
      what: "two sources of code",
      wrong: ofFunction({ s3: { bucket: "code", key: "orders.zip" } }),
      message: 'functions["orders"] must have exactly one of filename, s3 and image_uri.',
    },
    {
      what: "a package that does not exist",
      wrong: ofFunction({ filename: "no-such-folder/orders.zip" }),
      message:
        'functions["orders"].filename must be a file that exists: build the package first; a relative path starts where Terraform runs.',
    },
    {
      what: "a timeout over 900",
      wrong: ofFunction({ timeoutSeconds: 901 }),
      message: 'functions["orders"].timeout_seconds must be 1 to 900 seconds, Lambda\'s bounds.',
    },
    {
      what: "a variable that the module sets",
      wrong: {
        ...ofFunction({ environment: { TABLE_NAME: "mine" }, tableAccess: "read" }),
        table: { hashKey: "id" },
      },
      message:
        'functions["orders"] must not set TABLE_NAME in its environment, which the module sets for its table_access.',
    },
    {
      what: "an unknown access to the table",
      wrong: { ...ofFunction({ tableAccess: "all" }), table: { hashKey: "id" } },
      message: 'functions["orders"].table_access must be one of none, read, write, read_write.',
    },
    {
      what: "access to a table that is not there",
      wrong: ofFunction({ tableAccess: "read" }),
      message:
        'functions["orders"].table_access must be "none" where table is null: give a table, such as { hash_key = "id" }.',
      across: true,
    },
    {
      what: "actions beyond the level",
      wrong: {
        ...ofFunction({ tableAccess: "read", tableActions: ["GetItem", "PutItem"] }),
        table: { hashKey: "id" },
      },
      message:
        'functions["orders"] must have only table_actions of its table_access (BatchGetItem, ConditionCheckItem, GetItem, Query, Scan): raise table_access, or leave the action out.',
    },
    {
      what: "actions that no level has",
      wrong: {
        ...ofFunction({ tableAccess: "write", tableActions: ["PutItem", "DeleteTable"] }),
        table: { hashKey: "id" },
      },
      message:
        'functions["orders"] must have only table_actions of its table_access (BatchWriteItem, ConditionCheckItem, DeleteItem, PutItem, UpdateItem): raise table_access, or leave the action out.',
    },
    {
      what: "more executions kept ready than may run",
      wrong: ofFunction({ provisionedConcurrency: 3, reservedConcurrency: 2 }),
      message: 'functions["orders"] must have a reserved_concurrency of at least provisioned_concurrency.',
    },
    {
      what: "no executions kept ready",
      wrong: ofFunction({ provisionedConcurrency: 0 }),
      message: 'functions["orders"].provisioned_concurrency must be above 0 executions.',
    },
    {
      what: "a schedule in words",
      wrong: ofFunction({ warmUp: { schedule: "now and then" } }),
      message:
        'functions["orders"].warm_up.schedule must be a schedule such as cron(0 22 ? * FRI *), rate(5 minutes), rate(1 hour) or at(2027-01-31T22:00:00).',
    },
    {
      what: "a route to nowhere",
      wrong: { routes: { "GET /orders": { function: "order" } } },
      message: 'routes["GET /orders"].function must name one of functions (orders); "order" is none.',
      across: true,
    },
    {
      what: "a throttle of a route on an API that others own",
      wrong: ofRoute({ throttle: {} }, { existingApi: { id: "a1b2c3" } }),
      message:
        'routes["GET /orders"].throttle must be null with public_api.existing_api: throttling belongs to the stage, and so to the API\'s owner.',
      across: true,
    },
    {
      what: "more indexes than a role can name beside the function's statements",
      wrong: {
        ...ofFunction({
          tableAccess: "read",
          policyStatements: JSON.stringify([
            { Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::${"x".repeat(1000)}` },
          ]),
        }),
        table: {
          hashKey: "id",
          indexes: Object.fromEntries(
            Array.from({ length: 20 }, (_, index) => [`${"i".repeat(240)}-${index}`, { hashKey: "status" }]),
          ),
        },
      },
      message:
        'functions["orders"] must have policy_statements that are, with the ARNs of table.indexes, at most 7168 characters: all inline policies of a role have 10240. Shorten the statements or the names of indexes, or give table_actions without Query and Scan.',
      across: true,
    },
    {
      what: "more functions than an API has integrations",
      wrong: {
        functions: Object.fromEntries(
          ["orders", ...Array.from({ length: 300 }, (_, index) => `fn-${index}`)].map((key) => [key, { filename }]),
        ),
      },
      message:
        "functions must have 300 entries at most where public_api is set: each is an integration, of which AWS allows an HTTP API no more. Make another service of some.",
      across: true,
    },
    {
      what: "a route without a method",
      wrong: { routes: { "/orders": { function: "orders" } } },
      message: notRouteKey("/orders"),
    },
    {
      what: "a route of an unknown method",
      wrong: { routes: { "FETCH /orders": { function: "orders" } } },
      message: notRouteKey("FETCH /orders"),
    },
    {
      what: "a route with a space in it",
      wrong: { routes: { "GET /orders HTTP/1.1": { function: "orders" } } },
      message: notRouteKey("GET /orders HTTP/1.1"),
    },
    {
      what: "a route with a second line",
      wrong: { routes: { "GET /orders\n": { function: "orders" } } },
      message: notRouteKey("GET /orders\n"),
    },
    {
      what: "a route with a wildcard, of which its permission would be too wide",
      wrong: { routes: { "GET /*": { function: "orders" } } },
      message: notRouteKey("GET /*"),
    },
    {
      what: "a route with half a template",
      wrong: { routes: { "GET /${id": { function: "orders" } } },
      message: notRouteKey("GET /${id"),
    },
    {
      what: "a route with a slash at its end",
      wrong: { routes: { "GET /orders/": { function: "orders" } } },
      message: notRouteKey("GET /orders/"),
    },
    {
      what: "a route with one parameter twice",
      wrong: { routes: { "GET /a/{id}/{id}": { function: "orders" } } },
      message: 'routes must have keys that name each path parameter once, which is not true of "GET /a/{id}/{id}".',
    },
    {
      what: "two routes that are one",
      wrong: { routes: { "GET /a/{x}": { function: "orders" }, "GET /a/{y}": { function: "orders" } } },
      message:
        'routes must have keys that differ in more than the names of path parameters, at which API Gateway does not look, which is not true of "GET /a/{x}", "GET /a/{y}".',
    },
    {
      what: "a scope of two words",
      wrong: ofRoute(
        { authorization: "JWT", scopes: ["orders write"] },
        { jwt: { issuer: "https://a.b", audience: ["c"] } },
      ),
      message: 'routes["GET /orders"].scopes must hold scopes of 1 to 64 printable characters without spaces.',
    },
    {
      what: "routes of an internal service",
      wrong: { publicApi: null },
      message: "routes must be empty where public_api is null: an internal service has no gateway.",
      across: true,
    },
    {
      what: "an unknown authorization",
      wrong: ofRoute({ authorization: "OPEN" }),
      message: 'routes["GET /orders"].authorization must be one of AWS_IAM, JWT, CUSTOM, NONE.',
    },
    {
      what: "tokens of an unknown issuer",
      wrong: ofRoute({ authorization: "JWT" }),
      message:
        'routes["GET /orders"].jwt must have issuer and audience for authorization "JWT", here or in public_api.jwt.',
      across: true,
    },
    {
      what: "an issuer of a route for signed requests",
      wrong: ofRoute({ jwt: { issuer: "https://idp.example.com", audience: ["shop"] } }),
      message: 'routes["GET /orders"] must have jwt only with authorization = "JWT".',
    },
    {
      what: "scopes of a route for signed requests",
      wrong: ofRoute({ scopes: ["admin"] }),
      message: 'routes["GET /orders"] must have scopes only with authorization = "JWT": a signed request has none.',
    },
    {
      what: "an issuer that anybody may overhear",
      wrong: ofRoute({ authorization: "JWT", jwt: { issuer: "http://idp.example.com", audience: ["shop"] } }),
      message: 'routes["GET /orders"].jwt.issuer must be a URL that starts with https://, without query and fragment.',
    },
    {
      what: "a burst below a route's rate, by the default",
      wrong: ofRoute({ throttle: { requestsPerSecond: 1001 } }),
      message:
        'routes["GET /orders"].throttle must have a burst of at least requests_per_second: raise burst or lower requests_per_second.',
    },
    {
      what: "a Lambda authorizer for signed requests",
      wrong: { ...ofRoute({ authorizer: "keys" }), authorizers: { keys: { function: "orders" } } },
      message: 'routes["GET /orders"] must have authorizer exactly with authorization = "CUSTOM".',
    },
    {
      what: "authorization by nobody",
      wrong: ofRoute({ authorization: "CUSTOM" }),
      message: 'routes["GET /orders"] must have authorizer exactly with authorization = "CUSTOM".',
    },
    {
      what: "a Lambda authorizer that is not there",
      wrong: {
        ...ofRoute({ authorization: "CUSTOM", authorizer: "key" }),
        authorizers: { keys: { function: "orders" } },
      },
      message: 'routes["GET /orders"].authorizer must name one of authorizers (keys); "key" is none.',
      across: true,
    },
    {
      what: "a Lambda authorizer without its function",
      wrong: { authorizers: { keys: { function: "keys" } } },
      message: 'authorizers["keys"].function must name one of functions (orders); "keys" is none.',
      across: true,
    },
    {
      what: "a Lambda authorizer of nothing",
      wrong: { authorizers: { keys: {} } },
      message: 'authorizers["keys"] must have exactly one of function and function_arn.',
    },
    {
      what: "a Lambda authorizer of two functions",
      wrong: { authorizers: { keys: { function: "orders", functionArn: AUTHORIZER_ARN } } },
      message: 'authorizers["keys"] must have exactly one of function and function_arn.',
    },
    {
      what: "a Lambda authorizer by its name",
      wrong: { authorizers: { keys: { functionArn: "keys" } } },
      message:
        'authorizers["keys"].function_arn must be the ARN of a Lambda function, its version or alias, such as arn:aws:lambda:eu-central-1:123456789012:function:keys:live.',
    },
    {
      what: "a cache without a key",
      wrong: { authorizers: { keys: { function: "orders", identitySources: [], cacheSeconds: 1 } } },
      message:
        'authorizers["keys"] must have identity_sources for cache_seconds: without a key, the decision about one caller would hold for all.',
    },
    {
      what: "a cache of more than an hour",
      wrong: { authorizers: { keys: { function: "orders", cacheSeconds: 3601 } } },
      message: 'authorizers["keys"].cache_seconds must be 0 to 3600 seconds, API Gateway\'s bounds.',
    },
    {
      what: "an identity source in the form of REST APIs",
      wrong: {
        authorizers: { keys: { function: "orders", identitySources: ["method.request.header.Authorization"] } },
      },
      message:
        'authorizers["keys"].identity_sources must hold selections such as $request.header.Authorization, $request.querystring.token or $context.routeKey.',
    },
    {
      what: "an authorizer whose key is none of a permission",
      wrong: { authorizers: { my_keys: { function: "orders" } } },
      message:
        'authorizers must have keys of 2 to 40 lower-case letters, digits or hyphens, starting with a letter, which is not true of "my_keys".',
    },
    {
      what: "authorizers of an internal service",
      wrong: { routes: {}, publicApi: null, authorizers: { keys: { function: "orders" } } },
      message: "authorizers must be empty where public_api is null: an internal service has no gateway.",
      across: true,
    },
    ...closedPreflights,
    {
      what: "an error rate over 100",
      wrong: { alarms: { errorRatePercent: 101 } },
      message: "alarms.error_rate_percent must be 0 to 100 percent.",
    },
    {
      what: "an alarm that always rings",
      wrong: { alarms: { latencyP99Ms: 0 } },
      message: "alarms.latency_p99_ms must be above 0 ms.",
    },
    ...badApiInputs,
    ...badTableInputs,
  ];
}
