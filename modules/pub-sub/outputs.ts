import { PUBLISH_ACTIONS } from "../../functions/pub-sub/contract";
import { isEmpty } from "../../lib/entries";
import { tf } from "../../lib/expression";
import { awaiting, choose, json } from "../../lib/logic";
import { output } from "../../lib/outputs";
import type { Alarms } from "../parts/alarms";
import { keyStatement, policyJson } from "../parts/iam";
import type { PubSubPattern } from "./pattern";

/** What others need of the pattern: names and ARNs, and ready policies for each kind of caller. */
export function pubSubOutputs({ input, topic, subscribers, alarms }: PubSubPattern & { readonly alarms: Alarms }) {
  const topicArn = awaiting(topic.arn, topic.topic.arn);
  const operate = subscribers.output("operatePolicyJson");
  return {
    topicName: output("Name of the topic.", topic.topic.name),
    topicArn: output("ARN of the topic, for publishers and for the module subscriber.", topic.topic.arn),
    fifo: output("Whether the topic is a FIFO topic, for the module subscriber.", input.fifo),
    subscribers: output("All outputs of each subscriber, by its key.", subscribers.all),
    deadLetterQueues: output(
      "Dead-letter queues of each subscriber, by its key: delivery and processing, each with name, arn and url.",
      subscribers.output("deadLetterQueues"),
    ),
    redriveFunctionNames: output(
      "Name of the function that moves dead letters back, by the subscriber's key.",
      subscribers.output("redriveFunctionName"),
    ),
    pauseFunctionNames: output(
      "Name of the function that pauses and resumes a subscriber, by the subscriber's key; null unless its mode is buffered.",
      subscribers.output("pauseFunctionName"),
    ),
    alarmArns: output(
      "ARNs of the alarms, those of the subscribers included.",
      tf`flatten([${alarms.arns}, values(${subscribers.output("alarmArns")})])`,
    ),
    publishPolicyJson: output(
      "IAM policy for publishers.",
      policyJson([
        { sid: "PublishEvents", actions: PUBLISH_ACTIONS, resources: [topicArn] },
        keyStatement(["kms:GenerateDataKey", "kms:Decrypt"], input.kmsKeyArn),
      ]),
    ),
    subscribePolicyJson: output(
      "IAM policy for those who apply the module subscriber elsewhere in the account: the topic's part of it.",
      policyJson([
        { sid: "Subscribe", actions: ["sns:Subscribe"], resources: [topicArn] },
        // Subscriptions are no resources of IAM: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html
        {
          sid: "KeepSubscriptions",
          actions: ["sns:GetSubscriptionAttributes", "sns:SetSubscriptionAttributes", "sns:Unsubscribe"],
          resources: ["*"],
        },
      ]),
    ),
    operatePolicyJson: output(
      "IAM policy for operators of all subscribers: redrive dead letters, see how many there are, pause and resume; null without subscribers.",
      choose<string | undefined>(
        isEmpty(input.subscribers),
        undefined,
        // Their statements' ids are the same, and must not be within one policy.
        json({
          Version: "2012-10-17",
          Statement: tf`[for statement in flatten([for policy in values(${operate}) : jsondecode(policy).Statement]) : { for key, value in statement : key => value if key != "Sid" }]`,
        }),
      ),
    ),
  };
}
