import { Logger } from "@aws-lambda-powertools/logger";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { Context } from "aws-lambda";
import { CLIENT_OPTIONS, SQS_CLIENT_OPTIONS } from "../shared/aws";
import { readEnvironment } from "../shared/environment";
import { redriveLock } from "../shared/redrive-lock";
import { redrivePace } from "../shared/redrive-pace";
import { deadLetterQueues, isFifo, type ReceivedLetter } from "../shared/redrive-queues";
import { parseRedriveRequest } from "../shared/redrive-request";
import { redriveAnswer, redriveMessages } from "../shared/redrive-run";
import { describeThrown } from "../shared/thrown";
import { REDRIVE_ENVIRONMENT } from "./redrive-contract";
import { type RedriveResult, redriveRequest } from "./redrive-schemas";
import { deadLetterQueueUrls, redriveTarget } from "./redrive-target";

const environment = readEnvironment(REDRIVE_ENVIRONMENT);
const sqs = new SQSClient(SQS_CLIENT_OPTIONS);
const giveBack = redriveTarget(sqs, environment);
const log = new Logger();
const lock = redriveLock(new DynamoDBClient(CLIENT_OPTIONS), environment.REDRIVE_TABLE_NAME, (error) =>
  log.error("Redrive not unlocked", { error: describeThrown(error) }),
);

/** Moves dead letters back to the subscriber, for operators: one redrive at a time, at a bounded rate, and with who, why and how many in the log. */
export async function handler(payload: unknown, context: Context): Promise<RedriveResult> {
  const request = parseRedriveRequest(redriveRequest, payload);
  const { maxPerSecond = Number(environment.REDRIVE_MAX_PER_SECOND), maxMessages, messageIds: ids } = request;
  const deadLetters = deadLetterQueues(sqs, deadLetterQueueUrls(environment, request.from));
  const pace = redrivePace(context.getRemainingTimeInMillis(), maxPerSecond);
  const requestId = context.awsRequestId;
  const report = (error: unknown, letter?: ReceivedLetter) =>
    log.error("Redrive failed", {
      requestId,
      messageId: letter?.id,
      queueUrl: letter?.queueUrl,
      error: describeThrown(error),
    });

  const { reason, requestedBy, from } = request;
  const { startedAt, endsAt } = pace;
  return lock.whileAlone({ requestId, requestedBy, reason, startedAt, endsAt }, async () => {
    log.info("Redrive started", { requestId, ...request, maxPerSecond });
    const outcome = await redriveMessages(
      { maxMessages, ids, startedAt },
      {
        ...pace,
        receive: deadLetters.reader(endsAt),
        move: ({ message }) => giveBack(message),
        remove: deadLetters.remove,
        putBack: deadLetters.show,
        fifo: isFifo(environment.REDRIVE_QUEUE_URL),
        report,
      },
    );
    const answer = await redriveAnswer(outcome, {
      countLeft: deadLetters.countLeft,
      note: async (end) => log.info("Redrive ended", { requestId, reason, requestedBy, from, ...end }),
      report,
    });
    return { requestId, ...answer };
  });
}
