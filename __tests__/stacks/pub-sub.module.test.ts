import { join } from "node:path";
import { App } from "cdktf";
import { pubSubModule } from "../../stacks/pub-sub";
import { subscriberModule } from "../../stacks/subscriber";
import { badCasesOf, describeBadVariables, keyFromElsewhere } from "../support/bad-inputs";
import { badPubSubInputs } from "../support/bad-pub-sub-inputs";
import { temporaryFolder } from "../support/folders";
import { describeModule, oneForEachVariable } from "../support/module-test";
import { goodPubSubInputs, pubSubVariables } from "../support/pub-sub";
import { standIn } from "../support/synthesize";

const app = () => new App({ outdir: temporaryFolder("cdktf") });
const stack = () => pubSubModule.make(app());
const filename = standIn(join(temporaryFolder("code"), "subscriber.zip"));
const good = goodPubSubInputs(filename);
const badCases = badCasesOf(badPubSubInputs(filename), ({ wrong }) => pubSubVariables({ ...good.minimal, ...wrong }));
/** The account is the provider's to tell: what is about it stands on what is made. */
const stranger = badCasesOf(
  [{ what: "a role of another account", wrong: {}, message: "", across: true }],
  () => pubSubVariables({ ...good.minimal, publishers: { arns: ["arn:aws:iam::210987654321:role/orders"] } }),
  "aws_sns_topic.topic",
);

describeBadVariables(stack, badCases);

const policyOf = "jsondecode(aws_sns_topic.topic.policy).Statement";

/** What the plan of a set of good inputs holds. */
const ASSERTIONS: Readonly<Record<keyof typeof good, readonly string[]>> = {
  minimal: [
    'aws_sns_topic.topic.name == "orders" && aws_sns_topic.topic.kms_master_key_id == "alias/aws/sns"',
    "aws_sns_topic.topic.signature_version == 2",
    `[for statement in ${policyOf} : statement.Sid] == ["DenyInsecureTransport", "AllowAccount"]`,
    "length(aws_iam_role.delivery_status) == 0 && length(output.subscribers) == 0",
    "output.operate_policy_json == null && !output.fifo",
    "length(jsondecode(output.publish_policy_json).Statement) == 1",
  ],
  "three subscribers": [
    'join(" ", keys(output.subscribers)) == "leaderboard recommendations video-wall"',
    'output.subscribers["recommendations"].queue_name == "orders-recommendations"',
    'output.subscribers["video-wall"].queue_name == null',
    'output.dead_letter_queues["video-wall"].delivery.name == "orders-video-wall-delivery-dead-letter"',
    'output.redrive_function_names["leaderboard"] == "orders-leaderboard-redrive"',
  ],
  "every option": [
    "aws_sns_topic.topic.kms_master_key_id == var.kms_key_arn",
    "aws_sns_topic.topic.sqs_success_feedback_sample_rate == 10",
    `join(" ", [for statement in ${policyOf} : statement.Sid]) == "DenyInsecureTransport AllowAccount AllowPublishers AllowCloudwatchAmazonawsCom AllowEventsAmazonawsCom AllowS3AmazonawsCom"`,
    `jsonencode(${policyOf}[3].Condition) == jsonencode({ StringEquals = { "aws:SourceAccount" = "123456789012" } })`,
    `jsonencode(${policyOf}[4].Condition) == jsonencode({ ArnLike = { "aws:SourceArn" = var.publishers.services["events.amazonaws.com"].source_arns } })`,
    `jsonencode(${policyOf}[5].Condition) == jsonencode({ ArnLike = { "aws:SourceArn" = ["arn:aws:s3:::uploads"] }, StringEquals = { "aws:SourceAccount" = "123456789012" } })`,
    "length(jsondecode(output.publish_policy_json).Statement) == 2",
    "aws_cloudwatch_log_group.delivery_status_success[0].retention_in_days == 1",
  ],
  FIFO: [
    'aws_sns_topic.topic.fifo_topic && aws_sns_topic.topic.name == "orders.fifo" && aws_sns_topic.topic.content_based_deduplication',
    'aws_sns_topic.topic.fifo_throughput_scope == "MessageGroup"',
    "jsondecode(aws_sns_topic.topic.archive_policy).MessageRetentionPeriod == 30",
    'output.subscribers["leaderboard"].queue_name == "orders-leaderboard.fifo" && output.fifo',
    "length(aws_cloudwatch_metric_alarm.notifications_lost) == 0",
  ],
};

const topicArn = (fifo = false) => `arn:aws:sns:eu-central-1:123456789012:${fifo ? "orders.fifo" : "orders"}`;

describeModule({
  stack,
  beside: { subscriber: () => subscriberModule.make(app()) },
  sets: Object.fromEntries(
    Object.entries(good).map(([set, props]) => [
      set,
      {
        variables: pubSubVariables(props),
        holds: ASSERTIONS[set as keyof typeof good],
        // The subscribers look at the end of the topic's ARN.
        made: { "aws_sns_topic.topic": { arn: topicArn("fifo" in props && props.fifo) } },
      },
    ]),
  ),
  refused: {
    wrong_variables: oneForEachVariable(badCases),
    from_elsewhere: [keyFromElsewhere(pubSubVariables(good.minimal))],
    wrong_together: badCases.filter(({ across }) => across).slice(0, 1),
    a_stranger: stranger,
  },
});
