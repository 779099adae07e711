import { MAX_RETRY_SECONDS } from "../../functions/shared/contract";
import type { Bool } from "../../lib/expression";
import type { CrossCheck } from "../../lib/findings";
import { atLeast, implies, multiply, orElse } from "../../lib/logic";
import {
  type Consumer,
  retentionCoversTries,
  retentionLeavesDeadLetters,
  type SourceQueue,
  visibilityOf,
  waitsBetween,
} from "../parts/queue-inputs";

interface Kept {
  readonly worker: Consumer;
  readonly queue: SourceQueue & {
    readonly fifo: Bool;
    readonly visibilityTimeoutSeconds?: number;
    readonly retryDelaySeconds: number;
  };
  readonly table: { readonly retentionDays: number };
}

/** How long jobs, dead letters and rows are kept must fit together. */
export const retentionRules = ({ worker, queue, table }: Kept): readonly CrossCheck[] => [
  retentionLeavesDeadLetters(queue, queue.fifo),
  retentionCoversTries(
    queue,
    orElse(queue.visibilityTimeoutSeconds, visibilityOf(worker)),
    waitsBetween(queue.maxReceiveCount, queue.retryDelaySeconds, MAX_RETRY_SECONDS),
  ),
  {
    about: "table.retention_days",
    // No days at all are refused by themselves.
    holds: implies(atLeast(table.retentionDays, 1), () =>
      atLeast(multiply(table.retentionDays, 86_400), queue.retentionSeconds),
    ),
    must: "be at least queue.retention_seconds, or a job is forgotten while it waits: 4 for the default of 4 days",
  },
];
