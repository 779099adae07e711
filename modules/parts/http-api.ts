import { Apigatewayv2Api } from "@cdktf/provider-aws/lib/apigatewayv2-api";
import { Apigatewayv2Authorizer } from "@cdktf/provider-aws/lib/apigatewayv2-authorizer";
import { Apigatewayv2Stage } from "@cdktf/provider-aws/lib/apigatewayv2-stage";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import type { Bool } from "../../lib/expression";
import { prefixed } from "../../lib/lists";
import { and, choose, isSet, not } from "../../lib/logic";
import { blockWhen, type Maybe, when } from "../../lib/resources";
import type { Account } from "./account";
import { domainUrl } from "./http-api-domain";
import type { ApiSettings, Cors, Jwt } from "./http-api-inputs";
import type { Statement } from "./iam";
import type { Common } from "./inputs";
import { requestResources, routeResource } from "./route-checks";

export interface HttpApiProps {
  readonly common: Common;
  readonly account: Account;
  /** Its throttling, and the issuer of its tokens. */
  readonly input: ApiSettings;
  /** What browsers may do, beside the origins of the input. */
  readonly cors: Cors;
  readonly exists: Bool;
  readonly description: string;
}

/**
 * The access log, a line a request. No headers, which may hold tokens, and no text that a function or a client writes, such as
 * `integrationErrorMessage`: nothing promises that API Gateway escapes a line end, and then the line is no JSON. (Quotes and backslashes it does escape,
 * as seen in https://github.com/DataBiosphere/azul/issues/4348; an IAM user's path may have them.) What a function said of its failure is in its own log,
 * under `functionRequestId`.
 */
const ACCESS_LOG_FIELDS = {
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
};
export const ACCESS_LOG = JSON.stringify(ACCESS_LOG_FIELDS);

/** An HTTP API with one stage, access logs, throttling and maybe a domain; or one that is there already. Its routes are `HttpRoute`s. */
export class HttpApi extends Construct {
  /** Id of the API, for what exists with it. */
  public readonly id: string;
  /** URL under which clients call it; null where nobody said. */
  public readonly endpoint: string;
  /** Whether it is made here. */
  public readonly own: Bool;
  public readonly api: Maybe<Apigatewayv2Api>;
  public readonly stage: Maybe<Apigatewayv2Stage>;
  public readonly logGroup: Maybe<CloudwatchLogGroup>;
  private readonly authorizer: Maybe<Apigatewayv2Authorizer>;
  private readonly executionArn: string;

  constructor(scope: Construct, id: string, props: HttpApiProps) {
    super(scope, id);
    const { common, account, input, cors, exists } = props;
    const { existingApi } = input;
    const own = and(exists, () => not(isSet(existingApi)));
    this.own = own;
    this.api = when(own, (meta) => {
      const api = new Apigatewayv2Api(this, "@api", {
        ...meta,
        name: common.name,
        description: props.description,
        protocolType: "HTTP",
        disableExecuteApiEndpoint: and(isSet(input.domain), input.domain.disableDefaultEndpoint),
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
    const isExisting = and(exists, () => isSet(existingApi));
    const orExisting = (id: string, made: string) => choose(isExisting, id, made);
    this.id = orExisting(
      existingApi.id,
      this.api.its((api) => api.id),
    );
    this.executionArn = orExisting(
      account.arn("execute-api", existingApi.id),
      this.api.its((api) => api.executionArn),
    );
    this.endpoint = choose(
      isExisting,
      existingApi.endpoint,
      choose(
        and(exists, () => isSet(input.domain)),
        domainUrl(input.domain),
        this.api.get((api) => api.apiEndpoint),
      ),
    ) as string;
    // An existing API may have authorizers of others.
    const jwtName = orExisting(`${common.name}-jwt`, "jwt");
    this.authorizer = this.jwtAuthorizer(this, "jwt@authorizer", and(exists, isSet(input.jwt)), jwtName, input.jwt);
    this.logGroup = when(
      own,
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
      own,
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
            detailedMetricsEnabled: input.detailedMetrics,
          },
          tags: common.tags,
        }),
    );
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
    return { sid, actions: ["execute-api:Invoke"], resources: this.requestArns(routeKey) };
  }

  /** ARNs of the requests to a route, as IAM judges them. */
  public requestArns(routeKey: string): string[] {
    return prefixed(`${this.executionArn}/*/`, requestResources(routeKey));
  }

  /** ARN of an authorizer, as its function's policy sees it. */
  public authorizerArn(authorizerId: string): string {
    return `${this.executionArn}/authorizers/${authorizerId}`;
  }

  /** ARN of a route on the only stage; path parameters match anything. */
  public routeArn(routeKey: string): string {
    return `${this.executionArn}/*/${routeResource(routeKey)}`;
  }
}
