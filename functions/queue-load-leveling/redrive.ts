import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { Context } from "aws-lambda";
import { CLIENT_OPTIONS, SQS_CLIENT_OPTIONS } from "../shared/aws";
import { readEnvironment } from "../shared/environment";
import { auditText, redriveLock } from "../shared/redrive-lock";
import { redrivePace } from "../shared/redrive-pace";
import { deadLetterQueues, isFifo, type ReceivedLetter, sendAgain } from "../shared/redrive-queues";
import { parseRedriveRequest } from "../shared/redrive-request";
import { redriveAnswer, redriveMessages } from "../shared/redrive-run";
import { describeThrown } from "../shared/thrown";
import { auditRows } from "./audit-rows";
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
const dynamo = new DynamoDBClient(CLIENT_OPTIONS);
const audit = auditRows(dynamo, environment.JOBS_TABLE_NAME);
const rows = redriveRows(dynamo, environment.JOBS_TABLE_NAME, Number(environment.JOBS_RETENTION_SECONDS));

const report = (error: unknown, letter?: ReceivedLetter) =>
  console.error(
    JSON.stringify({ level: "ERROR", message: "Redrive", jobId: letter?.id, error: describeThrown(error) }),
  );

const lock = redriveLock(dynamo, environment.JOBS_TABLE_NAME, report);

async function move(letter: ReceivedLetter): Promise<void> {
  const { id, message } = letter;
  const { Body: body = "", MessageAttributes: attributes = {} } = message;
  const reopening = await rows.reopen(id, requestHash(body));
  try {
    await sendAgain(sqs, environment.JOBS_QUEUE_URL, message, attributesOfCopy({ body, attributes }, id));
  } catch (error) {
    await reopening.undo();
    throw error;
  }
  // The message is on its way: the row says so when a worker has it, if not now.
  await reopening.sent().catch((error) => report(error, letter));
}

/** Moves dead letters back to the main queue, for operators: one redrive at a time, at a bounded rate, and with a record of who, when, why and what. */
export async function handler(payload: unknown, context: Context): Promise<RedriveResult> {
  const request = parseRedriveRequest(redriveRequest, payload);
  const { reason, requestedBy, maxMessages, jobIds: ids } = request;
  const pace = redrivePace(
    context.getRemainingTimeInMillis(),
    request.maxPerSecond ?? Number(environment.JOBS_MAX_PER_SECOND_REDRIVE),
  );
  const requestId = context.awsRequestId;
  const [why, who] = [auditText(reason), auditText(requestedBy)];
  const { startedAt, endsAt } = pace;
  return lock.whileAlone({ requestId, requestedBy: who, reason: why, startedAt, endsAt }, async () => {
    const auditId = `${AUDIT_ROW_PREFIX}${randomUUID()}`;
    const started_at = new Date(startedAt).toISOString();
    await audit(auditId, { reason: why, requested_by: who, request_id: requestId, started_at });
    const outcome = await redriveMessages(
      { maxMessages, ids, startedAt },
      {
        ...pace,
        receive: deadLetters.reader(endsAt),
        move,
        remove: deadLetters.remove,
        putBack: deadLetters.show,
        fifo: isFifo(environment.JOBS_QUEUE_URL),
        report,
      },
    );
    const answer = await redriveAnswer(outcome, {
      countLeft: deadLetters.countLeft,
      note: ({ moved, failed, stoppedBecause: stopped_because }) =>
        audit(auditId, { moved, failed, stopped_because, finished_at: new Date().toISOString() }),
      report,
    });
    return { auditId, ...answer };
  });
}
