import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { SQSRecord } from "aws-lambda";
import { JOB_ID_ATTRIBUTE, type JobError } from "../queue-load-leveling/contract";
import { attributesOfCopy } from "../queue-load-leveling/messages";
import { MAX_RETRY_SECONDS } from "../shared/contract";
import { reasonAttributes } from "../shared/dead-letter-reason";
import { sendableAttributes } from "../shared/sqs-attributes";

/** SQS hides a message for 12 hours at most. */
const MAX_VISIBILITY_SECONDS = 43_200;

/** What the worker does with messages besides handling them. */
export interface Deliveries {
  /** Makes the message come again after a time. Seconds are rounded up. */
  comeAgain(record: SQSRecord, seconds: number): Promise<void>;
  /**
   * Puts a fresh copy into the main queue, to arrive after a time: its receives count from the start. Standard queues only.
   *
   * @throws when the message has no room for `job_id`: the copy would be another job.
   */
  sendBack(record: SQSRecord, jobId: string, seconds: number): Promise<void>;
  /** Puts a copy into the dead-letter queue, with the job's id and the error in its attributes as far as SQS takes them. */
  sendToDeadLetters(record: SQSRecord, jobId: string, error: JobError): Promise<void>;
}

/** The queues in SQS. */
export function deliveries(client: SQSClient, queueUrl: string, deadLetterQueueUrl: string): Deliveries {
  const clamp = (seconds: number, max: number) => Math.min(max, Math.max(0, Math.ceil(seconds)));
  return {
    async comeAgain(record, seconds) {
      const VisibilityTimeout = clamp(seconds, MAX_VISIBILITY_SECONDS);
      const input = { QueueUrl: queueUrl, ReceiptHandle: record.receiptHandle, VisibilityTimeout };
      await client.send(new ChangeMessageVisibilityCommand(input));
    },

    async sendBack(record, jobId, seconds) {
      const MessageAttributes = attributesOfCopy(contentOf(record), jobId);
      if (!(JOB_ID_ATTRIBUTE in MessageAttributes)) {
        throw new Error(`The message has no room for ${JOB_ID_ATTRIBUTE}, without which a copy would be another job.`);
      }
      const send = new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: record.body,
        MessageAttributes,
        DelaySeconds: clamp(seconds, MAX_RETRY_SECONDS),
        // A group on a standard queue is for fairness between tenants.
        MessageGroupId: record.attributes.MessageGroupId,
      });
      await client.send(send);
    },

    async sendToDeadLetters(record, jobId, error) {
      const { MessageGroupId, MessageDeduplicationId } = record.attributes;
      const send = new SendMessageCommand({
        QueueUrl: deadLetterQueueUrl,
        MessageBody: record.body,
        MessageAttributes: attributesOfCopy(contentOf(record), jobId, reasonAttributes(error)),
        MessageGroupId,
        // By message, not by job: after a redrive the job may fail again within the five minutes of deduplication.
        MessageDeduplicationId: MessageDeduplicationId === undefined ? undefined : record.messageId,
      });
      await client.send(send);
    },
  };
}

const contentOf = ({ body, messageAttributes }: SQSRecord) => ({
  body,
  attributes: sendableAttributes(messageAttributes),
});
