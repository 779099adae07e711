import type { SubscriberProps } from "../../modules/subscriber/props";
import { badCommonInputs } from "./bad-common-inputs";
import type { BadInput } from "./bad-inputs";
import { badQueueInputs } from "./bad-queue-inputs";

type Fn = Partial<SubscriberProps["subscriber"]>;
/** What differs; a member `subscriber` is laid over the good one. */
export type WrongSubscriber = Partial<Omit<SubscriberProps, "subscriber">> & { readonly subscriber?: Fn | null };

const FIFO_TOPIC = "arn:aws:sns:eu-central-1:123456789012:orders.fifo";
const SHAPE =
  "filter_policy must hold at least one key, and for each key a list of strings, numbers, true, false, null or operators (anything-but, cidr, equals-ignore-case, exists, numeric, prefix, suffix, wildcard), in objects nested at most 4 levels deep; null lets everything through.";
const GIVEN =
  'subscriber must be given in the modes "buffered" and "direct", and left out in mode "queue", whose consumer is elsewhere.';

/** Inputs that are wrong at any subscriber, a hub's own included. */
export const badMembers: readonly BadInput<WrongSubscriber>[] = [
  ...badQueueInputs("subscriber", 549),
  {
    what: "an unknown mode",
    wrong: { mode: "pull" },
    message: "mode must be one of buffered, direct, queue.",
  },
  {
    what: "a snapshot that a topic would call past",
    wrong: { mode: "direct", subscriber: { runtime: "java21", snapStart: true } },
    message:
      'subscriber.snap_start must be false in mode "direct": SnapStart works on published versions, which mode "buffered" runs.',
    across: true,
  },
  {
    what: "no source of code",
    wrong: { subscriber: { filename: undefined } },
    message: "subscriber must have exactly one of filename, s3 and image_uri.",
  },
  {
    what: "a variable that the module sets",
    wrong: { subscriber: { environment: { EVENTS_MAX_RECEIVE_COUNT: "9" } } },
    message:
      "subscriber.environment must not set EVENTS_IDEMPOTENCY_TABLE_NAME, EVENTS_IDEMPOTENCY_SECONDS, EVENTS_MAX_RECEIVE_COUNT, EVENTS_QUEUE_URL, EVENTS_DEAD_LETTER_QUEUE_URL, EVENTS_RETRY_BASE_SECONDS, POWERTOOLS_LOG_LEVEL, POWERTOOLS_SERVICE_NAME, which the module sets.",
  },
  {
    what: "a big batch without a window",
    wrong: { subscriber: { batchSize: 100 } },
    message: "subscriber must set batching_window_seconds to 1 or more for a batch_size over 10.",
  },
  {
    what: "less reserved than wanted",
    wrong: { subscriber: { reservedConcurrency: 2, maximumConcurrency: 5 } },
    message:
      "subscriber must have a reserved_concurrency of at least maximum_concurrency, or throttled batches use up their receives.",
  },
  {
    what: "a reserve of nothing, to pause",
    wrong: { subscriber: { reservedConcurrency: 0 } },
    message:
      "subscriber.reserved_concurrency must be 1 or more executions: with 0 Lambda gives up every event at once.",
  },
  {
    what: "a reserve of one, which a mapping does not look at",
    wrong: { subscriber: { reservedConcurrency: 1 } },
    message:
      "subscriber.reserved_concurrency must be at least 2 executions: a mapping starts 2 at least, and what the reserve throttles uses up its receives untried; to handle one at a time, give all events one message group; to pause, disable the mapping.",
    across: true,
  },
  {
    what: "a concurrency of one",
    wrong: { subscriber: { maximumConcurrency: 1 } },
    message:
      "subscriber.maximum_concurrency must be 2 to 1000 invocations, Lambda's bounds; to handle one at a time, give all events one message group.",
  },
  {
    what: "a filter policy in words",
    wrong: { filterPolicy: "orders only" },
    message:
      'filter_policy must be a filter policy as JSON text whose top is an object, such as jsonencode({ type = ["order.placed"] }).',
  },
  { what: "a filter policy without a list", wrong: { filterPolicy: '{"type":"order.placed"}' }, message: SHAPE },
  { what: "a filter policy of nothing", wrong: { filterPolicy: "{}" }, message: SHAPE },
  { what: "an unknown operator", wrong: { filterPolicy: '{"type":[{"contains":"order"}]}' }, message: SHAPE },
  {
    what: "a range of nothing",
    wrong: { filterPolicy: '{"price":[{"numeric":[">",5,"<",3]}]}' },
    message:
      "filter_policy must hold numeric ranges that begin below their end, of numbers from -1000000000 to 1000000000, SNS's bounds.",
  },
  { what: "no function", wrong: { subscriber: null }, message: GIVEN, across: true },
  {
    what: "six keys",
    wrong: { filterPolicy: '{"a":[1],"b":[1],"c":[1],"d":[1],"e":[1],"f":[1]}' },
    message: "filter_policy must have at most 5 keys at its top, SNS's bound.",
  },
  {
    what: "too many combinations",
    wrong: { filterPolicy: `{"a":[${"1,".repeat(75)}1],"b":[1,2]}` },
    message:
      "filter_policy must have at most 150 combinations, SNS's bound: the numbers of values multiplied, each times the depth of its key.",
  },
  {
    what: "an unknown scope",
    wrong: { filterPolicyScope: "Subject" },
    message: "filter_policy_scope must be one of MessageAttributes, MessageBody.",
  },
  {
    what: "no receives",
    wrong: { queue: { maxReceiveCount: 0 } },
    message: "queue.max_receive_count must be 1 to 1000 receives, SQS's bounds.",
  },
  {
    what: "a memory of no time",
    wrong: { idempotency: { retentionDays: 0 } },
    message: "idempotency.retention_days must be 1 to 3650 days.",
  },
  {
    what: "a delay without a queue",
    wrong: { mode: "direct", queue: { delaySeconds: 5 } },
    message: 'queue.delay_seconds must be 0 in mode "direct", which has no queue to wait in.',
    across: true,
  },
  { what: "a queue with a function", wrong: { mode: "queue" }, message: GIVEN, across: true },
  {
    what: "objects in attributes",
    wrong: { filterPolicy: '{"data":{"drink":["latte"]}}' },
    message: 'filter_policy must hold lists only, and no objects, unless filter_policy_scope is "MessageBody".',
    across: true,
  },
];

