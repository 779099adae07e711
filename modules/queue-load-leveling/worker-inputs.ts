import { RESERVED_WORKER_ENVIRONMENT } from "../../functions/queue-load-leveling/contract";
import { check } from "../../lib/checks";
import { and, atLeast, implies, isSet, not } from "../../lib/logic";
import { t } from "../../lib/types";
import { maximumConcurrency, reservedCoversMaximum, reservedForMapping } from "../parts/concurrency-inputs";
import { environmentWithout } from "../parts/environment-checks";
import { functionMembers, functionRules } from "../parts/inputs";
import { batchMembers, bigBatchHasWindow } from "../parts/queue-inputs";
import { isWithinOneItem, MOST_SECONDS_ONE_AT_A_TIME } from "./worker-pace";

/** The consumer's function, and the pace at which it works. */
export const workerInput = t.object(
  {
    ...functionMembers,
    environment: environmentWithout(RESERVED_WORKER_ENVIRONMENT),
    ...batchMembers,
    reservedConcurrency: reservedForMapping("for 1 set one_at_a_time; to pause the worker, disable its mapping"),
    maximumConcurrency: maximumConcurrency(", 2 where max_per_second is", "; for 1 set one_at_a_time"),
    oneAtATime: t.bool({
      description:
        "One job at a time, over all invocations: a lease in the job table that jobWorker() keeps, and a batch of one message, whatever batch_size says. Lambda runs two invocations at least, so one waits for the other: the function's own time-out is twice timeout_seconds, and each job still has timeout_seconds.",
      default: false,
    }),
    maxPerSecond: t.number({
      description:
        "Most jobs started a second, over all invocations: a token bucket in the worker's runtime, because concurrency bounds the work in flight and not its rate. A job may wait for its turn for half of timeout_seconds; the other half is for its work. On a FIFO queue each batch has one message, whatever batch_size says. null for no limit.",
      optional: true,
      checks: [check.aboveZero("jobs a second; leave it out for no limit"), isWithinOneItem],
    }),
  },
  {
    description:
      "The function that does the jobs, one call for each batch; write it with jobWorker() or against docs/job-table.md.",
    checks: [
      ...functionRules,
      (worker) => ({
        holds: implies(worker.oneAtATime, () =>
          and(not(isSet(worker.maximumConcurrency)), not(isSet(worker.reservedConcurrency))),
        ),
        must: "not set maximum_concurrency or reserved_concurrency together with one_at_a_time",
      }),
      (worker) => ({
        holds: implies(worker.oneAtATime, atLeast(MOST_SECONDS_ONE_AT_A_TIME, worker.timeoutSeconds)),
        must: `have a timeout_seconds of at most ${MOST_SECONDS_ONE_AT_A_TIME} with one_at_a_time, because an invocation waits as long as it works and Lambda ends it after 900 seconds; for longer jobs use a FIFO queue without message_group_pointer, which gives one at a time by itself`,
      }),
      bigBatchHasWindow,
      reservedCoversMaximum,
    ],
  },
);
