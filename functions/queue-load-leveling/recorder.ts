import { DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { ChangeMessageVisibilityCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { CLIENT_OPTIONS, refusal, SQS_CLIENT_OPTIONS } from "../shared/aws";
import { readEnvironment } from "../shared/environment";
import { describeThrown } from "../shared/thrown";
import { updateInput } from "../shared/update";
import { JOB_ID_ATTRIBUTE, LEASE_ATTRIBUTES, RECORDER_ENVIRONMENT, UNDELIVERED } from "./contract";
import { identityOf, requestHash } from "./messages";

const environment = readEnvironment(RECORDER_ENVIRONMENT);
const dynamo = new DynamoDBClient(CLIENT_OPTIONS);
const sqs = new SQSClient(SQS_CLIENT_OPTIONS);

/** Marks the record's job failed unless it ended already. Returns until when (epoch milliseconds) a worker still has it, else 0. */
async function recordFailure(record: SQSRecord): Promise<number> {
  const now = Date.now();
  const time = new Date(now).toISOString();
  const { jobId } = identityOf(record.messageAttributes[JOB_ID_ATTRIBUTE]?.stringValue, record.messageId);
  const hash = requestHash(record.body);
  const input = updateInput(environment.JOBS_TABLE_NAME, jobId, {
    set: {
      state: "failed",
      updated_at: time,
      finished_at: time,
      expires_at: Math.ceil(now / 1000) + Number(environment.JOBS_RETENTION_SECONDS),
    },
    // An attempt that could still speak left the better error.
    setIfAbsent: { error: { ...UNDELIVERED }, created_at: time, attempts: 0, request_hash: hash },
    remove: LEASE_ATTRIBUTES,
    condition: {
      // Another payload's row tells of another message.
      expression:
        "attribute_not_exists(#id) OR ((attribute_not_exists(#request_hash) OR #request_hash = :hash) AND " +
        "(#state = :accepted OR (#state = :running AND #lease_until <= :now)))",
      values: { accepted: "accepted", running: "running", now, hash },
    },
  });
  const refused = await refusal(dynamo.send(new UpdateItemCommand(input)));
  const { state, lease_until, request_hash = hash } = refused?.refusedBy ?? {};
  const lease = state === "running" && request_hash === hash ? lease_until : undefined;
  return typeof lease === "number" ? lease : 0;
}

async function handBack(record: SQSRecord): Promise<void> {
  try {
    const leasedUntil = await recordFailure(record);
    const VisibilityTimeout = Math.max(0, Math.ceil((leasedUntil - Date.now()) / 1000));
    const QueueUrl = environment.JOBS_UNDELIVERABLE_QUEUE_URL;
    await sqs.send(
      new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: record.receiptHandle, VisibilityTimeout }),
    );
  } catch (error) {
    // The message comes again after the queue's own visibility time-out.
    console.error(
      JSON.stringify({
        level: "ERROR",
        message: "Failure not recorded",
        messageId: record.messageId,
        error: describeThrown(error),
      }),
    );
  }
}

/** Records the jobs of undeliverable messages as failed and hands every message back, so that SQS itself moves it on, unchanged. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  await Promise.all(event.Records.map(handBack));
  return { batchItemFailures: event.Records.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}
