import { check } from "../../lib/checks";
import type { Bool } from "../../lib/expression";
import type { CrossCheck } from "../../lib/findings";
import { add, and, atLeast, equals, implies, isSet, multiply } from "../../lib/logic";
import { t } from "../../lib/types";
import { VISIBILITY_TIMEOUTS } from "./queue";

/** The inputs of a queue and of the function that it feeds, under the same names in every pattern. */

/** How messages come to a function. */
export const batchMembers = {
  batchSize: t.number({
    description: "Most messages in one invocation. Over 10 needs batching_window_seconds and a standard queue.",
    default: 10,
    checks: [check.between(1, 10000, "messages"), check.wholeNumber()],
  }),
  batchingWindowSeconds: t.number({
    description: "Seconds to wait for a full batch; 0 takes what is there.",
    default: 0,
    checks: [check.between(0, 300, "seconds"), check.wholeNumber()],
  }),
};

/** Bounds what a mapping starts; `whenNull` and `forOne` continue the sentences about null and about 1. */
export const maximumConcurrency = (whenNull: string, forOne: string) =>
  t.number({
    description: `Most invocations at a time. null leaves it to Lambda${whenNull}.`,
    optional: true,
    checks: [check.between(2, 1000, `invocations, Lambda's bounds${forOne}`), check.wholeNumber()],
  });

interface Consumer {
  readonly batchSize: number;
  readonly batchingWindowSeconds: number;
  readonly timeoutSeconds: number;
  readonly reservedConcurrency?: number;
  readonly maximumConcurrency?: number;
}

/** Lambda takes more than ten messages only with a window. */
export const bigBatchHasWindow = (consumer: Consumer) => ({
  holds: implies(atLeast(consumer.batchSize, 11), atLeast(consumer.batchingWindowSeconds, 1)),
  must: "set batching_window_seconds to 1 or more for a batch_size over 10",
});

export const reservedCoversMaximum = (consumer: Consumer) => ({
  holds: implies(and(isSet(consumer.reservedConcurrency), isSet(consumer.maximumConcurrency)), () =>
    atLeast(consumer.reservedConcurrency as number, consumer.maximumConcurrency as number),
  ),
  must: "have a reserved_concurrency of at least maximum_concurrency, or throttled batches use up their receives",
});

/** @param consumer name of the input with the function, as the description says it */
export const visibilityTimeoutSeconds = (consumer: string) =>
  t.number({
    description: `Seconds that a received message is hidden. null is 6 × ${consumer}.timeout_seconds + batching_window_seconds.`,
    optional: true,
    checks: [check.between(0, 43200, "seconds, SQS's bounds"), check.wholeNumber()],
  });

/** @param what is kept, such as "a job" */
export const retentionSeconds = (what: string) =>
  t.number({
    description: `Seconds that ${what} waits at most; the default is SQS's longest, 14 days.`,
    default: 1209600,
    checks: [check.between(60, 1209600, "seconds, SQS's bounds"), check.wholeNumber()],
  });

/** How long a message must be hidden while the function may still work on it. */
export const visibilityOf = (consumer: Consumer): number =>
  add(multiply(consumer.timeoutSeconds, VISIBILITY_TIMEOUTS), consumer.batchingWindowSeconds);

/** A message must not come again while it is worked on. @param name of the input with the function */
export const visibilityCoversWork = (
  queue: { readonly visibilityTimeoutSeconds?: number },
  consumer: Consumer,
  name: string,
): CrossCheck => ({
  about: "queue.visibility_timeout_seconds",
  holds: implies(isSet(queue.visibilityTimeoutSeconds), () =>
    atLeast(queue.visibilityTimeoutSeconds as number, visibilityOf(consumer)),
  ),
  must: `be at least 6 × ${name}.timeout_seconds + ${name}.batching_window_seconds, or null for just that`,
});

/** FIFO queues feed ten messages at most, at once. @param name of the input with the function */
export const batchSuitsFifo = (fifo: Bool, consumer: Consumer, name: string): CrossCheck => ({
  about: `${name}.batch_size`,
  holds: implies(fifo, () => and(atLeast(10, consumer.batchSize), equals(consumer.batchingWindowSeconds, 0))),
  must: "be at most 10, with a batching_window_seconds of 0, for a FIFO queue",
});

/** The way back for dead letters. */
export const redriveInput = t.object(
  {
    maxPerSecond: t.number({
      description: "Dead letters that a redrive moves back a second, unless the operator says otherwise.",
      default: 10,
      checks: [check.between(0.1, 500, "messages a second")],
    }),
  },
  { description: "The way back for dead letters.", default: {} },
);
