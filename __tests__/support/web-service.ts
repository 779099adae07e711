import type { ModuleStack } from "../../lib/module-stack";
import { WebService } from "../../modules/web-service";
import { webServiceInputs } from "../../modules/web-service/inputs";
import type { WebServiceProps } from "../../modules/web-service/props";
import { functionOptions } from "./function-options";
import { moduleStack } from "./synthesize";
import { variablesOf } from "./variables";

/** The construct with literals, in a stack of its own, with all outputs. */
export function webStack(props: WebServiceProps): ModuleStack {
  return moduleStack((stack) => {
    stack.outputs(new WebService(stack, "Default", props).describedOutputs);
  });
}

/** The same inputs as values of the module's variables. */
export const webVariables = (props: WebServiceProps) => variablesOf(webServiceInputs, props);

const KMS_KEY_ARN = "arn:aws:kms:eu-central-1:123456789012:key/0f5e1c1e-7d6b-4c57-9d2f-2b8a0a1c6f00";
const CERTIFICATE_ARN = "arn:aws:acm:eu-central-1:123456789012:certificate/0f5e1c1e-7d6b-4c57-9d2f-2b8a0a1c6f00";

/** Sets of good inputs that together reach every option. `filename` is a zip file that exists. */
export function goodWebInputs(filename: string) {
  return {
    minimal: {
      name: "shop",
      functions: { orders: { filename } },
      routes: { "GET /orders/{id}": { function: "orders" } },
    },
    internal: {
      name: "shop",
      functions: { "take-stock": { filename, tableAccess: "read_write" }, audit: { filename, tableAccess: "read" } },
      publicApi: null,
      table: { hashKey: "bestell-nr. ä" },
    },
    "every option": {
      name: "every-option",
      functions: {
        create: {
          filename,
          ...functionOptions,
          fileSystem: { ...functionOptions.fileSystem, readOnly: false },
          handler: "create.handle",
          timeoutSeconds: 12,
          tableAccess: "write",
          tableActions: ["UpdateItem", "PutItem"],
          provisionedConcurrency: 20,
          warmUp: { schedule: "rate(1 minute)" },
        },
        list: {
          s3: { bucket: "code", key: "list.zip", objectVersion: "7" },
          tableAccess: "read",
          tableActions: ["Scan", "Query", "GetItem"],
        },
        report: {
          filename,
          runtime: "dotnet8",
          snapStart: true,
          vpc: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] },
          ephemeralStorageMb: 512,
        },
        search: {
          imageUri: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/search:1",
          tableAccess: "read_write",
          warmUp: {},
        },
      },
      routes: {
        "POST /orders": { function: "create", authorization: "JWT", scopes: ["orders/write", "admin"] },
        "GET /orders": { function: "list", throttle: { requestsPerSecond: 12.5, burst: 30 } },
        "ANY /orders/{id}/lines/{proxy+}": { function: "list", throttle: null },
        "GET /search": { function: "search", authorization: "NONE", throttle: {} },
        $default: { function: "search" },
        "GET /mine": { function: "list", authorization: "CUSTOM", authorizer: "keys" },
        "GET /theirs": { function: "list", authorization: "CUSTOM", authorizer: "partners" },
        "OPTIONS /": { function: "search", authorization: "NONE" },
        // An open route for every method lets preflight requests in, too.
        "ANY /{all+}": { function: "search", authorization: "NONE" },
        "OPTIONS /orders/{order}/lines/{rest+}": { function: "search", authorization: "NONE" },
      },
      authorizers: {
        keys: {
          function: "search",
          identitySources: ["$request.header.x-api-key", "$context.routeKey"],
          cacheSeconds: 300,
        },
        partners: { functionArn: "arn:aws:lambda:eu-central-1:123456789012:function:partners:live" },
      },
      publicApi: {
        jwt: { issuer: "https://idp.example.com", audience: ["shop", "ops"] },
        throttle: { requestsPerSecond: 100, burst: 100 },
        detailedMetrics: true,
        cors: {
          allowOrigins: ["https://app.example.com"],
          allowHeaders: ["content-type"],
          allowMethods: ["GET", "POST"],
          exposeHeaders: ["etag"],
          maxAgeSeconds: 0,
          allowCredentials: true,
        },
        domain: {
          name: "api.example.com",
          certificateArn: CERTIFICATE_ARN,
          zone: { id: "Z0123456789" },
          basePath: "v1",
          disableDefaultEndpoint: false,
        },
      },
      table: {
        hashKey: "customer",
        rangeKey: "placed_at",
        attributeTypes: { placed_at: "N", total: "N" },
        indexes: {
          "by-status": { hashKey: "status", rangeKey: "placed_at" },
          by_total: { hashKey: "total", projection: "INCLUDE", nonKeyAttributes: ["lines"] },
        },
        ttlAttribute: "expires_at",
        streamViewType: "NEW_AND_OLD_IMAGES",
        deletionProtection: false,
        pointInTimeRecovery: false,
      },
      kmsKeyArn: KMS_KEY_ARN,
      alarms: {
        actionArns: ["arn:aws:sns:eu-central-1:123456789012:ops"],
        errorRatePercent: 0.5,
        latencyP99Ms: 800,
      },
      logs: { level: "DEBUG", retentionDays: 1, kmsKeyArn: KMS_KEY_ARN },
      tracing: false,
      nodejsRuntime: "nodejs22.x",
      permissionsBoundaryArn: "arn:aws:iam::123456789012:policy/boundary",
      roleNameSuffix: "-eu-central-1",
      tags: { Team: "shop", "a b:c/d": "+ - = . _ : / @ é" },
    },
    "two issuers, an existing API": {
      name: "shop",
      functions: { orders: { filename } },
      routes: {
        "GET /orders": { function: "orders", authorization: "JWT" },
        "POST /partners/{partner}/orders": {
          function: "orders",
          authorization: "JWT",
          jwt: { issuer: "https://partners.example.com", audience: ["partner"] },
        },
      },
      publicApi: {
        existingApi: { id: "a1b2c3d4e5" },
        jwt: { issuer: "https://idp.example.com", audience: ["shop"] },
      },
      alarms: { enabled: false },
    },
    "an issuer for one route alone": {
      name: "shop",
      functions: { orders: { filename } },
      routes: {
        "GET /orders": {
          function: "orders",
          authorization: "JWT",
          jwt: { issuer: "https://idp.example.com", audience: ["shop"] },
        },
        "GET /health": { function: "orders", authorization: "NONE" },
      },
      publicApi: { domain: { name: "api.example.com", certificateArn: CERTIFICATE_ARN } },
    },
  } satisfies Readonly<Record<string, WebServiceProps>>;
}

export type GoodWebInputs = ReturnType<typeof goodWebInputs>;