/** Inputs that no deployment may begin with. One table for TypeScript and for Terraform: same rule, same words. */
export const badSubscriberInputs: readonly BadInput<WrongSubscriber>[] = [
  ...badMembers,
  ...badCommonInputs,
  {
    what: "a name with capitals",
    wrong: { name: "Leaderboard" },
    message: "name must be 3 to 40 lower-case letters, digits or hyphens, starting with a letter.",
  },
  {
    what: "a topic by its name",
    wrong: { topicArn: "orders" },
    message: "topic_arn must be the ARN of an SNS topic, such as arn:aws:sns:eu-central-1:123456789012:orders.",
  },
  {
    what: "a standard subscriber of a FIFO topic",
    wrong: { topicArn: FIFO_TOPIC },
    message: "fifo must be true exactly when topic_arn ends with .fifo.",
    across: true,
  },
  {
    what: "a FIFO subscriber of a standard topic",
    wrong: { fifo: true },
    message: "fifo must be true exactly when topic_arn ends with .fifo.",
    across: true,
  },
  {
    what: "a FIFO topic that calls a function",
    wrong: { fifo: true, topicArn: FIFO_TOPIC, mode: "direct" },
    message: 'mode must be "buffered" or "queue" for a FIFO topic, which delivers to queues only.',
    across: true,
  },
  {
    what: "a big batch of a FIFO queue",
    wrong: { fifo: true, topicArn: FIFO_TOPIC, subscriber: { batchSize: 11, batchingWindowSeconds: 1 } },
    message: "subscriber.batch_size must be at most 10, with a batching_window_seconds of 0, for a FIFO queue.",
    across: true,
  },
  {
    what: "an age of nothing",
    wrong: { alarms: { oldestMessageSeconds: 0 } },
    message: "alarms.oldest_message_seconds must be 1 to 1209600 seconds.",
  },
];

/** Good inputs with one thing wrong in them. */
export function withWrong<Props extends object>(
  good: Props & { readonly subscriber?: object },
  { wrong }: BadInput<WrongSubscriber>,
): Props {
  const subscriber = wrong.subscriber === null ? null : { ...good.subscriber, ...wrong.subscriber };
  return { ...good, ...wrong, subscriber };
}
