import type { PlaceName, Types } from "./deploy-places";

/**
 * What IAM must allow whoever deploys a module, by type of resource: the calls of the AWS provider for making, reading, changing and destroying it,
 * and what AWS checks without such a call. The end-to-end suites deploy with it (`__tests__/e2e/support/deployer.ts`): it must suffice, and what
 * no call of them needs must say here why it is in.
 *
 * Whether an action can be bound to a resource, and by which keys:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */

export interface Right {
  readonly place: PlaceName;
  readonly action: string;
  /** Why it is needed, where no call of an apply bears its name, or not each apply makes the call. */
  readonly why?: string;
}

/** Rights to calls that every suite sees. */
const calls = (place: PlaceName, service: string, names: string): Right[] =>
  names.split(" ").map((name) => ({ place, action: `${service}:${name}` }));
/** Rights that stand in the table of a module's README, with their reason. */
const because = (why: string, place: PlaceName, service: string, names: string): Right[] =>
  calls(place, service, names).map((right) => ({ ...right, why }));

const TAGGED = "AWS asks for it when something is made with tags, and when `tags` change";
const LOOKED_AT = "`vpc`: Lambda looks at subnets and security groups as its caller";
const ZONE = "a domain with `zone`";
const CHANGED = "only when a setting of what is there changes";

const apis = (place: "Apis" | "Domains"): Right[] => [
  ...calls(place, "apigateway", "DELETE GET POST"),
  ...because(CHANGED, place, "apigateway", "PATCH"),
  // https://github.com/aws-amplify/amplify-cli/issues/12316
  ...because(TAGGED, place, "apigateway", "TagResource"),
  // https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/997
  ...because(TAGGED, "ApiTags", "apigateway", "POST DELETE"),
];

/** `kms_key_arn` of tables: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html */
const TABLE_KEYS: Right[] = [
  ...because("`kms_key_arn`, and tables: the provider looks the key up", "Keys", "kms", "DescribeKey"),
  ...because("`kms_key_arn`: DynamoDB and Lambda use the key by a grant", "KeyGrants", "kms", "CreateGrant"),
  ...because(
    "`kms_key_arn`: DynamoDB tries the key as its caller",
    "KeysInUse",
    "kms",
    "Decrypt Encrypt GenerateDataKey GenerateDataKeyWithoutPlaintext ReEncryptFrom ReEncryptTo",
  ),
];

type Rights = readonly Right[] | ((types: Types) => readonly Right[]);

