import { Construct } from "constructs";
import { UNDELIVERABLE_EXTRA_RECEIVES } from "../../functions/queue-load-leveling/contract";
import { add, orElse } from "../../lib/logic";
import type { Account } from "../parts/account";
import {
  DEAD_LETTER_VISIBILITY_SECONDS,
  deadLettersOf,
  PatternQueue,
  type PatternQueueProps,
  VISIBILITY_TIMEOUTS,
} from "../parts/queue";
import { visibilityOf } from "../parts/queue-inputs";
import type { JobsInput } from "./inputs";
import { RECORDER_TIMEOUT_SECONDS } from "./recorder";

/**
 * Three queues in a row: jobs, undeliverable, dead letters. What the worker could not do passes through `undeliverable`, where the recorder
 * marks the job as failed and lets SQS move the message on; a function on the dead-letter queue itself would delete it.
 */
export class JobQueues extends Construct {
  public readonly jobs: PatternQueue;
  public readonly undeliverable: PatternQueue;
  public readonly deadLetter: PatternQueue;
  /** What a mapping waits for, so that no message is tried before its way out is there. */
  public readonly redrivePolicies;

  constructor(scope: Construct, id: string, input: JobsInput, account: Account) {
    super(scope, id);
    const { name, queue, worker } = input;
    const make = (id: string, props: Omit<PatternQueueProps, "common" | "account" | "fifo">) =>
      new PatternQueue(this, id, { common: input, account, fifo: queue.fifo, ...props });

    this.jobs = make("jobs", {
      queueName: name,
      visibilityTimeoutSeconds: orElse(queue.visibilityTimeoutSeconds, visibilityOf(worker)),
      retentionSeconds: queue.retentionSeconds,
      delaySeconds: queue.delaySeconds,
    });
    this.undeliverable = make("undeliverable", {
      queueName: `${name}-undeliverable`,
      visibilityTimeoutSeconds: RECORDER_TIMEOUT_SECONDS * VISIBILITY_TIMEOUTS,
      redriveAllow: deadLettersOf(this.jobs),
    });
    this.deadLetter = make("dead_letter", {
      queueName: `${name}-dead-letter`,
      visibilityTimeoutSeconds: DEAD_LETTER_VISIBILITY_SECONDS,
      redriveAllow: deadLettersOf(this.undeliverable),
    });
    this.redrivePolicies = [
      this.jobs.deadLettersTo(this.undeliverable, queue.maxReceiveCount),
      // SQS counts the receives of a message across all queues, so the recorder's come on top of the worker's.
      this.undeliverable.deadLettersTo(this.deadLetter, add(queue.maxReceiveCount, UNDELIVERABLE_EXTRA_RECEIVES)),
    ].flatMap((policy) => policy.dependency);
  }
}
