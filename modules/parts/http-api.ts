import { Apigatewayv2Api } from "@cdktf/provider-aws/lib/apigatewayv2-api";
import { Apigatewayv2Authorizer } from "@cdktf/provider-aws/lib/apigatewayv2-authorizer";
import { Apigatewayv2Stage } from "@cdktf/provider-aws/lib/apigatewayv2-stage";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import type { Bool } from "../../lib/expression";
import { and, isSet } from "../../lib/logic";
import { blockWhen, type Maybe, when } from "../../lib/resources";
import type { ApiSettings, Cors, Jwt } from "./http-api-inputs";
import type { Statement } from "./iam";
import type { Common } from "./inputs";
import { routeResource } from "./route-checks";

export interface HttpApiProps {
  readonly common: Common;
  /** Its throttling, and the issuer of its tokens. */
  readonly input: ApiSettings;
  /** What browsers may do, beside the origins of the input. */
  readonly cors: Cors;
  readonly exists: Bool;
  readonly description: string;
  /** Whether the API answers only under a domain of its own; default false. */
  readonly disableDefaultEndpoint?: Bool;
}

/**
 * The access log, a line a request. No headers, which may hold tokens, and no text that a function or a client writes, such as
 * `integrationErrorMessage`: nothing promises that API Gateway escapes a line end, and then the line is no JSON. (Quotes and backslashes it does escape,
 * as seen in https://github.com/DataBiosphere/azul/issues/4348; an IAM user's path may have them.) What a function said of its failure is in its own log,
 * under `functionRequestId`.
 */
export const ACCESS_LOG = JSON.stringify({
  requestId: "$context.requestId",
  time: "$context.requestTime",
  ip: "$context.identity.sourceIp",
  caller: "$context.identity.userArn",
  method: "$context.httpMethod",
  route: "$context.routeKey",
  status: "$context.status",
  responseLength: "$context.responseLength",
  latencyMs: "$context.responseLatency",
  errorType: "$context.error.responseType",
  functionRequestId: "$context.integration.requestId",
});

/** An HTTP API with one stage, access logs and throttling. Its routes are `HttpRoute`s. */
export class HttpApi extends Construct {
  public readonly api: Maybe<Apigatewayv2Api>;
  public readonly stage: Maybe<Apigatewayv2Stage>;
  public readonly logGroup: Maybe<CloudwatchLogGroup>;
  private readonly authorizer: Maybe<Apigatewayv2Authorizer>;

  constructor(scope: Construct, id: string, props: HttpApiProps) {
    super(scope, id);
    const { common, input, cors, exists } = props;
    this.api = when(exists, (meta) => {
      const api = new Apigatewayv2Api(this, "@api", {
        ...meta,
        name: common.name,
        description: props.description,
        protocolType: "HTTP",
        disableExecuteApiEndpoint: props.disableDefaultEndpoint,
        tags: common.tags,
      });
      blockWhen(api, "cors_configuration", isSet(input.cors), () => ({
        allow_origins: cors.allowOrigins,
        allow_headers: cors.allowHeaders,
        allow_methods: cors.allowMethods,
        expose_headers: cors.exposeHeaders,
        max_age: cors.maxAgeSeconds,
        allow_credentials: cors.allowCredentials,
      }));
      return api;
    });
    this.authorizer = this.jwtAuthorizer(this, "jwt@authorizer", and(exists, isSet(input.jwt)), "jwt", input.jwt);
    this.logGroup = when(
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
    this.stage = when(
      exists,
      (meta) =>
        new Apigatewayv2Stage(this, "@stage", {
          ...meta,
          apiId: this.id,
          name: "$default",
          autoDeploy: true,
          accessLogSettings: { destinationArn: this.logGroup.its((group) => group.arn), format: ACCESS_LOG },
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

  /** Id of the authorizer of the API's own tokens; null where there is none. */
  public get jwtAuthorizerId(): string {
    return this.authorizer.get((authorizer) => authorizer.id);
  }

  /** Checks the tokens of an issuer. */
  public jwtAuthorizer(scope: Construct, id: string, exists: Bool, name: string, jwt: Jwt) {
    return when(
      exists,
      (meta) =>
        new Apigatewayv2Authorizer(scope, id, {
          ...meta,
          apiId: this.id,
          name,
          authorizerType: "JWT",
          identitySources: ["$request.header.Authorization"],
          jwtConfiguration: { issuer: jwt.issuer, audience: jwt.audience },
        }),
    );
  }

  /** Lets a caller send signed requests to a route such as `POST /jobs`. */
  public invokeStatement(sid: string, routeKey: string): Statement {
    return { sid, actions: ["execute-api:Invoke"], resources: [this.routeArn(routeKey)] };
  }

  /** ARN of a route on the only stage; path parameters match anything. */
  public routeArn(routeKey: string): string {
    return `${this.api.its((api) => api.executionArn)}/*/${routeResource(routeKey)}`;
  }
}
