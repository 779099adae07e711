import { check, matches } from "../../lib/checks";
import { hasKey } from "../../lib/entries";
import { eachEntry, eachKey } from "../../lib/findings";
import { inputs, type ReadOf } from "../../lib/inputs";
import { and, implies, isSet, not } from "../../lib/logic";
import { t } from "../../lib/types";
import { common, roleNamesFit } from "../parts/inputs";
import { SUBSCRIBER_RULES } from "../subscriber/member-checks";
import { subscriberAlarmMembers, subscriberMembers } from "../subscriber/members";
import { deliveryPolicyChecks } from "./delivery-policy-checks";
import { strangersHaveKey } from "./publisher-checks";
import { publishersInput } from "./publisher-inputs";

const subscriberKey = (key: string) => ({
  holds: and(matches("^[a-z0-9-]*[a-z0-9]$", key), not(matches("-dead-letter$", key))),
  must: "have keys of lower-case letters, digits or hyphens that do not end with -dead-letter, as names of queues do",
});

/** The inputs of pub-sub: variables of the module, props of the construct. */
export const pubSubInputs = inputs(
  {
    name: common.name,
    fifo: t.bool({
      description: "FIFO topic: the events of a message group come in order. Its name ends with .fifo.",
      default: false,
    }),
    topic: t.object(
      {
        contentBasedDeduplication: t.bool({
          description:
            "Whether messages without a deduplication id are told apart by their content; publish() of the runtime gives ids. FIFO only.",
          default: false,
        }),
        fifoThroughputScope: t.string({
          description:
            "MessageGroup lifts the topic's bound of 3000 messages a second and deduplicates within a message group only; SNS lets nobody go back. null is SNS's own, Topic. FIFO only.",
          optional: true,
          checks: [check.oneOf(["MessageGroup", "Topic"])],
        }),
        archiveRetentionDays: t.number({
          description:
            "Days that published messages are kept for replay; null keeps none. FIFO only. A topic with an archive cannot be deleted: set null first.",
          optional: true,
          checks: [check.between(1, 365, "days, SNS's bounds"), check.wholeNumber()],
        }),
        deliveryPolicy: t.string({
          description:
            "JSON delivery policy: how often SNS tries HTTP endpoints again, such as jsonencode({ http = { defaultHealthyRetryPolicy = { numRetries = 10 } } }); null is SNS's own.",
          optional: true,
          checks: deliveryPolicyChecks,
        }),
      },
      { description: "The topic.", default: {} },
    ),
    publishers: publishersInput,
    subscribers: t.map(
      t.object(subscriberMembers, { description: "A subscriber, with the inputs of the module subscriber." }),
      {
        description:
          "The topic owner's own subscribers by name; those of other teams are calls of the module subscriber in their own state.",
        checks: [eachKey(subscriberKey)],
      },
    ),
    deliveryStatusLogging: t.object(
      {
        successSamplePercent: t.number({
          description: "Share of the successful deliveries that are logged, in percent; failed ones all are.",
          default: 100,
          checks: [check.between(0, 100, "percent"), check.wholeNumber()],
        }),
      },
      { description: "Logs of what SNS delivers to queues and functions; null writes none.", optional: true },
    ),
    alarms: t.object(subscriberAlarmMembers, {
      description: "Alarms of the topic and of its subscribers.",
      default: {},
    }),
    kmsKeyArn: t.string({
      description:
        "KMS key that encrypts topic, queues and tables; null uses alias/aws/sns and keys that AWS owns. Its key policy must let the account use IAM policies and admit sns.amazonaws.com, and services that publish, to kms:GenerateDataKey and kms:Decrypt.",
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
      about: "topic.content_based_deduplication",
      holds: implies(input.topic.contentBasedDeduplication, input.fifo),
      must: "be false for a standard topic: set fifo = true, or leave it out",
    },
    {
      about: "topic.fifo_throughput_scope",
      holds: implies(isSet(input.topic.fifoThroughputScope), input.fifo),
      must: "be null for a standard topic, which has no such bound: set fifo = true, or leave it out",
    },
    {
      about: "topic.archive_retention_days",
      holds: implies(isSet(input.topic.archiveRetentionDays), input.fifo),
      must: "be null for a standard topic, which keeps no archive: set fifo = true, or leave it out",
    },
    strangersHaveKey(input),
    ...eachEntry("subscribers", input.subscribers, (_, key) => ({
      holds: matches("^.{1,40}$", `${input.name}-${key}${input.roleNameSuffix}`),
      must: `have a key so short that ${input.name}-${key}, which its names begin with, and role_name_suffix have at most 40 characters together`,
    })),
    // Queue and alarm of what was not delivered to the one, and of what failed at the other.
    ...eachEntry("subscribers", input.subscribers, (_, key) => ({
      holds: not(hasKey(input.subscribers, `${key}-delivery`)),
      must: `not stand beside "${key}-delivery": both would have a queue ${input.name}-${key}-delivery-dead-letter. Rename one of them`,
    })),
    ...SUBSCRIBER_RULES.flatMap((rule) =>
      eachEntry("subscribers", input.subscribers, (subscriber) => {
        const { about, ...found } = rule(subscriber, input.fifo);
        return { ...found, member: about };
      }),
    ),
  ],
);

/** What the parts of the pattern read: literals or tokens. */
export type PubSubInput = ReadOf<typeof pubSubInputs>;
