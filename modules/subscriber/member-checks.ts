import { MAX_RETRY_SECONDS } from "../../functions/shared/contract";
import type { Bool } from "../../lib/expression";
import type { CrossCheck } from "../../lib/findings";
import { choose, equals, implies, isSet, not, or, orElse } from "../../lib/logic";
import { reserveSuitsMapping } from "../parts/concurrency-inputs";
import {
  batchSuitsFifo,
  retentionCoversTries,
  retentionLeavesDeadLetters,
  visibilityCoversWork,
  visibilityOf,
  waitsBetween,
} from "../parts/queue-inputs";
import { isFlat } from "./filter-policy-checks";
import type { SubscriberValues } from "./members";

type Mode = Pick<SubscriberValues, "mode">;

/** Whether the consumer is a function of the module. */
export const hasFunction = ({ mode }: Mode): Bool => not(equals(mode, "queue"));
export const isDirect = ({ mode }: Mode): Bool => equals(mode, "direct");
export const isBuffered = ({ mode }: Mode): Bool => equals(mode, "buffered");

/** SQS's default, for a consumer of which nothing is known. */
const DEFAULT_VISIBILITY_SECONDS = 30;

/** The visibility timeout of the queue. */
export const queueVisibility = ({ queue, subscriber }: Pick<SubscriberValues, "queue" | "subscriber">): number =>
  orElse(
    queue.visibilityTimeoutSeconds,
    choose(isSet(subscriber), visibilityOf(subscriber), DEFAULT_VISIBILITY_SECONDS),
  );

/** How long an event waits between its tries, in all, where `eventSubscriber()` says how long. */
const retryWaits = (values: SubscriberValues): number => {
  const { maxReceiveCount, retryDelaySeconds } = values.queue;
  return choose(isBuffered(values), waitsBetween(maxReceiveCount, retryDelaySeconds, MAX_RETRY_SECONDS), 0);
};

const whenQueue = (values: SubscriberValues, check: CrossCheck): CrossCheck => ({
  ...check,
  holds: implies(not(isDirect(values)), check.holds),
});

const whenBuffered = (values: SubscriberValues, check: CrossCheck): CrossCheck => ({
  ...check,
  holds: implies(isBuffered(values), () => implies(isSet(values.subscriber), check.holds)),
});

/** A rule over several members of a subscriber; `fifo` is the topic's. */
export type SubscriberRule = (values: SubscriberValues, fifo: Bool) => CrossCheck;

/** They hold for the spoke as for each entry of the hub's map. */
export const SUBSCRIBER_RULES: readonly SubscriberRule[] = [
  (values) => ({
    about: "subscriber",
    holds: equals(isSet(values.subscriber), hasFunction(values)),
    must: 'be given in the modes "buffered" and "direct", and left out in mode "queue", whose consumer is elsewhere',
  }),
  (values, fifo) => ({
    about: "mode",
    holds: implies(fifo, not(isDirect(values))),
    must: 'be "buffered" or "queue" for a FIFO topic, which delivers to queues only',
  }),
  (values) => ({
    about: "subscriber.snap_start",
    holds: implies(isDirect(values), () => implies(isSet(values.subscriber), () => not(values.subscriber.snapStart))),
    must: 'be false in mode "direct": SnapStart works on published versions, which mode "buffered" runs',
  }),
  ({ filterPolicy, filterPolicyScope }) => ({
    about: "filter_policy",
    holds: implies(isSet(filterPolicy), () =>
      or(equals(filterPolicyScope, "MessageBody"), () => isFlat(filterPolicy as string)),
    ),
    must: 'hold lists only, and no objects, unless filter_policy_scope is "MessageBody"',
  }),
  (values) => whenBuffered(values, visibilityCoversWork(values.queue, values.subscriber, "subscriber")),
  (values, fifo) => whenBuffered(values, batchSuitsFifo(fifo, values.subscriber, "subscriber")),
  (values, fifo) => whenQueue(values, retentionLeavesDeadLetters(values.queue, fifo)),
  (values) => whenQueue(values, retentionCoversTries(values.queue, queueVisibility(values), retryWaits(values))),
  (values) => ({
    about: "queue.delay_seconds",
    holds: implies(isDirect(values), equals(values.queue.delaySeconds, 0)),
    must: 'be 0 in mode "direct", which has no queue to wait in',
  }),
  (values) =>
    whenBuffered(
      values,
      reserveSuitsMapping(
        values.subscriber,
        "subscriber",
        "to handle one at a time, give all events one message group; to pause, disable the mapping",
      ),
    ),
];
