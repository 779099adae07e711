import type { Construct } from "constructs";
import type { RedriveEnvironment } from "../../functions/queue-load-leveling/contract";
import { asText } from "../../lib/logic";
import { ownCode } from "../parts/code";
import { PatternFunction } from "../parts/function";
import { type JobsPattern, OWN_MEMORY_MB, PATTERN } from "./pattern";
import { retentionSeconds } from "./table";

/** Lambda's longest: a redrive stops in time by itself and says how many are left. */
const REDRIVE_TIMEOUT_SECONDS = 900;

/** The operators' way back for dead letters: at a bounded rate, with an audit record, and without rights on SQS for the operator. */
export function jobRedrive(scope: Construct, id: string, pattern: JobsPattern): PatternFunction {
  const { input, account, queues } = pattern;
  const environment: RedriveEnvironment = {
    JOBS_TABLE_NAME: pattern.table.tableName,
    JOBS_QUEUE_URL: queues.jobs.url,
    JOBS_DEAD_LETTER_QUEUE_URL: queues.deadLetter.url,
    JOBS_MAX_PER_SECOND_REDRIVE: asText(input.redrive.maxPerSecond),
    JOBS_RETENTION_SECONDS: retentionSeconds(input),
  };
  return new PatternFunction(scope, id, {
    common: input,
    account,
    role: "redrive",
    description: `Moves dead letters of ${input.name} back to work.`,
    code: ownCode(scope, { pattern: PATTERN, name: "redrive" }),
    memoryMb: OWN_MEMORY_MB,
    timeoutSeconds: REDRIVE_TIMEOUT_SECONDS,
    environment: { ...environment },
    statements: [
      {
        sid: "TakeDeadLetters",
        actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"],
        resources: [queues.deadLetter.arn],
      },
      { sid: "SendBack", actions: ["sqs:SendMessage"], resources: [queues.jobs.arn] },
      {
        sid: "KeepStateAndAudit",
        actions: ["dynamodb:UpdateItem"],
        resources: [pattern.table.arn],
      },
    ],
  });
}
