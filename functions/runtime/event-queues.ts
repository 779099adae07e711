import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { SNSEventRecord, SQSRecord } from "aws-lambda";
import { type DeadLetterReason, reasonAttributes } from "../shared/dead-letter-reason";
import { fittingAttributes, sendableAttributes } from "../shared/sqs-attributes";
import { sqsJson } from "../shared/sqs-text";
import { SNS_NOTIFICATION_ATTRIBUTE } from "../subscriber/contract";

/** What a subscriber does with messages besides handling their events. */
export interface EventQueues {
  /** Makes a message of the queue come again after so many seconds. */
  comeAgain(record: SQSRecord, seconds: number): Promise<void>;
  /** Puts a copy of a message into the dead-letter queue, with the reason in its attributes as far as SQS takes them. */
  giveUp(record: SQSRecord, reason: DeadLetterReason): Promise<void>;
  /** The same for a notification straight from the topic: its message, and the rest of it in an attribute. */
  giveUpNotification(record: SNSEventRecord, reason: DeadLetterReason): Promise<void>;
}

/** The queues in SQS. */
export function eventQueues(client: SQSClient, queueUrl: string, deadLetterQueueUrl: string): EventQueues {
  return {
    async comeAgain({ receiptHandle: ReceiptHandle }, VisibilityTimeout) {
      await client.send(new ChangeMessageVisibilityCommand({ QueueUrl: queueUrl, ReceiptHandle, VisibilityTimeout }));
    },

    async giveUp({ body, messageId, messageAttributes, attributes }, reason) {
      const { MessageGroupId, MessageDeduplicationId } = attributes;
      const send = new SendMessageCommand({
        QueueUrl: deadLetterQueueUrl,
        MessageBody: body,
        MessageAttributes: fittingAttributes(body, sendableAttributes(messageAttributes), reasonAttributes(reason)),
        MessageGroupId,
        // By message, not by event: after a redrive it may fail again within the five minutes of deduplication.
        MessageDeduplicationId: MessageDeduplicationId === undefined ? undefined : messageId,
      });
      await client.send(send);
    },

    async giveUpNotification({ Sns: { Message, ...rest } }, reason) {
      const body = sqsJson(Message);
      const notification = (text: string) => ({
        [SNS_NOTIFICATION_ATTRIBUTE]: { DataType: "String", StringValue: text },
      });
      const attributes = fittingAttributes(
        body,
        notification(sqsJson(JSON.stringify(rest))),
        // Where that has no room, it still says what the body is.
        notification("{}"),
        reasonAttributes(reason),
      );
      await client.send(
        new SendMessageCommand({ QueueUrl: deadLetterQueueUrl, MessageBody: body, MessageAttributes: attributes }),
      );
    },
  };
}
