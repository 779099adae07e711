import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { Context } from "aws-lambda";
import { CLIENT_OPTIONS, SQS_CLIENT_OPTIONS } from "../shared/aws";
import { readEnvironment } from "../shared/environment";
import { redrivePace } from "../shared/redrive-pace";
import { deadLetterQueues, isFifo, type ReceivedLetter, sendAgain } from "../shared/redrive-queues";
import { parseRedriveRequest } from "../shared/redrive-request";
import { redriveMessages } from "../shared/redrive-run";
import { AUDIT_ROW_PREFIX, JOB_ID_ATTRIBUTE, REDRIVE_ENVIRONMENT } from "./contract";
import { identityOf, pinnedAttributes, requestHash } from "./messages";
import { redriveRows } from "./redrive-rows";
import { type RedriveResult, redriveRequest } from "./schemas";

const environment = readEnvironment(REDRIVE_ENVIRONMENT);
const sqs = new SQSClient(SQS_CLIENT_OPTIONS);
const deadLetters = deadLetterQueues(
  sqs,
  [environment.JOBS_DEAD_LETTER_QUEUE_URL],
  ({ MessageAttributes, MessageId = "" }) =>
    identityOf(MessageAttributes?.[JOB_ID_ATTRIBUTE]?.StringValue, MessageId).jobId,
);
const rows = redriveRows(
  new DynamoDBClient(CLIENT_OPTIONS),
  environment.JOBS_TABLE_NAME,
  Number(environment.JOBS_RETENTION_SECONDS),
);

const report = (error: unknown, letter?: ReceivedLetter) =>
  console.error(JSON.stringify({ level: "ERROR", message: "Redrive", jobId: letter?.id, error: String(error) }));

async function move({ id, message }: ReceivedLetter): Promise<void> {
  const undo = await rows.reopen(id, requestHash(message.Body ?? ""));
  try {
    await sendAgain(sqs, environment.JOBS_QUEUE_URL, message, pinnedAttributes(message.MessageAttributes ?? {}, id));
  } catch (error) {
    await undo();
    throw error;
  }
}

/** Moves dead letters back to the main queue, for operators: at a bounded rate, and with a record of who, when, why and what. */
export async function handler(payload: unknown, context: Context): Promise<RedriveResult> {
  const request = parseRedriveRequest(redriveRequest, payload);
  const { reason, requestedBy: requested_by, maxMessages, jobIds: ids } = request;
  const pace = redrivePace(
    context.getRemainingTimeInMillis(),
    request.maxPerSecond ?? Number(environment.JOBS_MAX_PER_SECOND_REDRIVE),
  );
  const auditId = `${AUDIT_ROW_PREFIX}${randomUUID()}`;
  const started_at = new Date(pace.startedAt).toISOString();
  await rows.audit(auditId, { reason, requested_by, request_id: context.awsRequestId, started_at });
  const outcome = await redriveMessages(
    { maxMessages, ids, startedAt: pace.startedAt },
    {
      ...pace,
      receive: deadLetters.reader(pace.hideSeconds),
      move,
      remove: deadLetters.remove,
      putBack: deadLetters.show,
      fifo: isFifo(environment.JOBS_QUEUE_URL),
      report,
    },
  );
  const { moved, failed, stoppedBecause: stopped_because } = outcome;
  await rows.audit(auditId, { moved, failed, stopped_because, finished_at: new Date().toISOString() });
  return { auditId, ...outcome, remaining: await deadLetters.countLeft() };
}
