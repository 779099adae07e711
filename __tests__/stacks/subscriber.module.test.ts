import { join } from "node:path";
import { App } from "cdktf";
import { subscriberModule } from "../../stacks/subscriber";
import { badCasesOf, describeBadVariables, keyFromElsewhere } from "../support/bad-inputs";
import { badSubscriberInputs, withWrong } from "../support/bad-subscriber-inputs";
import { temporaryFolder } from "../support/folders";
import { longest, ownPartFits } from "../support/longest";
import { describeModule, oneForEachVariable } from "../support/module-test";
import { goodSubscriberInputs, subscriberVariables } from "../support/subscriber";
import { standIn } from "../support/synthesize";

const stack = () => subscriberModule.make(new App({ outdir: temporaryFolder("cdktf") }));
const filename = standIn(join(temporaryFolder("code"), "subscriber.zip"));
const good = goodSubscriberInputs(filename);
const badCases = badCasesOf(badSubscriberInputs, (input) => subscriberVariables(withWrong(good.minimal, input)));

describeBadVariables(stack, badCases);

/** What the plan of a set of good inputs holds. */
const ASSERTIONS: Readonly<Record<keyof typeof good, readonly string[]>> = {
  minimal: [
    "aws_sqs_queue.queue[0].visibility_timeout_seconds == 180 && aws_sqs_queue.queue[0].sqs_managed_sse_enabled",
    'aws_sqs_queue.queue[0].name == "leaderboard" && aws_sqs_queue.dead_letter.name == "leaderboard-dead-letter"',
    "aws_sqs_queue.queue[0].message_retention_seconds == 345600 && aws_sqs_queue.dead_letter.message_retention_seconds == 1209600",
    "aws_sqs_queue.delivery_dead_letter.message_retention_seconds == 1209600",
    'aws_sqs_queue.delivery_dead_letter.name == "leaderboard-delivery-dead-letter"',
    'jsondecode(aws_sqs_queue.queue[0].policy).Statement[1].Condition.ArnEquals["aws:SourceArn"] == var.topic_arn',
    'jsondecode(aws_sqs_queue.queue[0].policy).Statement[1].Principal.Service == "sns.amazonaws.com"',
    "length(jsondecode(aws_sqs_queue.dead_letter.policy).Statement) == 1",
    'aws_sns_topic_subscription.subscription.protocol == "sqs" && aws_sns_topic_subscription.subscription.raw_message_delivery',
    "aws_sns_topic_subscription.subscription.filter_policy == null",
    "aws_lambda_event_source_mapping.subscriber[0].batch_size == 10",
    "length(aws_lambda_event_source_mapping.subscriber[0].scaling_config) == 0",
    'aws_lambda_event_source_mapping.subscriber[0].function_response_types == toset(["ReportBatchItemFailures"])',
    'aws_lambda_function.subscriber[0].environment[0].variables["EVENTS_IDEMPOTENCY_TABLE_NAME"] == aws_dynamodb_table.handled_events[0].name',
    'aws_lambda_function.subscriber[0].environment[0].variables["EVENTS_IDEMPOTENCY_SECONDS"] == "2419200"',
    'aws_lambda_function.subscriber[0].environment[0].variables["EVENTS_MAX_RECEIVE_COUNT"] == "5"',
    'aws_lambda_function.subscriber[0].environment[0].variables["EVENTS_RETRY_BASE_SECONDS"] == "5"',
    'endswith(aws_lambda_function.subscriber[0].environment[0].variables["EVENTS_QUEUE_URL"], "/leaderboard")',
    'endswith(aws_lambda_function.subscriber[0].environment[0].variables["EVENTS_DEAD_LETTER_QUEUE_URL"], "/leaderboard-dead-letter")',
    "output.receive_policy_json == null",
  ],
  "every option": [
    "aws_sqs_queue.queue[0].visibility_timeout_seconds == 900 && aws_sqs_queue.queue[0].message_retention_seconds == 86400",
    "aws_sqs_queue.queue[0].delay_seconds == 7",
    "aws_sqs_queue.queue[0].kms_master_key_id == var.kms_key_arn && aws_sqs_queue.delivery_dead_letter.kms_master_key_id == var.kms_key_arn",
    "aws_sns_topic_subscription.subscription.filter_policy == var.filter_policy && !aws_sns_topic_subscription.subscription.raw_message_delivery",
    'aws_sns_topic_subscription.subscription.filter_policy_scope == "MessageBody"',
    "aws_lambda_event_source_mapping.subscriber[0].scaling_config[0].maximum_concurrency == 10",
    'aws_lambda_function.subscriber[0].environment[0].variables["A_KEY"] == var.subscriber.environment["A_KEY"]',
    'aws_lambda_function.redrive.environment[0].variables["REDRIVE_MAX_PER_SECOND"] == "0.5"',
    'aws_lambda_function.subscriber[0].environment[0].variables["EVENTS_RETRY_BASE_SECONDS"] == "2"',
    "aws_cloudwatch_metric_alarm.oldest_message[0].threshold == 60",
    "aws_iam_role.subscriber[0].permissions_boundary == var.permissions_boundary_arn",
    'aws_iam_role.subscriber[0].name == "every-option-subscriber-eu-central-1" && aws_lambda_function.redrive.runtime == var.nodejs_runtime',
    "aws_lambda_function.subscriber[0].ephemeral_storage[0].size == 1024 && aws_lambda_function.subscriber[0].layers == tolist(var.subscriber.layers)",
    'aws_lambda_function.subscriber[0].file_system_config[0].local_mount_path == "/mnt/models"',
    'contains([for statement in jsondecode(aws_iam_role_policy.subscriber[0].policy).Statement : statement.Sid], "MountFiles")',
    '!contains([for statement in jsondecode(aws_iam_role_policy.subscriber[0].policy).Statement : statement.Sid], "WriteFiles")',
    "aws_sqs_queue.queue[0].tags == tomap(var.tags)",
  ],
  "a snapshot at the start": [
    'aws_lambda_function.subscriber[0].snap_start[0].apply_on == "PublishedVersions" && aws_lambda_function.subscriber[0].publish',
    'length(aws_lambda_alias.subscriber_live) == 1 && aws_lambda_alias.subscriber_live[0].name == "live"',
  ],
  direct: [
    "length(aws_sqs_queue.queue) == 0 && length(aws_lambda_event_source_mapping.subscriber) == 0",
    'aws_sns_topic_subscription.subscription.protocol == "lambda"',
    'aws_lambda_permission.subscriber[0].principal == "sns.amazonaws.com" && aws_lambda_permission.subscriber[0].source_arn == var.topic_arn',
    'aws_lambda_function.redrive.environment[0].variables["REDRIVE_FUNCTION_NAME"] == "wall-subscriber"',
    'aws_lambda_function.redrive.environment[0].variables["REDRIVE_QUEUE_URL"] == ""',
    'aws_lambda_function.subscriber[0].environment[0].variables["EVENTS_MAX_RECEIVE_COUNT"] == ""',
    'aws_lambda_function.subscriber[0].environment[0].variables["EVENTS_RETRY_BASE_SECONDS"] == "" && aws_lambda_function.subscriber[0].environment[0].variables["EVENTS_QUEUE_URL"] == ""',
    'endswith(aws_lambda_function.subscriber[0].environment[0].variables["EVENTS_DEAD_LETTER_QUEUE_URL"], "/wall-dead-letter")',
    "output.queue_name == null && output.mapping_id == null",
  ],
  "direct, with a key and no memory": [
    "length(aws_dynamodb_table.handled_events) == 0 && output.idempotency_table_name == null",
    'aws_lambda_function.subscriber[0].environment[0].variables["EVENTS_IDEMPOTENCY_TABLE_NAME"] == ""',
    'aws_lambda_function.subscriber[0].environment[0].variables["EVENTS_IDEMPOTENCY_SECONDS"] == ""',
    "length(aws_cloudwatch_metric_alarm.dead_letters) == 0",
  ],
  queue: [
    "length(aws_lambda_function.subscriber) == 0 && length(aws_dynamodb_table.handled_events) == 0",
    "aws_sqs_queue.queue[0].visibility_timeout_seconds == 40",
    "output.function_name == null && output.receive_policy_json != null",
  ],
  FIFO: [
    ...["queue[0]", "dead_letter", "delivery_dead_letter"].map(
      (queue) =>
        `aws_sqs_queue.${queue}.deduplication_scope == "messageGroup" && aws_sqs_queue.${queue}.fifo_throughput_limit == "perMessageGroupId"`,
    ),
    'aws_sqs_queue.queue[0].fifo_queue && aws_sqs_queue.queue[0].name == "leaderboard.fifo"',
    'aws_sqs_queue.delivery_dead_letter.fifo_queue && aws_sqs_queue.dead_letter.name == "leaderboard-dead-letter.fifo"',
    'aws_lambda_function.subscriber[0].package_type == "Image"',
    // The mapping does not look at the reserve.
    "aws_lambda_function.subscriber[0].reserved_concurrent_executions == 5",
    "aws_lambda_event_source_mapping.subscriber[0].scaling_config[0].maximum_concurrency == 5",
  ],
  "a FIFO queue with a key": [
    "aws_sqs_queue.queue[0].visibility_timeout_seconds == 30",
    'contains([for statement in jsondecode(output.receive_policy_json).Statement : statement.Sid], "UseKey")',
  ],
};

describeModule({
  stack,
  sets: {
    ...Object.fromEntries(
      Object.entries(good).map(([set, props]) => [
        set,
        { variables: subscriberVariables(props), holds: ASSERTIONS[set as keyof typeof good] },
      ]),
    ),
    "the longest names": {
      variables: subscriberVariables({
        name: longest.name,
        kmsKeyArn: longest.kmsKeyArn,
        topicArn: "arn:aws:sns:eu-central-1:123456789012:orders.fifo",
        fifo: true,
        subscriber: { filename, ...longest.fn },
      }),
      holds: ownPartFits("subscriber[0]"),
    },
  },
  refused: {
    wrong_variables: oneForEachVariable(badCases),
    from_elsewhere: [keyFromElsewhere(subscriberVariables(good.minimal))],
    wrong_together: badCases.filter(({ across }) => across).slice(0, 1),
  },
});
