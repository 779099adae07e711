import { RESERVED_WORKER_ENVIRONMENT } from "../../functions/queue-load-leveling/contract";
import { check } from "../../lib/checks";
import { above, and, atLeast, implies, isSet, multiply, not, orElse } from "../../lib/logic";
import { t } from "../../lib/types";
import { environmentWithout } from "../parts/environment-checks";
import { functionMembers, oneSource } from "../parts/inputs";
import { batchMembers, bigBatchHasWindow, maximumConcurrency, reservedCoversMaximum } from "../parts/queue-inputs";

/** The consumer's function, and the pace at which it works. */
export const workerInput = t.object(
  {
    ...functionMembers,
    environment: environmentWithout(RESERVED_WORKER_ENVIRONMENT),
    ...batchMembers,
    maximumConcurrency: maximumConcurrency(", or is 2 where max_per_second is set", "; for 1 set one_at_a_time"),
    oneAtATime: t.bool({
      description:
        "One job at a time: a reserved concurrency of 1 and a batch of one message, whatever batch_size says.",
      default: false,
    }),
    maxPerSecond: t.number({
      description:
        "Most jobs started a second, over all invocations: a token bucket in the worker's runtime, because concurrency bounds the work in flight and not its rate. null for no limit.",
      optional: true,
      checks: [check.aboveZero("jobs a second; leave it out for no limit")],
    }),
  },
  {
    description:
      "The function that does the jobs, one call for each batch; write it with jobWorker() or against docs/job-table.md.",
    checks: [
      oneSource,
      (worker) => ({
        holds: implies(worker.oneAtATime, () =>
          and(not(isSet(worker.maximumConcurrency)), not(isSet(worker.reservedConcurrency))),
        ),
        must: "not set maximum_concurrency or reserved_concurrency together with one_at_a_time",
      }),
      bigBatchHasWindow,
      reservedCoversMaximum,
      // Half of the time-out is for waiting, half for work; the token wait of all messages in flight must fit.
      (worker) => ({
        // A rate of 0 is refused by itself.
        holds: implies(
          and(isSet(worker.maxPerSecond), () => above(worker.maxPerSecond as number, 0)),
          () =>
            atLeast(
              multiply(multiply(worker.timeoutSeconds, 0.5), worker.maxPerSecond as number),
              multiply(worker.batchSize, orElse(worker.maximumConcurrency, 2)),
            ),
        ),
        must: "have batch_size × maximum_concurrency (default 2) of at most max_per_second × timeout_seconds / 2, so that messages wait their turn within one receive: lower batch_size or maximum_concurrency, or raise timeout_seconds",
      }),
    ],
  },
);
