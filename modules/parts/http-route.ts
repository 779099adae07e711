import { Apigatewayv2Integration } from "@cdktf/provider-aws/lib/apigatewayv2-integration";
import { Apigatewayv2Route } from "@cdktf/provider-aws/lib/apigatewayv2-route";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { Construct } from "constructs";
import type { Bool } from "../../lib/expression";
import { isSubset } from "../../lib/lists";
import { choose } from "../../lib/logic";
import { type Maybe, when } from "../../lib/resources";
import type { HttpApi } from "./http-api";

/** The step between an API and a function, which several routes may share. */
export function httpIntegration(
  scope: Construct,
  id: string,
  props: { readonly api: HttpApi; readonly exists: Bool; readonly invokeArn: string },
): Maybe<Apigatewayv2Integration> {
  return when(
    props.exists,
    (meta) =>
      new Apigatewayv2Integration(scope, id, {
        ...meta,
        apiId: props.api.id,
        integrationType: "AWS_PROXY",
        integrationUri: props.invokeArn,
        payloadFormatVersion: "2.0",
      }),
  );
}

export interface HttpRouteProps {
  readonly api: HttpApi;
  readonly exists: Bool;
  /** Such as `POST /jobs`. */
  readonly routeKey: string;
  readonly integrationId: string;
  readonly functionName: string;
  /** Alias of the function that is called; default the latest version. */
  readonly qualifier?: string;
  /** Name of the permission in the function's policy. */
  readonly statementId: string;
  /** AWS_IAM, JWT, CUSTOM or NONE. */
  readonly authorization: string;
  /** For JWT and CUSTOM; default the API's own for JWT. */
  readonly authorizerId?: string;
  /** For JWT: a token needs one of them. */
  readonly scopes?: string[];
}

/** A route to a function, which the API may invoke for this route alone. */
export class HttpRoute extends Construct {
  public readonly route: Maybe<Apigatewayv2Route>;

  constructor(scope: Construct, id: string, props: HttpRouteProps) {
    super(scope, id);
    const { api, exists, routeKey, authorizerId = api.jwtAuthorizerId } = props;
    this.route = when(
      exists,
      (meta) =>
        new Apigatewayv2Route(this, "@route", {
          ...meta,
          apiId: api.id,
          routeKey,
          target: `integrations/${props.integrationId}`,
          authorizationType: props.authorization,
          authorizerId: choose(isSubset([props.authorization], ["JWT", "CUSTOM"]), authorizerId, undefined),
          authorizationScopes: props.scopes,
        }),
    );
    when(
      exists,
      (meta) =>
        new LambdaPermission(this, "@permission", {
          ...meta,
          statementId: props.statementId,
          action: "lambda:InvokeFunction",
          functionName: props.functionName,
          qualifier: props.qualifier,
          principal: "apigateway.amazonaws.com",
          sourceArn: api.routeArn(routeKey),
        }),
    );
  }

  /** Id of the route; null where there is none. */
  public get routeId(): string {
    return this.route.get((route) => route.id);
  }
}
