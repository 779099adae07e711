import { LambdaEventSourceMapping } from "@cdktf/provider-aws/lib/lambda-event-source-mapping";
import { LambdaFunctionRecursionConfig } from "@cdktf/provider-aws/lib/lambda-function-recursion-config";
import { Construct } from "constructs";
import { RATE_ROW_ID, TURN_ROW_ID, type WorkerEnvironment } from "../../functions/queue-load-leveling/contract";
import { and, asText, choose, isSet, merge, not } from "../../lib/logic";
import { blockWhen, when } from "../../lib/resources";
import { userFunction } from "../parts/code";
import { PatternFunction } from "../parts/function";
import { consumerArn } from "../parts/live-alias";
import { consumeStatement, mappingArguments } from "../parts/queue";
import type { JobsPattern } from "./pattern";
import { ROWS_OF_JOBS, retentionSeconds, rowsOf } from "./table";
import { batchSizeOf, invocationSeconds, isBounded, mostInvocations, waitsForTurns } from "./worker-pace";

/** The consumer's function, fed from the queue of jobs. */
export class JobWorker extends Construct {
  public readonly function: PatternFunction;
  public readonly mapping: LambdaEventSourceMapping;

  constructor(scope: Construct, id: string, pattern: JobsPattern) {
    super(scope, id);
    const { input, account, queues } = pattern;
    const { worker, queue } = input;
    const handsBack = not(queue.fifo);
    const environment: WorkerEnvironment = {
      JOBS_TABLE_NAME: pattern.table.tableName,
      JOBS_QUEUE_URL: queues.jobs.url,
      JOBS_DEAD_LETTER_QUEUE_URL: queues.deadLetter.url,
      JOBS_RETENTION_SECONDS: retentionSeconds(input),
      JOBS_MAX_RECEIVE_COUNT: asText(queue.maxReceiveCount),
      JOBS_MAX_PER_SECOND: choose(isSet(worker.maxPerSecond), asText(worker.maxPerSecond as number), ""),
      JOBS_ONE_AT_A_TIME_SECONDS: choose(worker.oneAtATime, asText(worker.timeoutSeconds), ""),
      JOBS_RETRY_BASE_SECONDS: asText(queue.retryDelaySeconds),
      JOBS_FIFO: asText(queue.fifo),
    };
    this.function = new PatternFunction(this, "@function", {
      common: input,
      account,
      role: "worker",
      description: `Does the jobs of ${input.name}.`,
      ...userFunction(this, input, worker),
      published: worker.snapStart,
      timeoutSeconds: invocationSeconds(worker),
      environment: merge(worker.environment, { ...environment }),
      statements: [
        consumeStatement("TakeJobs", queues.jobs),
        { sid: "DelayRetries", actions: ["sqs:ChangeMessageVisibility"], resources: [queues.jobs.arn] },
        { sid: "RefuseJobs", actions: ["sqs:SendMessage"], resources: [queues.deadLetter.arn] },
        // A job that used up its receives by waiting goes back as a fresh copy, whose receives count from the start.
        { sid: "HandBackJobs", actions: ["sqs:SendMessage"], resources: [queues.jobs.arn], when: handsBack },
        // Neither audits nor the lock of redrives: who works must not rewrite who did what.
        {
          sid: "KeepState",
          actions: ["dynamodb:UpdateItem"],
          resources: [pattern.table.arn],
          condition: ROWS_OF_JOBS,
        },
        {
          sid: "KeepPace",
          actions: ["dynamodb:UpdateItem"],
          resources: [pattern.table.arn],
          condition: rowsOf(RATE_ROW_ID, TURN_ROW_ID),
          when: waitsForTurns(worker),
        },
      ],
    });
    // Lambda stops a function that meets what it sent itself 16 times: https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
    const recursion = when(
      and(handsBack, () => waitsForTurns(worker)),
      (meta) =>
        new LambdaFunctionRecursionConfig(this, "@recursion", {
          ...meta,
          functionName: this.function.lambda.its((lambda) => lambda.functionName),
          recursiveLoop: "Allow",
        }),
    );
    this.mapping = new LambdaEventSourceMapping(this, "@mapping", {
      ...mappingArguments(queues.jobs, this.function),
      functionName: consumerArn(this, this.function, true, worker.snapStart),
      batchSize: batchSizeOf(worker, queue.fifo),
      maximumBatchingWindowInSeconds: worker.batchingWindowSeconds,
      tags: input.tags,
      // Operators and the maintenance window pause the worker; an apply must not wake it.
      lifecycle: { ignoreChanges: ["enabled"] },
      dependsOn: [...queues.redrivePolicies, ...recursion.dependency],
    });
    blockWhen(this.mapping, "scaling_config", isBounded(worker), () => ({
      maximum_concurrency: mostInvocations(worker),
    }));
  }
}
