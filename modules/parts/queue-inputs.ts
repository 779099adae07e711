import { check } from "../../lib/checks";
import type { Bool } from "../../lib/expression";
import type { CrossCheck } from "../../lib/findings";
import { add, and, atLeast, doubled, equals, implies, isSet, multiply, or, smaller } from "../../lib/logic";
import { t } from "../../lib/types";
import { DEAD_LETTER_RETENTION_SECONDS, VISIBILITY_TIMEOUTS } from "./queue";

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

export interface Consumer {
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

/**
 * "Set the maxReceiveCount value to at least 5": so many receives that throttled invocations do not use them up.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
const MAX_RECEIVE_COUNT = 5;

/** @param what is tried, such as "a job"; `most` and `why`, the upper bound */
export const maxReceiveCount = (what: string, most: number, why: string) =>
  t.number({
    description: `How often ${what} is tried before it goes to the dead-letter queue. 5 is AWS's advice for queues that feed functions: throttled invocations count as well.`,
    default: MAX_RECEIVE_COUNT,
    checks: [check.between(1, most, `receives${why}`), check.wholeNumber()],
  });

/** @param consumer name of the input with the function, as the description says it */
export const visibilityTimeoutSeconds = (consumer: string) =>
  t.number({
    description: `Seconds that a received message is hidden. null is 6 × ${consumer}.timeout_seconds + batching_window_seconds.`,
    optional: true,
    checks: [check.between(0, 43200, "seconds, SQS's bounds"), check.wholeNumber()],
  });

/** @param what is tried again, such as "job" */
export const retryDelaySeconds = (what: string) =>
  t.number({
    description: `Seconds before the first retry of a failed ${what}; each further retry waits twice as long, up to 900.`,
    default: 5,
    checks: [check.between(1, 900, "seconds"), check.wholeNumber()],
  });

const LEAST_RETENTION_SECONDS = 60;

/** @param what is kept, such as "a job" */
export const retentionSeconds = (what: string) =>
  t.number({
    description: `Seconds that ${what} waits at most, from its send. The default is SQS's own, 4 days: a dead letter is gone 14 days after the first send, so what waited 4 days has 10 left.`,
    default: 345600,
    checks: [
      check.between(LEAST_RETENTION_SECONDS, DEAD_LETTER_RETENTION_SECONDS, "seconds, SQS's bounds"),
      check.wholeNumber(),
    ],
  });

/** @param what is sent, such as "a job" */
export const delaySeconds = (what: string) =>
  t.number({
    description: `Seconds that ${what} waits in the queue before it can be received, a redriven one too; they are part of retention_seconds.`,
    default: 0,
    checks: [check.between(0, 900, "seconds, SQS's bounds"), check.wholeNumber()],
  });

export interface SourceQueue {
  readonly retentionSeconds: number;
  readonly delaySeconds: number;
  readonly maxReceiveCount: number;
}

/** Time to look at a dead letter, at least. */
const LEAST_DEAD_LETTER_SECONDS = 86_400;
const LONGEST_RETENTION_SECONDS = DEAD_LETTER_RETENTION_SECONDS - LEAST_DEAD_LETTER_SECONDS;

/** A dead letter of a standard queue keeps the time of its first send; one of a FIFO queue starts anew: see {@link DEAD_LETTER_RETENTION_SECONDS}. */
export const retentionLeavesDeadLetters = (queue: SourceQueue, fifo: Bool): CrossCheck => ({
  about: "queue.retention_seconds",
  holds: or(fifo, () => atLeast(LONGEST_RETENTION_SECONDS, queue.retentionSeconds)),
  must: `be at most ${LONGEST_RETENTION_SECONDS} (13 days) for a standard queue, whose dead letters are gone 14 days after they were first sent`,
});

/**
 * A message that is never handled must become a dead letter before it is too old.
 * @param visibility how long each receive hides it, at most
 * @param waits seconds between its tries, in all, beyond that
 */
export const retentionCoversTries = (queue: SourceQueue, visibility: number, waits = 0): CrossCheck => ({
  about: "queue.retention_seconds",
  // Less than SQS takes is refused by itself.
  holds: implies(atLeast(queue.retentionSeconds, LEAST_RETENTION_SECONDS), () =>
    atLeast(queue.retentionSeconds, add(add(queue.delaySeconds, multiply(queue.maxReceiveCount, visibility)), waits)),
  ),
  must: "be at least queue.delay_seconds + queue.max_receive_count × queue.visibility_timeout_seconds (by default 6 × timeout_seconds + batching_window_seconds), and the waits between the tries, or a message is gone before it is a dead letter: raise it, or lower queue.max_receive_count",
});

/** How long a message must be hidden while the function may still work on it. */
export const visibilityOf = (consumer: Consumer): number =>
  add(multiply(consumer.timeoutSeconds, VISIBILITY_TIMEOUTS), consumer.batchingWindowSeconds);

/**
 * Seconds that a message waits between so many tries, at most, when each wait is twice the last.
 * @param first the wait after the first try
 * @param longest the bound of each
 */
export const waitsBetween = (tries: number, first: number, longest: number): number =>
  smaller(multiply(longest, add(tries, -1)), multiply(first, doubled(add(tries, -1))));

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
