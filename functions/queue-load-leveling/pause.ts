import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CLIENT_OPTIONS } from "../shared/aws";
import type { PauseEnvironment } from "../shared/contract";
import { readEnvironment } from "../shared/environment";
import { pauseHandler } from "../shared/pause";
import { auditText } from "../shared/redrive-lock";
import { describeThrown } from "../shared/thrown";
import { auditRows } from "./audit-rows";
import { type JobsEnvironment, PAUSE_AUDIT_PREFIX } from "./contract";

type JobsPauseEnvironment = Pick<JobsEnvironment, "JOBS_TABLE_NAME"> & PauseEnvironment;

const environment = readEnvironment<keyof JobsPauseEnvironment>(["JOBS_TABLE_NAME", "PAUSE_MAPPING_ID"]);
const audit = auditRows(new DynamoDBClient(CLIENT_OPTIONS), environment.JOBS_TABLE_NAME);
const rowOf = (requestId: string) => `${PAUSE_AUDIT_PREFIX}${requestId}`;

/** Pauses and resumes the worker, for operators and the maintenance window, with a row that says who, when and why. */
export const handler = pauseHandler(environment.PAUSE_MAPPING_ID, {
  begin: (requestId, { paused, reason, requestedBy }) =>
    audit(rowOf(requestId), {
      paused,
      reason: auditText(reason),
      requested_by: auditText(requestedBy),
      started_at: new Date().toISOString(),
    }),
  end: (requestId, _request, { state, changed }) =>
    audit(rowOf(requestId), { mapping_state: state, changed, finished_at: new Date().toISOString() }),
  report: (error) =>
    console.error(JSON.stringify({ level: "ERROR", message: "Pause not recorded", error: describeThrown(error) })),
});
