import { matches } from "../../lib/checks";
import { inputs, type ReadOf } from "../../lib/inputs";
import { equals } from "../../lib/logic";
import { t } from "../../lib/types";
import { arn } from "../parts/arn-checks";
import { common, roleNamesFit } from "../parts/inputs";
import { SUBSCRIBER_RULES } from "./member-checks";
import { subscriberAlarmMembers, subscriberMembers } from "./members";

/** The inputs of a subscriber: variables of the module, props of the construct. */
export const subscriberInputs = inputs(
  {
    name: common.name,
    topicArn: t.string({
      description: "ARN of the topic to subscribe to. Who applies needs the topic's subscribe_policy_json.",
      checks: [arn("topic")],
    }),
    fifo: t.bool({ description: "Whether the topic is a FIFO topic; the queues are as well, then.", default: false }),
    ...subscriberMembers,
    alarms: t.object(subscriberAlarmMembers, {
      description: "Alarms on dead letters, age, errors and throttles.",
      default: {},
    }),
    kmsKeyArn: t.string({
      description:
        "KMS key that encrypts queues and table; null uses keys that AWS owns. Its key policy must let the account use IAM policies and admit sns.amazonaws.com to kms:GenerateDataKey and kms:Decrypt, or nothing is delivered.",
      optional: true,
      checks: common.kmsKeyArn.checks,
    }),
    logs: common.logs,
    tracing: common.tracing,
    nodejsRuntime: common.nodejsRuntime,
    permissionsBoundaryArn: common.permissionsBoundaryArn,
    roleNameSuffix: common.roleNameSuffix,
    tags: common.tags,
  },
  (input) => [
    roleNamesFit(input),
    {
      about: "fifo",
      holds: equals(matches("[.]fifo$", input.topicArn), input.fifo),
      must: "be true exactly when topic_arn ends with .fifo",
    },
    ...SUBSCRIBER_RULES.map((rule) => rule(input, input.fifo)),
  ],
);

/** What the parts of the pattern read: literals or tokens. */
export type SubscriberInput = ReadOf<typeof subscriberInputs>;
