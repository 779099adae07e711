import { randomUUID } from "node:crypto";
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { JOB_ID_ATTRIBUTE } from "./contract";
import { identityOf, pinnedAttributes } from "./messages";
import type { DeadLetter } from "./redrive-run";

/** A dead letter with the message as SQS gave it. */
export interface ReceivedLetter extends DeadLetter {
  readonly message: Message;
}

/** Long polling asks every server of the queue: an empty answer means an empty queue. */
const WAIT_SECONDS = 2;

/** The queues of a redrive. */
export function redriveQueues(client: SQSClient, queueUrl: string, deadLetterQueueUrl: string) {
  return {
    async receive(limit: number, hideSeconds: number): Promise<readonly ReceivedLetter[]> {
      const receive = new ReceiveMessageCommand({
        QueueUrl: deadLetterQueueUrl,
        MaxNumberOfMessages: limit,
        VisibilityTimeout: hideSeconds,
        WaitTimeSeconds: WAIT_SECONDS,
        MessageAttributeNames: ["All"],
        MessageSystemAttributeNames: ["All"],
      });
      const { Messages = [] } = await client.send(receive);
      return Messages.map((message) => {
        const messageId = message.MessageId ?? "";
        const { jobId } = identityOf(message.MessageAttributes?.[JOB_ID_ATTRIBUTE]?.StringValue, messageId);
        return { jobId, messageId, group: message.Attributes?.MessageGroupId, message };
      });
    },

    async send({ jobId, group, message }: ReceivedLetter): Promise<void> {
      const fifo = message.Attributes?.MessageDeduplicationId !== undefined;
      const send = new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: message.Body,
        MessageAttributes: pinnedAttributes(message.MessageAttributes ?? {}, jobId),
        MessageGroupId: group,
        // The job's own would be dropped within five minutes of the last time.
        MessageDeduplicationId: fifo ? randomUUID() : undefined,
      });
      await client.send(send);
    },

    async remove({ message }: ReceivedLetter): Promise<void> {
      await client.send(
        new DeleteMessageCommand({ QueueUrl: deadLetterQueueUrl, ReceiptHandle: message.ReceiptHandle }),
      );
    },

    async show(letters: readonly ReceivedLetter[]): Promise<void> {
      for (let start = 0; start < letters.length; start += 10) {
        const Entries = letters.slice(start, start + 10).map(({ message }, index) => ({
          Id: String(index),
          ReceiptHandle: message.ReceiptHandle,
          VisibilityTimeout: 0,
        }));
        await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: deadLetterQueueUrl, Entries }));
      }
    },

    /** Messages in the dead-letter queue, hidden ones included. */
    async countLeft(): Promise<number> {
      const { Attributes } = await client.send(
        new GetQueueAttributesCommand({
          QueueUrl: deadLetterQueueUrl,
          AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
        }),
      );
      return Object.values(Attributes ?? {}).reduce((sum, text) => sum + Number(text), 0);
    },
  };
}
