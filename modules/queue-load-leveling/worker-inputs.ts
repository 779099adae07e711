import { RESERVED_WORKER_ENVIRONMENT } from "../../functions/queue-load-leveling/contract";
import { check } from "../../lib/checks";
import { isUnknown, tf } from "../../lib/expression";
import { above, and, atLeast, implies, isSet, multiply, not, orElse } from "../../lib/logic";
import { t } from "../../lib/types";
import { functionMembers, oneSource } from "../parts/inputs";

/** The consumer's function, and the pace at which it works. */
export const workerInput = t.object(
  {
    ...functionMembers,
    environment: t.stringMap({
      description: functionMembers.environment.description,
      default: {},
      checks: [
        (environment) => ({
          holds: isUnknown(environment)
            ? tf`length(setintersection(keys(${environment}), ${RESERVED_WORKER_ENVIRONMENT})) == 0`
            : !RESERVED_WORKER_ENVIRONMENT.some((name) => name in environment),
          must: `not set ${RESERVED_WORKER_ENVIRONMENT.join(", ")}, which the module sets`,
        }),
      ],
    }),
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
    maximumConcurrency: t.number({
      description: "Most invocations at a time. null leaves it to Lambda, or is 2 where max_per_second is set.",
      optional: true,
      checks: [check.between(2, 1000, "invocations, Lambda's bounds; for 1 set one_at_a_time"), check.wholeNumber()],
    }),
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
      (worker) => ({
        holds: implies(atLeast(worker.batchSize, 11), atLeast(worker.batchingWindowSeconds, 1)),
        must: "set batching_window_seconds to 1 or more for a batch_size over 10",
      }),
      (worker) => ({
        holds: implies(and(isSet(worker.reservedConcurrency), isSet(worker.maximumConcurrency)), () =>
          atLeast(worker.reservedConcurrency as number, worker.maximumConcurrency as number),
        ),
        must: "have a reserved_concurrency of at least maximum_concurrency, or throttled batches use up their receives",
      }),
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
