import { AddPermissionCommand, CreateAliasCommand } from "@aws-sdk/client-lambda";
import type { Workbench } from "./workbench";

/** How a route is called: its authorization, or all of its settings. */
type Route = "NONE" | "AWS_IAM" | Record<string, unknown>;

interface HttpApiSettings {
  /** Name of the API and of its function. Default: web. */
  readonly name?: string;
  /** Whether the function's policy lets the API invoke it. Default: true. */
  readonly permitted?: boolean;
  /** Alias of the function to lead to. Default: none, the function itself. */
  readonly alias?: string;
  /** What of the function the permission is for. Default: the alias, if there is one. */
  readonly permittedQualifier?: string | null;
  /** The function's time-out in seconds. */
  readonly Timeout?: number;
  /** The integration's time-out. */
  readonly timeoutInMillis?: number;
  /** Further settings of the stage. */
  readonly stage?: Record<string, unknown>;
  /** What browsers may do. */
  readonly cors?: { readonly allowOrigins: readonly string[]; readonly allowMethods: readonly string[] };
  /** Settings of a Lambda authorizer, which the routes with CUSTOM have, and what of its function API Gateway may invoke it. */
  readonly lambda?: Readonly<Record<string, unknown>> & { readonly source: string; readonly permitted?: string };
  /** Settings of a JWT authorizer, which the routes with JWT have. */
  readonly jwt?: { readonly issuer: string; readonly audience: readonly string[] };
}

/** A function that answers with its event. */
export const ECHO = "exports.handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event) });";

/** An HTTP API with a `$default` stage whose routes all lead to one function. Resolves to the API's URL. */
export async function httpApi(
  bench: Workbench,
  source: string,
  routes: Record<string, Route> = { "ANY /{proxy+}": "NONE" },
  settings: HttpApiSettings = {},
): Promise<string> {
  const {
    name = "web",
    permitted = true,
    alias,
    permittedQualifier = alias,
    Timeout,
    timeoutInMillis,
    stage,
    jwt,
    cors,
    lambda,
  } = settings;
  const arn = await bench.function(name, source, { Timeout });
  if (alias !== undefined) {
    await bench.lambda.send(new CreateAliasCommand({ FunctionName: name, Name: alias, FunctionVersion: "$LATEST" }));
  }
  const { apiId, apiEndpoint } = await bench.api("POST", "", {
    name,
    protocolType: "HTTP",
    corsConfiguration: cors,
  });
  if (permitted) {
    await bench.lambda.send(
      new AddPermissionCommand({
        FunctionName: name,
        Qualifier: permittedQualifier ?? undefined,
        StatementId: "api",
        Action: "lambda:InvokeFunction",
        Principal: "apigateway.amazonaws.com",
        SourceArn: `arn:aws:execute-api:${bench.aws.region}:${bench.aws.accountId}:${apiId}/*/*`,
      }),
    );
  }
  const { integrationId } = await bench.api("POST", `/${apiId}/integrations`, {
    integrationType: "AWS_PROXY",
    integrationUri: alias === undefined ? arn : `${arn}:${alias}`,
    payloadFormatVersion: "2.0",
    timeoutInMillis,
  });
  const target = `integrations/${integrationId}`;
  const authorizerId =
    (jwt && (await jwtAuthorizer(bench, apiId!, jwt))) ?? (lambda && (await lambdaAuthorizer(bench, apiId!, lambda)));
  for (const [routeKey, route] of Object.entries(routes)) {
    const more = typeof route === "string" ? { authorizationType: route } : { authorizerId, ...route };
    await bench.api("POST", `/${apiId}/routes`, { routeKey, target, ...more });
  }
  const stageVariables = { colour: "green" };
  await bench.api("POST", `/${apiId}/stages`, { stageName: "$default", autoDeploy: true, stageVariables, ...stage });
  return apiEndpoint!;
}

async function jwtAuthorizer(bench: Workbench, apiId: string, jwtConfiguration: object): Promise<string | undefined> {
  const { authorizerId } = await bench.api("POST", `/${apiId}/authorizers`, {
    name: "jwt",
    authorizerType: "JWT",
    identitySource: ["$request.header.Authorization"],
    jwtConfiguration,
  });
  return authorizerId;
}

async function lambdaAuthorizer(
  bench: Workbench,
  apiId: string,
  { source, permitted = "authorizers/*", ...settings }: NonNullable<HttpApiSettings["lambda"]>,
): Promise<string | undefined> {
  const arn = await bench.function("authorizer", source, { Timeout: 30 });
  await bench.lambda.send(
    new CreateAliasCommand({ FunctionName: "authorizer", Name: "live", FunctionVersion: "$LATEST" }),
  );
  await bench.lambda.send(
    new AddPermissionCommand({
      FunctionName: "authorizer",
      Qualifier: "live",
      StatementId: "api",
      Action: "lambda:InvokeFunction",
      Principal: "apigateway.amazonaws.com",
      SourceArn: `arn:aws:execute-api:${bench.aws.region}:${bench.aws.accountId}:${apiId}/${permitted}`,
    }),
  );
  const { authorizerId } = await bench.api("POST", `/${apiId}/authorizers`, {
    name: "keys",
    authorizerType: "REQUEST",
    identitySource: ["$request.header.x-api-key"],
    authorizerUri: `arn:aws:apigateway:${bench.aws.region}:lambda:path/2015-03-31/functions/${arn}:live/invocations`,
    authorizerPayloadFormatVersion: "2.0",
    authorizerResultTtlInSeconds: 0,
    enableSimpleResponses: true,
    ...settings,
  });
  return authorizerId;
}
