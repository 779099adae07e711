import { RESERVED_SUBSCRIBER_ENVIRONMENT } from "../../functions/subscriber/contract";
import { check } from "../../lib/checks";
import { t, type ValueMembers } from "../../lib/types";
import { maximumConcurrency, reservedCoversMaximum } from "../parts/concurrency-inputs";
import { environmentWithout } from "../parts/environment-checks";
import { alarmMembers, functionMembers, functionRules } from "../parts/inputs";
import {
  batchMembers,
  bigBatchHasWindow,
  delaySeconds,
  maxReceiveCount,
  redriveInput,
  retentionSeconds,
  retryDelaySeconds,
  visibilityTimeoutSeconds,
} from "../parts/queue-inputs";
import { filterPolicyChecks } from "./filter-policy-checks";

/** How events come to a subscriber. */
export const MODES = ["buffered", "direct", "queue"] as const;

/** What a subscriber is, whoever attaches it: inputs of the spoke, and members of each entry of the hub's map. */
export const subscriberMembers = {
  mode: t.string({
    description:
      "How events come: buffered (topic, queue, function), direct (topic, function; standard topics only) or queue (topic, queue; the consumer is elsewhere).",
    default: "buffered",
    checks: [check.oneOf(MODES)],
  }),
  subscriber: t.object(
    {
      ...functionMembers,
      environment: environmentWithout(RESERVED_SUBSCRIBER_ENVIRONMENT),
      reservedConcurrency: t.number({
        description:
          "Concurrent executions that are reserved for this function and that it cannot exceed; null shares the account's. In mode buffered the mapping never starts more, see maximum_concurrency; in mode direct Lambda keeps events for 6 hours until they may run.",
        optional: true,
        checks: [check.least(1, "executions: with 0 Lambda gives up every event at once"), check.wholeNumber()],
      }),
      ...batchMembers,
      maximumConcurrency: maximumConcurrency("", "; to handle one at a time, give all events one message group"),
    },
    {
      description:
        "The function that handles the events; write it with eventSubscriber(). Required, except in mode queue, which has none. What is about batches and concurrency is for mode buffered.",
      optional: true,
      checks: [...functionRules, bigBatchHasWindow, reservedCoversMaximum],
    },
  ),
  filterPolicy: t.string({
    description:
      'Which events come, as JSON: jsonencode({ type = ["com.example.order.placed.v1"] }); null lets everything through. Checked as SNS does, before anything is made.',
    optional: true,
    checks: filterPolicyChecks,
  }),
  filterPolicyScope: t.string({
    description:
      "What the filter policy is about: MessageAttributes (of an event: type, source, subject) or MessageBody (all of it). With MessageBody, the AWS provider has to know filter_policy at plan.",
    default: "MessageAttributes",
    checks: [check.oneOf(["MessageAttributes", "MessageBody"])],
  }),
  rawMessageDelivery: t.bool({
    description:
      "Whether the queue gets messages as they were published, and not within SNS's envelope. Without effect in mode direct, which always has the envelope.",
    default: true,
  }),
  queue: t.object(
    {
      maxReceiveCount: maxReceiveCount("an event", 1000, ", SQS's bounds"),
      retryDelaySeconds: retryDelaySeconds("event"),
      visibilityTimeoutSeconds: visibilityTimeoutSeconds("subscriber"),
      retentionSeconds: retentionSeconds("an event"),
      delaySeconds: delaySeconds("an event"),
    },
    {
      description:
        "The queue between topic and consumer; none in mode direct. In mode queue, a visibility timeout of null is 30 seconds.",
      default: {},
    },
  ),
  idempotency: t.object(
    {
      enabled: t.bool({
        description: "Whether the table is made; there is none in mode queue.",
        default: true,
      }),
      retentionDays: t.number({
        description:
          "Days that a handled event is remembered. The default covers a FIFO queue's 14 days and a dead letter's 14 days after them; less is enough where queue.retention_seconds is less.",
        default: 28,
        checks: [check.between(1, 3650, "days"), check.wholeNumber()],
      }),
    },
    {
      description: "Table by which eventSubscriber() handles once what is delivered twice.",
      default: {},
    },
  ),
  redrive: redriveInput,
};

/** The alarms of a subscriber. */
export const subscriberAlarmMembers = {
  ...alarmMembers,
  oldestMessageSeconds: t.number({
    description: "Age of the oldest waiting event, in seconds, above which an alarm goes off.",
    default: 900,
    checks: [check.between(1, 1209600, "seconds")],
  }),
};

/** What the rules over several members read. */
export type SubscriberValues = ValueMembers<typeof subscriberMembers>;
