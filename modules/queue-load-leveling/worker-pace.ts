import { check } from "../../lib/checks";
import type { Bool } from "../../lib/expression";
import type { CrossCheck } from "../../lib/findings";
import { above, and, atLeast, choose, implies, isSet, multiply, or, orElse } from "../../lib/logic";
import { concurrencyBound, isConcurrencyBounded, LEAST_CONCURRENCY } from "../parts/concurrency-inputs";

/** What bounds the pace of a worker: mapping, function and checks take it from here. */
interface Paced {
  readonly oneAtATime: Bool;
  readonly maxPerSecond?: number;
  readonly batchSize: number;
  readonly batchingWindowSeconds: number;
  readonly timeoutSeconds: number;
  readonly maximumConcurrency?: number;
  readonly reservedConcurrency?: number;
}

/** An invocation waits at most as long as it works, and Lambda ends it after 900 seconds. */
export const MOST_SECONDS_ONE_AT_A_TIME = 450;
const WAIT_AND_WORK = 2;

/**
 * A partition of a table takes 1,000 writes a second, and an item lies in one: half of them for starts, the rest for writes that are
 * refused. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html
 */
const MOST_PER_SECOND = 500;

export const isWithinOneItem = check.most(
  MOST_PER_SECOND,
  "jobs a second: one item of the table counts them, and DynamoDB takes 1,000 writes a second of it, refused ones included",
);

/** Whether jobs wait for their turn in the worker. */
export const waitsForTurns = (worker: Paced): Bool => or(worker.oneAtATime, () => isSet(worker.maxPerSecond));

/**
 * What waits in a batch for those before it must not use up its receives. On a standard queue the jobs of a batch run side by side; on a FIFO
 * queue they run one after the other, and none can be handed back without losing its place.
 */
export const batchSizeOf = (worker: Paced, fifo: Bool): number =>
  choose(
    or(worker.oneAtATime, () => and(fifo, () => isSet(worker.maxPerSecond))),
    1,
    worker.batchSize,
  );

export const isBounded = (worker: Paced): Bool => or(waitsForTurns(worker), () => isConcurrencyBounded(worker));

/** A rate or a single worker is kept best with few invocations in flight. */
export const mostInvocations = (worker: Paced): number =>
  choose(waitsForTurns(worker), orElse(worker.maximumConcurrency, LEAST_CONCURRENCY), concurrencyBound(worker));

/** The function's own time-out. */
export const invocationSeconds = (worker: Paced): number =>
  choose(worker.oneAtATime, multiply(worker.timeoutSeconds, WAIT_AND_WORK), worker.timeoutSeconds);

/** Half of the time-out is for waiting, half for work: the turns of all jobs in flight must fit, or they would be handed back. */
export const rateLeavesTime = (worker: Paced, fifo: Bool): CrossCheck => ({
  about: "worker",
  // A rate of 0 is refused by itself.
  holds: implies(
    and(isSet(worker.maxPerSecond), () => above(worker.maxPerSecond as number, 0)),
    () =>
      atLeast(
        multiply(multiply(worker.timeoutSeconds, 0.5), worker.maxPerSecond as number),
        choose(
          worker.oneAtATime,
          1,
          multiply(batchSizeOf(worker, fifo), orElse(worker.maximumConcurrency, LEAST_CONCURRENCY)),
        ),
      ),
  ),
  must: "have batch_size × maximum_concurrency (default 2; batches of one message on a FIFO queue, one job in all with one_at_a_time) of at most max_per_second × timeout_seconds / 2, so that messages wait their turn within one receive: lower batch_size or maximum_concurrency, or raise timeout_seconds",
});

/**
 * A job of a FIFO queue that waits in vain goes back to its place, and that is a receive: a copy, as on a standard queue, would come after the others
 * of its group. So it needs a receive for the waiting and one for the work.
 */
export const waitingLeavesTries = (
  worker: Paced,
  queue: { readonly fifo: Bool; readonly maxReceiveCount: number },
): CrossCheck => ({
  about: "queue.max_receive_count",
  holds: implies(
    and(queue.fifo, () => waitsForTurns(worker)),
    () => atLeast(queue.maxReceiveCount, 2),
  ),
  must: "be at least 2 receives for a FIFO queue whose worker has one_at_a_time or max_per_second: a job that waits for its turn in vain uses up a receive, and with 1 would be a dead letter that was never tried",
});
