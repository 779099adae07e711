import { LambdaEventSourceMapping } from "@cdktf/provider-aws/lib/lambda-event-source-mapping";
import { Construct } from "constructs";
import type { WorkerEnvironment } from "../../functions/queue-load-leveling/contract";
import { asText, choose, isSet, merge, or, orElse } from "../../lib/logic";
import { blockWhen } from "../../lib/resources";
import { userFunction } from "../parts/code";
import { PatternFunction } from "../parts/function";
import { consumerArn } from "../parts/live-alias";
import { consumeStatement, mappingArguments } from "../parts/queue";
import type { JobsPattern } from "./pattern";
import { retentionSeconds } from "./table";

/** The consumer's function, fed from the queue of jobs. */
export class JobWorker extends Construct {
  public readonly function: PatternFunction;
  public readonly mapping: LambdaEventSourceMapping;

  constructor(scope: Construct, id: string, pattern: JobsPattern) {
    super(scope, id);
    const { input, account, queues } = pattern;
    const { worker, queue } = input;
    const isRateLimited = isSet(worker.maxPerSecond);
    const environment: WorkerEnvironment = {
      JOBS_TABLE_NAME: pattern.table.tableName,
      JOBS_QUEUE_URL: queues.jobs.url,
      JOBS_DEAD_LETTER_QUEUE_URL: queues.deadLetter.url,
      JOBS_RETENTION_SECONDS: retentionSeconds(input),
      JOBS_MAX_RECEIVE_COUNT: asText(queue.maxReceiveCount),
      JOBS_MAX_PER_SECOND: choose(isRateLimited, asText(worker.maxPerSecond as number), ""),
      JOBS_RETRY_BASE_SECONDS: asText(queue.retryDelaySeconds),
      JOBS_FIFO: asText(queue.fifo),
    };
    this.function = new PatternFunction(this, "@function", {
      common: input,
      account,
      role: "worker",
      description: `Does the jobs of ${input.name}.`,
      ...userFunction(this, input, worker),
      environment: merge(worker.environment, { ...environment }),
      published: worker.snapStart,
      reservedConcurrency: choose(worker.oneAtATime, 1, worker.reservedConcurrency),
      statements: [
        consumeStatement("TakeJobs", queues.jobs),
        { sid: "DelayRetries", actions: ["sqs:ChangeMessageVisibility"], resources: [queues.jobs.arn] },
        { sid: "RefuseJobs", actions: ["sqs:SendMessage"], resources: [queues.deadLetter.arn] },
        // A job whose turn comes too late goes back as a fresh copy, which keeps its receive count.
        { sid: "HandBackJobs", actions: ["sqs:SendMessage"], resources: [queues.jobs.arn], when: isRateLimited },
        { sid: "KeepState", actions: ["dynamodb:UpdateItem"], resources: [pattern.table.arn] },
      ],
    });
    this.mapping = new LambdaEventSourceMapping(this, "@mapping", {
      ...mappingArguments(queues.jobs, this.function),
      functionName: consumerArn(this, this.function, true, worker.snapStart),
      // The jobs of a batch run side by side.
      batchSize: choose(worker.oneAtATime, 1, worker.batchSize),
      maximumBatchingWindowInSeconds: worker.batchingWindowSeconds,
      tags: input.tags,
      // Operators and the maintenance window pause the worker; an apply must not wake it.
      lifecycle: { ignoreChanges: ["enabled"] },
      dependsOn: queues.redrivePolicies,
    });
    // A rate or a single worker is kept best with few invocations in flight; 2 is the least that a mapping knows.
    const isBounded = or(isSet(worker.maximumConcurrency), () => or(isRateLimited, worker.oneAtATime));
    blockWhen(this.mapping, "scaling_config", isBounded, () => ({
      maximum_concurrency: orElse(worker.maximumConcurrency, 2),
    }));
  }
}
