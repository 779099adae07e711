/** Where the rights of a deploying role hold: the statements of its policy, narrowed as far as AWS can be told before anything is there. */

/** Where rights hold: the id of a statement → its resources and condition. */
export interface Place {
  readonly resources: readonly string[];
  readonly condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** Types of the resources of a module. */
export type Types = ReadonlySet<string>;

const at = (service: string) => `arn:\${partition}:${service}:\${region}:\${account_id}`;
const named = (start: string) => [`${start}\${name}`, `${start}\${name}.fifo`, `${start}\${name}-*`];
/** IAM knows a log group by its ARN for tags, and by that with `:*` for all else: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html */
const logGroup = (name: string) => [`${at("logs")}:log-group:${name}`, `${at("logs")}:log-group:${name}:*`];
const ROLES = ["arn:${partition}:iam::${account_id}:role/${name}-*"];
/** Services that a module hands roles to, by what does so. */
const TAKES_ROLES: Readonly<Record<string, string>> = {
  aws_lambda_function: "lambda.amazonaws.com",
  aws_scheduler_schedule: "scheduler.amazonaws.com",
  aws_sns_topic: "sns.amazonaws.com",
};
const TOPIC_LOGS = ["", ".fifo"].flatMap((kind) =>
  ["", "/Failure"].map((end) => `sns/\${region}/\${account_id}/\${name}${kind}${end}`),
);
const MAPPINGS = [`${at("lambda")}:event-source-mapping:*`];
const OF_FUNCTIONS = { ArnLike: { "lambda:FunctionArn": `${at("lambda")}:function:\${name}-*` } };
const KEYS = [`${at("kms")}:key/*`];
const API_GATEWAY = "arn:${partition}:apigateway:${region}::";

const PLACES = {
  Alarms: { resources: [`${at("cloudwatch")}:alarm:\${name}-*`] },
  // Their ids are known only when they are there.
  Apis: { resources: [`${API_GATEWAY}/apis`, `${API_GATEWAY}/apis/*`] },
  ApiTags: { resources: [`${API_GATEWAY}/tags/*`] },
  DnsChanges: { resources: ["arn:${partition}:route53:::change/*"] },
  DnsZones: { resources: ["arn:${partition}:route53:::hostedzone/*"] },
  Domains: { resources: [`${API_GATEWAY}/domainnames`, `${API_GATEWAY}/domainnames/*`] },
  DomainsServiceRole: {
    resources: [
      "arn:${partition}:iam::${account_id}:role/aws-service-role/ops.apigateway.amazonaws.com/AWSServiceRoleForAPIGateway",
    ],
    condition: { StringEquals: { "iam:AWSServiceName": "ops.apigateway.amazonaws.com" } },
  },
  EventSourceMappings: { resources: MAPPINGS, condition: OF_FUNCTIONS },
  // A mapping that is not there yet is no resource. One that is gone has no function, and who waits for that reads on.
  EventSourceMappingsMade: { resources: ["*"], condition: OF_FUNCTIONS },
  EventSourceMappingsRead: { resources: MAPPINGS },
  Functions: { resources: [`${at("lambda")}:function:\${name}-*`] },
  KeyGrants: {
    resources: KEYS,
    condition: {
      Bool: { "kms:GrantIsForAWSResource": "true" },
      StringLike: { "kms:ViaService": "*.${region}.amazonaws.com" },
    },
  },
  Keys: { resources: KEYS },
  KeysInUse: { resources: KEYS, condition: { StringLike: { "kms:ViaService": "*.${region}.amazonaws.com" } } },
  LogDelivery: { resources: ["*"] },
  LogGroupList: { resources: ["*"] },
  LogGroups: (types: Types) => ({
    resources: [
      ...(types.has("aws_apigatewayv2_stage") ? logGroup("/aws/vendedlogs/apis/${name}") : []),
      ...(types.has("aws_lambda_function") ? [`${at("logs")}:log-group:/aws/lambda/\${name}-*`] : []),
      ...(types.has("aws_sns_topic") ? TOPIC_LOGS.flatMap(logGroup) : []),
    ],
  }),
  Network: { resources: ["*"] },
  NetworkVpcs: { resources: [`${at("ec2")}:vpc/*`] },
  PassedRoles: (types: Types) => ({
    resources: ROLES,
    condition: {
      StringEquals: {
        "iam:PassedToService": Object.entries(TAKES_ROLES).flatMap(([type, service]) =>
          types.has(type) ? service : [],
        ),
      },
    },
  }),
  Queues: { resources: named(`${at("sqs")}:`) },
  Roles: { resources: ROLES },
  Schedules: { resources: [`${at("scheduler")}:schedule/default/\${name}-*`] },
  Subscriptions: { resources: ["*"] },
  Tables: { resources: [`${at("dynamodb")}:table/\${name}`, `${at("dynamodb")}:table/\${name}-*`] },
  TopicOfAnother: { resources: ["${topic_arn}"] },
  Topics: { resources: named(`${at("sns")}:`).filter((arn) => !arn.endsWith("-*")) },
} satisfies Readonly<Record<string, Place | ((types: Types) => Place)>>;

export type PlaceName = keyof typeof PLACES;

/** The place in the policy of a module that has resources of these types. */
export function placeOf(name: PlaceName, types: Types): Place {
  const place: Place | ((types: Types) => Place) = PLACES[name];
  return typeof place === "function" ? place(types) : place;
}
