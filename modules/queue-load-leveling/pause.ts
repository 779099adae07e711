import type { Construct } from "constructs";
import { PAUSE_AUDIT_PREFIX } from "../../functions/queue-load-leveling/contract";
import { ownCode } from "../parts/code";
import type { PatternFunction } from "../parts/function";
import { pauseFunction } from "../parts/pause-function";
import { type JobsPattern, PATTERN } from "./pattern";
import { rowsOf } from "./table";
import type { JobWorker } from "./worker";

/** Pauses and resumes the worker, and keeps an audit row of it. */
export function jobPause(scope: Construct, id: string, pattern: JobsPattern, worker: JobWorker): PatternFunction {
  const { input, account, table } = pattern;
  return pauseFunction(scope, id, {
    common: input,
    account,
    code: ownCode(scope, input, { pattern: PATTERN, name: "pause" }),
    mapping: worker.mapping,
    environment: { JOBS_TABLE_NAME: table.tableName },
    statements: [
      {
        sid: "KeepAudit",
        actions: ["dynamodb:UpdateItem"],
        resources: [table.arn],
        condition: rowsOf(`${PAUSE_AUDIT_PREFIX}*`),
      },
    ],
  });
}