/** Types that are no resources of AWS, or belong to one whose rights suffice, have an empty list. */
export const DEPLOY_RIGHTS: Readonly<Record<string, Rights>> = {
  terraform_data: [],
  aws_apigatewayv2_api: apis("Apis"),
  aws_apigatewayv2_authorizer: [],
  aws_apigatewayv2_integration: [],
  aws_apigatewayv2_route: [],
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html#http-api-logging.permissions
  aws_apigatewayv2_stage: because(
    "access logs: API Gateway sets their delivery up as its caller",
    "LogDelivery",
    "logs",
    "CreateLogDelivery DeleteLogDelivery DescribeResourcePolicies GetLogDelivery ListLogDeliveries PutResourcePolicy UpdateLogDelivery",
  ),
  aws_apigatewayv2_api_mapping: [],
  aws_apigatewayv2_domain_name: [
    ...apis("Domains"),
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/using-service-linked-roles.html
    ...because(
      "the account's first domain name: API Gateway makes its service-linked role",
      "DomainsServiceRole",
      "iam",
      "CreateServiceLinkedRole",
    ),
  ],
  aws_route53_record: [
    ...because(ZONE, "DnsZones", "route53", "ChangeResourceRecordSets GetHostedZone ListResourceRecordSets"),
    ...because(ZONE, "DnsChanges", "route53", "GetChange"),
  ],
  aws_cloudwatch_log_group: [
    ...calls("LogGroupList", "logs", "DescribeLogGroups"),
    ...calls("LogGroups", "logs", "CreateLogGroup DeleteLogGroup ListTagsForResource PutRetentionPolicy"),
    ...because("a changed `logs.kms_key_arn`", "LogGroups", "logs", "AssociateKmsKey DisassociateKmsKey"),
    ...because(TAGGED, "LogGroups", "logs", "TagResource UntagResource"),
  ],
  aws_cloudwatch_metric_alarm: [
    ...calls("Alarms", "cloudwatch", "DeleteAlarms DescribeAlarms ListTagsForResource PutMetricAlarm"),
    ...because(TAGGED, "Alarms", "cloudwatch", "TagResource UntagResource"),
  ],
  aws_dynamodb_table: [
    ...calls(
      "Tables",
      "dynamodb",
      "CreateTable DeleteTable DescribeContinuousBackups DescribeTable DescribeTimeToLive ListTagsOfResource UpdateContinuousBackups UpdateTimeToLive",
    ),
    ...because(CHANGED, "Tables", "dynamodb", "UpdateTable"),
    ...because(TAGGED, "Tables", "dynamodb", "TagResource UntagResource"),
    ...TABLE_KEYS,
  ],
  aws_iam_role: [
    ...calls(
      "Roles",
      "iam",
      "CreateRole DeleteRole GetRole ListAttachedRolePolicies ListInstanceProfilesForRole ListRolePolicies",
    ),
    ...because(
      "a changed `permissions_boundary_arn`",
      "Roles",
      "iam",
      "DeleteRolePermissionsBoundary PutRolePermissionsBoundary",
    ),
    ...because(
      "a release that changes a role",
      "Roles",
      "iam",
      "UpdateAssumeRolePolicy UpdateRole UpdateRoleDescription",
    ),
    ...because(TAGGED, "Roles", "iam", "TagRole UntagRole"),
  ],
  aws_iam_role_policy: calls("Roles", "iam", "DeleteRolePolicy GetRolePolicy PutRolePolicy"),
  aws_lambda_alias: because(
    "an alias: functions of web-service have one, others with `snap_start`",
    "Functions",
    "lambda",
    "CreateAlias DeleteAlias GetAlias UpdateAlias",
  ),
  aws_lambda_event_source_mapping: [
    ...calls("EventSourceMappingsMade", "lambda", "CreateEventSourceMapping"),
    ...calls("EventSourceMappings", "lambda", "DeleteEventSourceMapping"),
    ...because(CHANGED, "EventSourceMappings", "lambda", "UpdateEventSourceMapping"),
    // No condition key knows the function of a mapping's tags.
    ...calls("EventSourceMappingsRead", "lambda", "GetEventSourceMapping"),
    ...because(TAGGED, "EventSourceMappingsRead", "lambda", "ListTags TagResource UntagResource"),
  ],
  aws_lambda_function: [
    ...calls(
      "Functions",
      "lambda",
      "CreateFunction DeleteFunction GetFunction GetFunctionCodeSigningConfig ListVersionsByFunction",
    ),
    ...because(
      CHANGED,
      "Functions",
      "lambda",
      "DeleteFunctionConcurrency GetFunctionConfiguration PublishVersion PutFunctionConcurrency UpdateFunctionCode UpdateFunctionConfiguration",
    ),
    ...because(TAGGED, "Functions", "lambda", "TagResource UntagResource"),
    ...because("a service takes a role only from who may pass it", "PassedRoles", "iam", "PassRole"),
    // https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
    ...because(LOOKED_AT, "Network", "ec2", "DescribeSecurityGroups DescribeSubnets DescribeVpcs"),
    ...because(LOOKED_AT, "NetworkVpcs", "ec2", "GetSecurityGroupsForVpc"),
    // https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
    ...because("`kms_key_arn`: DynamoDB and Lambda use the key by a grant", "KeyGrants", "kms", "CreateGrant"),
    ...because(
      "`kms_key_arn`: Lambda encrypts and shows environment variables as its caller",
      "KeysInUse",
      "kms",
      "Decrypt Encrypt",
    ),
  ],
  aws_lambda_function_event_invoke_config: [
    ...calls(
      "Functions",
      "lambda",
      "DeleteFunctionEventInvokeConfig GetFunctionEventInvokeConfig PutFunctionEventInvokeConfig",
    ),
  ],
  aws_lambda_function_recursion_config: calls(
    "Functions",
    "lambda",
    "GetFunctionRecursionConfig PutFunctionRecursionConfig",
  ),
  aws_lambda_permission: calls("Functions", "lambda", "AddPermission GetPolicy RemovePermission"),
  aws_lambda_provisioned_concurrency_config: calls(
    "Functions",
    "lambda",
    "DeleteProvisionedConcurrencyConfig GetProvisionedConcurrencyConfig PutProvisionedConcurrencyConfig",
  ),
  aws_scheduler_schedule: [
    ...because(
      "a schedule: `warm_up` or a maintenance window",
      "Schedules",
      "scheduler",
      "CreateSchedule DeleteSchedule GetSchedule",
    ),
    ...because(CHANGED, "Schedules", "scheduler", "UpdateSchedule"),
    // https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html
    ...because("a service takes a role only from who may pass it", "PassedRoles", "iam", "PassRole"),
  ],
  aws_sns_topic: [
    ...calls("Topics", "sns", "CreateTopic DeleteTopic GetTopicAttributes ListTagsForResource SetTopicAttributes"),
    ...because(TAGGED, "Topics", "sns", "TagResource UntagResource"),
    // https://docs.aws.amazon.com/sns/latest/dg/topics-attrib-prereq.html
    ...because("a service takes a role only from who may pass it", "PassedRoles", "iam", "PassRole"),
  ],
  aws_sns_topic_subscription: (types) => [
    ...calls(types.has("aws_sns_topic") ? "Topics" : "TopicOfAnother", "sns", "ListSubscriptionsByTopic Subscribe"),
    ...calls("Subscriptions", "sns", "GetSubscriptionAttributes Unsubscribe"),
    ...because(CHANGED, "Subscriptions", "sns", "SetSubscriptionAttributes"),
  ],
  aws_sqs_queue: [
    ...calls("Queues", "sqs", "CreateQueue DeleteQueue GetQueueAttributes ListQueueTags SetQueueAttributes"),
    ...because(TAGGED, "Queues", "sqs", "TagQueue UntagQueue"),
  ],
  aws_sqs_queue_redrive_policy: [],
};
