import { Apigatewayv2ApiMapping } from "@cdktf/provider-aws/lib/apigatewayv2-api-mapping";
import { Apigatewayv2DomainName } from "@cdktf/provider-aws/lib/apigatewayv2-domain-name";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Token } from "cdktf";
import { Construct } from "constructs";
import type { Bool } from "../../lib/expression";
import { and, choose, every, isSet, not, orElse } from "../../lib/logic";
import { when } from "../../lib/resources";
import type { HttpApi } from "./http-api";
import type { Domain } from "./http-api-domain-inputs";
import type { Common } from "./inputs";

export interface ApiDomainProps {
  readonly common: Common;
  readonly api: HttpApi;
  readonly domain: Domain;
  /** Whether the API exists and is to have a domain. */
  readonly exists: Bool;
}

/** The API under a name of its own, or under a base path of a name that several APIs share. */
export class ApiDomain extends Construct {
  /** What records of the name have to point to, and the hosted zone of that; null without a domain of the module's. */
  public readonly targetName: string;
  public readonly targetZoneId: string;
  /** Id of what leads from the name to the API; null without a domain. */
  public readonly mappingId: string;

  constructor(scope: Construct, id: string, props: ApiDomainProps) {
    super(scope, id);
    const { common, api, domain, exists } = props;
    const name = when(
      and(exists, () => not(domain.existing)),
      (meta) =>
        new Apigatewayv2DomainName(this, "@domain", {
          ...meta,
          domainName: domain.name,
          domainNameConfiguration: {
            certificateArn: domain.certificateArn as string,
            endpointType: "REGIONAL",
            securityPolicy: "TLS_1_2",
          },
          tags: common.tags,
        }),
    );
    const mapping = when(
      exists,
      (meta) =>
        new Apigatewayv2ApiMapping(this, "@mapping", {
          ...meta,
          apiId: api.id,
          apiMappingKey: domain.basePath,
          domainName: choose(
            domain.existing,
            domain.name,
            name.its((made) => made.id),
          ),
          stage: api.stage.its((stage) => stage.id),
        }),
    );
    this.mappingId = mapping.get((made) => made.id);
    const target = (attribute: string) => (made: Apigatewayv2DomainName) =>
      Token.asString(made.interpolationForAttribute(`domain_name_configuration[0].${attribute}`));
    this.targetName = name.get(target("target_domain_name"));
    this.targetZoneId = name.get(target("hosted_zone_id"));
    when(
      every([exists, isSet(domain.zone), not(domain.existing)]),
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

/** URL under which an API with this domain is called. */
export const domainUrl = ({ name, basePath }: Domain): string =>
  choose(isSet(basePath), `https://${name}/${orElse(basePath, "")}`, `https://${name}`);
