import { Apigatewayv2ApiMapping } from "@cdktf/provider-aws/lib/apigatewayv2-api-mapping";
import { Apigatewayv2DomainName } from "@cdktf/provider-aws/lib/apigatewayv2-domain-name";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { and, isSet } from "../../lib/logic";
import { when } from "../../lib/resources";
import type { HttpApi } from "../parts/http-api";
import type { WebServiceInput } from "./inputs";

/** The API under a name of its own. */
export class ApiDomain extends Construct {
  /** What records of the name have to point to, and the hosted zone of that; null without a domain. */
  public readonly targetName: string;
  public readonly targetZoneId: string;

  constructor(scope: Construct, id: string, input: WebServiceInput, api: HttpApi) {
    super(scope, id);
    const { domain } = input.publicApi;
    const exists = and(isSet(input.publicApi), () => isSet(domain));
    const name = when(
      exists,
      (meta) =>
        new Apigatewayv2DomainName(this, "@domain", {
          ...meta,
          domainName: domain.name,
          domainNameConfiguration: {
            certificateArn: domain.certificateArn,
            endpointType: "REGIONAL",
            securityPolicy: "TLS_1_2",
          },
          tags: input.tags,
        }),
    );
    when(
      exists,
      (meta) =>
        new Apigatewayv2ApiMapping(this, "@mapping", {
          ...meta,
          apiId: api.id,
          domainName: name.its((made) => made.id),
          stage: api.stage.its((stage) => stage.id),
        }),
    );
    const target = (attribute: string) => (made: Apigatewayv2DomainName) =>
      Token.asString(made.interpolationForAttribute(`domain_name_configuration[0].${attribute}`));
    this.targetName = name.get(target("target_domain_name"));
    this.targetZoneId = name.get(target("hosted_zone_id"));
    when(
      and(exists, () => isSet(domain.zone)),
      (meta) =>
        new Route53Record(this, "@record", {
          ...meta,
          zoneId: domain.zone.id,
          name: domain.name,
          type: "A",
          alias: {
            name: name.its(target("target_domain_name")),
            zoneId: name.its(target("hosted_zone_id")),
            evaluateTargetHealth: false,
          },
        }),
    );
  }
}
