import type { Each } from "../../lib/each";
import { listOf } from "../../lib/entries";
import { distinct, flatten, hasNone } from "../../lib/lists";
import { and, awaiting, choose, equals, isSet, not } from "../../lib/logic";
import { output } from "../../lib/outputs";
import type { Alarms } from "../parts/alarms";
import type { HttpApi } from "../parts/http-api";
import type { ApiDomain } from "../parts/http-api-domain";
import type { HttpRoute } from "../parts/http-route";
import { keyStatement, policyJson } from "../parts/iam";
import type { WebFunction } from "./function";
import type { WebPattern } from "./pattern";

export interface OutputSources extends WebPattern {
  readonly api: HttpApi;
  readonly domain: ApiDomain;
  readonly functions: Each<WebFunction>;
  readonly routes: Each<HttpRoute>;
  readonly alarms: Alarms;
}

/** What others need of the service: names, ARNs and URLs, and ready policies for each kind of caller. */
export function webOutputs({ input, api, domain, functions, routes, table, alarms }: OutputSources) {
  const isPublic = isSet(input.publicApi);
  const signedRoutes = distinct(
    flatten(
      listOf(input.routes, (route, key) =>
        choose(and(isPublic, equals(route.authorization, "AWS_IAM")), api.requestArns(key), []),
      ),
    ),
  );
  const callRoutes = policyJson([{ sid: "CallRoutes", actions: ["execute-api:Invoke"], resources: signedRoutes }]);
  const routeIds = routes.list(({ routeId }) => routeId);
  const invokeFunctions = policyJson([
    {
      sid: "InvokeFunctions",
      actions: ["lambda:InvokeFunction"],
      resources: functions.list(({ awaitedArn }) => awaitedArn),
    },
  ]);
  return {
    apiEndpoint: output(
      "URL of the API, to which the routes' paths are added; null for an internal service, and with existing_api unless its endpoint is given.",
      choose<string | undefined>(isPublic, awaiting(api.endpoint, [routeIds, domain.mappingId]), undefined),
    ),
    apiId: output(
      "Id of the API, for metrics and dashboards; null for an internal service.",
      choose<string | undefined>(isPublic, api.id, undefined),
    ),
    domainTargetName: output(
      "Name that DNS records of the domain have to point to, where the module makes none; null without a domain, or with an existing one.",
      domain.targetName,
    ),
    domainTargetZoneId: output(
      "Hosted zone of domain_target_name, for an alias record; null where that is null.",
      domain.targetZoneId,
    ),
    functionNames: output(
      "Names of the functions, by their keys.",
      functions.map(({ function: fn }) => fn.lambda.its((made) => made.functionName)),
    ),
    functionArns: output(
      "ARNs of what callers invoke, the functions' alias live, by their keys.",
      functions.map(({ alias }) => alias.its(({ arn }) => arn)),
    ),
    functionRoleNames: output(
      "Names of the functions' roles, to attach further policies to, by their keys.",
      functions.map(({ function: fn }) => fn.roleName),
    ),
    tableName: output(
      "Name of the table; null without one.",
      table.table.get(({ name }) => name),
    ),
    tableArn: output(
      "ARN of the table; null without one.",
      table.table.get(({ arn }) => arn),
    ),
    tableStreamArn: output(
      "ARN of the table's stream; null without one.",
      // What the provider says of a table without a stream is an empty text, or its last stream.
      choose<string | undefined>(
        and(isSet(input.table), () => isSet(input.table.streamViewType)),
        table.table.get((made) => made.streamArn),
        undefined,
      ),
    ),
    alarmArns: output("ARNs of the alarms.", alarms.arns),
    invokePolicyJson: output(
      "IAM policy for callers: signed requests to the routes with AWS_IAM, or, of an internal service, calls of its functions; null where no route has AWS_IAM.",
      choose<string | undefined>(
        isPublic,
        choose<string | undefined>(not(hasNone(signedRoutes)), awaiting(callRoutes, routeIds), undefined),
        invokeFunctions,
      ),
    ),
    functionInvokePolicyJson: output(
      "IAM policies for callers of one function each, by its key.",
      functions.map((fn) => policyJson([fn.invokeStatement("InvokeFunction")])),
    ),
    readPolicyJson: output(
      "IAM policy for readers of the table, such as reports; null without one.",
      choose<string | undefined>(
        isSet(input.table),
        policyJson([
          {
            sid: "ReadTable",
            actions: ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan"],
            resources: [table.awaitedArn],
          },
          {
            sid: "ReadIndexes",
            actions: ["dynamodb:Query", "dynamodb:Scan"],
            resources: table.indexArns,
            when: not(hasNone(table.indexArns)),
          },
          keyStatement(["kms:Decrypt"], input.kmsKeyArn),
        ]),
        undefined,
      ),
    ),
  };
}
