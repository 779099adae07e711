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
import { storableText } from "../shared/storable-text";
import { describeThrown } from "../shared/thrown";
import { AUDIT_ROW_PREFIX, JOB_ID_ATTRIBUTE, REDRIVE_ENVIRONMENT } from "./contract";
import { attributesOfCopy, identityOf, requestHash } from "./messages";
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

/** The longest reason that a request may give, in characters of four bytes. */
const MAX_AUDIT_TEXT_BYTES = 2_000;

const report = (error: unknown, letter?: ReceivedLetter) =>
  console.error(
    JSON.stringify({ level: "ERROR", message: "Redrive", jobId: letter?.id, error: describeThrown(error) }),
  );

async function move({ id, message }: ReceivedLetter): Promise<void> {
  const { Body: body = "", MessageAttributes: attributes = {} } = message;
  const undo = await rows.reopen(id, requestHash(body));
  try {
    await sendAgain(sqs, environment.JOBS_QUEUE_URL, message, attributesOfCopy({ body, attributes }, id));
  } catch (error) {
    await undo();
    throw error;
  }
}

/** Moves dead letters back to the main queue, for operators: at a bounded rate, and with a record of who, when, why and what. */
export async function handler(payload: unknown, context: Context): Promise<RedriveResult> {
  const request = parseRedriveRequest(redriveRequest, payload);
  const { reason, requestedBy, maxMessages, jobIds: ids } = request;
  const pace = redrivePace(
    context.getRemainingTimeInMillis(),
    request.maxPerSecond ?? Number(environment.JOBS_MAX_PER_SECOND_REDRIVE),
  );
  const auditId = `${AUDIT_ROW_PREFIX}${randomUUID()}`;
  const started_at = new Date(pace.startedAt).toISOString();
  const [why, who] = [reason, requestedBy].map((text) => storableText(text, MAX_AUDIT_TEXT_BYTES));
  await rows.audit(auditId, { reason: why, requested_by: who, request_id: context.awsRequestId, started_at });
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
