import { LambdaEventSourceMapping } from "@cdktf/provider-aws/lib/lambda-event-source-mapping";
import { Construct } from "constructs";
import type { RecorderEnvironment } from "../../functions/queue-load-leveling/contract";
import { OWN_MEMORY_MB, ownCode } from "../parts/code";
import { PatternFunction } from "../parts/function";
import { consumeStatement, mappingArguments } from "../parts/queue";
import { type JobsPattern, PATTERN } from "./pattern";
import { ROWS_OF_JOBS, retentionSeconds } from "./table";

/** Two short calls for each of ten messages. */
export const RECORDER_TIMEOUT_SECONDS = 10;

/**
 * Marks jobs as failed whose messages the worker could not take, also when it died without a word. It hands every message back, and SQS
 * moves it to the dead-letter queue as it was.
 */
export class JobRecorder extends Construct {
  constructor(scope: Construct, id: string, pattern: JobsPattern) {
    super(scope, id);
    const { input, account, queues } = pattern;
    const environment: RecorderEnvironment = {
      JOBS_TABLE_NAME: pattern.table.tableName,
      JOBS_UNDELIVERABLE_QUEUE_URL: queues.undeliverable.url,
      JOBS_RETENTION_SECONDS: retentionSeconds(input),
    };
    const recorder = new PatternFunction(this, "@function", {
      common: input,
      account,
      role: "recorder",
      description: `Marks undeliverable jobs of ${input.name} as failed.`,
      code: ownCode(this, input, { pattern: PATTERN, name: "recorder" }),
      memoryMb: OWN_MEMORY_MB,
      timeoutSeconds: RECORDER_TIMEOUT_SECONDS,
      environment: { ...environment },
      statements: [
        consumeStatement("TakeUndeliverable", queues.undeliverable),
        { sid: "HandOn", actions: ["sqs:ChangeMessageVisibility"], resources: [queues.undeliverable.arn] },
        {
          sid: "MarkFailed",
          actions: ["dynamodb:UpdateItem"],
          resources: [pattern.table.arn],
          condition: ROWS_OF_JOBS,
        },
      ],
    });
    new LambdaEventSourceMapping(this, "@mapping", {
      ...mappingArguments(queues.undeliverable, recorder),
      tags: input.tags,
      dependsOn: queues.redrivePolicies,
    });
  }
}
