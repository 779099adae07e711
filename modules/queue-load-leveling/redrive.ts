import type { Construct } from "constructs";
import { AUDIT_ROW_PREFIX, type RedriveEnvironment } from "../../functions/queue-load-leveling/contract";
import { REDRIVE_LOCK_ID } from "../../functions/shared/contract";
import { asText } from "../../lib/logic";
import { ownCode } from "../parts/code";
import type { PatternFunction } from "../parts/function";
import { redriveFunction } from "../parts/redrive-function";
import { type JobsPattern, PATTERN } from "./pattern";
import { ROWS_OF_JOBS, retentionSeconds, rowsOf } from "./table";

/** The way back for dead letters, which sets the rows of their jobs as well. */
export function jobRedrive(scope: Construct, id: string, pattern: JobsPattern): PatternFunction {
  const { input, account, queues } = pattern;
  const environment: RedriveEnvironment = {
    JOBS_TABLE_NAME: pattern.table.tableName,
    JOBS_QUEUE_URL: queues.jobs.url,
    JOBS_DEAD_LETTER_QUEUE_URL: queues.deadLetter.url,
    JOBS_MAX_PER_SECOND_REDRIVE: asText(input.redrive.maxPerSecond),
    JOBS_RETENTION_SECONDS: retentionSeconds(input),
  };
  return redriveFunction(scope, id, {
    common: input,
    account,
    code: ownCode(scope, input, { pattern: PATTERN, name: "redrive" }),
    environment: { ...environment },
    statements: [
      {
        sid: "TakeDeadLetters",
        actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"],
        resources: [queues.deadLetter.arn],
      },
      { sid: "SendBack", actions: ["sqs:SendMessage"], resources: [queues.jobs.arn] },
      {
        sid: "KeepState",
        actions: ["dynamodb:UpdateItem"],
        resources: [pattern.table.arn],
        condition: ROWS_OF_JOBS,
      },
      {
        sid: "RunAloneAndKeepAudit",
        actions: ["dynamodb:UpdateItem"],
        resources: [pattern.table.arn],
        condition: rowsOf(REDRIVE_LOCK_ID, `${AUDIT_ROW_PREFIX}*`),
      },
    ],
  });
}
