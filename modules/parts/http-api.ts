import { Apigatewayv2Api } from "@cdktf/provider-aws/lib/apigatewayv2-api";
import { Apigatewayv2Authorizer } from "@cdktf/provider-aws/lib/apigatewayv2-authorizer";
import { Apigatewayv2Integration } from "@cdktf/provider-aws/lib/apigatewayv2-integration";
import { Apigatewayv2Route } from "@cdktf/provider-aws/lib/apigatewayv2-route";
import { Apigatewayv2Stage } from "@cdktf/provider-aws/lib/apigatewayv2-stage";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { Construct } from "constructs";
import type { Bool } from "../../lib/expression";
import { and, choose, equals, isSet } from "../../lib/logic";
import { blockWhen, type Maybe, when } from "../../lib/resources";
import type { PatternFunction } from "./function";
import type { HttpApiInput } from "./http-api-inputs";
import type { Statement } from "./iam";
import type { Common } from "./inputs";

export interface HttpApiProps {
  readonly common: Common;
  readonly input: HttpApiInput;
  readonly exists: Bool;
  readonly description: string;
}

/** What clients see in the access log, a line a request; no headers, which may hold tokens. */
const ACCESS_LOG = JSON.stringify({
  requestId: "$context.requestId",
  time: "$context.requestTime",
  ip: "$context.identity.sourceIp",
  caller: "$context.identity.userArn",
  method: "$context.httpMethod",
  route: "$context.routeKey",
  status: "$context.status",
  responseLength: "$context.responseLength",
  latencyMs: "$context.responseLatency",
  integrationError: "$context.integrationErrorMessage",
});

/** An HTTP API with one stage, access logs and throttling. */
export class HttpApi extends Construct {
  public readonly api: Maybe<Apigatewayv2Api>;
  private readonly authorizer: Maybe<Apigatewayv2Authorizer>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: HttpApiProps,
  ) {
    super(scope, id);
    const { common, input, exists } = props;
    this.api = when(exists, (meta) => {
      const api = new Apigatewayv2Api(this, "@api", {
        ...meta,
        name: common.name,
        description: props.description,
        protocolType: "HTTP",
        tags: common.tags,
      });
      blockWhen(api, "cors_configuration", isSet(input.cors), () => ({
        allow_origins: input.cors.allowOrigins,
        allow_headers: input.cors.allowHeaders,
        allow_methods: ["GET", "POST"],
        expose_headers: ["location", "retry-after"],
      }));
      return api;
    });
    this.authorizer = when(
      and(exists, () => isSet(input.jwt)),
      (meta) =>
        new Apigatewayv2Authorizer(this, "jwt@authorizer", {
          ...meta,
          apiId: this.id,
          name: "jwt",
          authorizerType: "JWT",
          identitySources: ["$request.header.Authorization"],
          jwtConfiguration: { issuer: input.jwt.issuer, audience: input.jwt.audience },
        }),
    );
    const logGroup = when(
      exists,
      (meta) =>
        new CloudwatchLogGroup(this, "@logs", {
          ...meta,
          // Under /aws/vendedlogs the delivery needs no resource policy of its own, of which an account has ten.
          name: `/aws/vendedlogs/apis/${common.name}`,
          retentionInDays: common.logs.retentionDays,
          kmsKeyId: common.logs.kmsKeyArn,
          tags: common.tags,
        }),
    );
    when(
      exists,
      (meta) =>
        new Apigatewayv2Stage(this, "@stage", {
          ...meta,
          apiId: this.id,
          name: "$default",
          autoDeploy: true,
          accessLogSettings: { destinationArn: logGroup.its((group) => group.arn), format: ACCESS_LOG },
          defaultRouteSettings: {
            throttlingRateLimit: input.throttle.requestsPerSecond,
            throttlingBurstLimit: input.throttle.burst,
            detailedMetricsEnabled: true,
          },
          tags: common.tags,
        }),
    );
  }

  /** Id of the API, for what exists with it. */
  public get id(): string {
    return this.api.its((api) => api.id);
  }

  /** URL of the API; null where there is none. */
  public get endpoint(): string {
    return this.api.get((api) => api.apiEndpoint);
  }

  /** Leads a route such as `POST /jobs` to a function, which the API may then invoke for this route alone. */
  public route(id: string, method: string, path: string, target: PatternFunction): void {
    const { input, exists } = this.props;
    const integration = when(
      exists,
      (meta) =>
        new Apigatewayv2Integration(this, `${id}@integration`, {
          ...meta,
          apiId: this.id,
          integrationType: "AWS_PROXY",
          integrationUri: target.lambda.its((lambda) => lambda.invokeArn),
          payloadFormatVersion: "2.0",
        }),
    );
    when(
      exists,
      (meta) =>
        new Apigatewayv2Route(this, `${id}@route`, {
          ...meta,
          apiId: this.id,
          routeKey: `${method} ${path}`,
          target: `integrations/${integration.its((i) => i.id)}`,
          authorizationType: input.authorization,
          authorizerId: choose(
            equals(input.authorization, "JWT"),
            this.authorizer.get((a) => a.id),
            undefined,
          ),
        }),
    );
    when(
      exists,
      (meta) =>
        new LambdaPermission(this, `${id}@permission`, {
          ...meta,
          statementId: "AllowHttpApi",
          action: "lambda:InvokeFunction",
          functionName: target.lambda.its((lambda) => lambda.functionName),
          principal: "apigateway.amazonaws.com",
          sourceArn: this.routeArn(method, path),
        }),
    );
  }

  /** Lets a caller send signed requests to a route. */
  public invokeStatement(sid: string, method: string, path: string): Statement {
    return { sid, actions: ["execute-api:Invoke"], resources: [this.routeArn(method, path)] };
  }

  /** ARN of a route on the only stage; path parameters match anything. */
  private routeArn(method: string, path: string): string {
    return `${this.api.its((api) => api.executionArn)}/*/${method}${path.replace(/\{[^}]+\}/g, "*")}`;
  }
}
