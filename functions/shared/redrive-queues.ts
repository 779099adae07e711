import { randomUUID } from "node:crypto";
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { DeadLetter, DeadLettersLeft } from "./redrive-run";

/** A dead letter with the message as SQS gave it, and where it lies. */
export interface ReceivedLetter extends DeadLetter {
  readonly message: Message;
  readonly queueUrl: string;
}

/** Long polling asks every server of the queue: an empty answer means an empty queue. */
const WAIT_SECONDS = 2;

/** Entries that SQS takes in one batch. */
const MAX_BATCH = 10;

/** Dead-letter queues, one or several, as a redrive uses them. `idOf` says by which id a request names a message. */
export function deadLetterQueues(
  client: SQSClient,
  queueUrls: readonly string[],
  idOf: (message: Message) => string = ({ MessageId = "" }) => MessageId,
) {
  async function receive(queueUrl: string, limit: number, hideUntil: number): Promise<readonly ReceivedLetter[]> {
    const receiveMessage = new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: limit,
      // What is received late in a run that is killed is hidden no longer than what was received first.
      VisibilityTimeout: Math.max(1, Math.ceil((hideUntil - Date.now()) / 1000)),
      WaitTimeSeconds: WAIT_SECONDS,
      MessageAttributeNames: ["All"],
      MessageSystemAttributeNames: ["All"],
    });
    const { Messages = [] } = await client.send(receiveMessage);
    return Messages.map((message) => ({
      id: idOf(message),
      group: message.Attributes?.MessageGroupId,
      sentAt: Number(message.Attributes?.SentTimestamp ?? 0),
      message,
      queueUrl,
    }));
  }

  return {
    /**
     * Reads the queues one after the other, each until it is empty.
     * @param hideUntil until when other readers must not see what was read, epoch milliseconds
     */
    reader(hideUntil: number): (limit: number) => Promise<readonly ReceivedLetter[]> {
      const unread = [...queueUrls];
      return async (limit) => {
        for (let url = unread[0]; url !== undefined; url = unread[0]) {
          const letters = await receive(url, limit, hideUntil);
          if (letters.length > 0) return letters;
          unread.shift();
        }
        return [];
      };
    },

    async remove({ queueUrl, message }: ReceivedLetter): Promise<void> {
      await client.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: message.ReceiptHandle }));
    },

    /** Shows messages to other readers again. */
    async show(letters: readonly ReceivedLetter[]): Promise<void> {
      for (const QueueUrl of queueUrls) {
        const entries = letters
          .filter(({ queueUrl }) => queueUrl === QueueUrl)
          .map(({ message }, n) => ({ Id: String(n), ReceiptHandle: message.ReceiptHandle, VisibilityTimeout: 0 }));
        for (let start = 0; start < entries.length; start += MAX_BATCH) {
          const Entries = entries.slice(start, start + MAX_BATCH);
          await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
        }
      }
    },

    /** Messages in the queues, and how many of them are hidden. */
    async countLeft(): Promise<DeadLettersLeft> {
      const counts = queueUrls.map(async (QueueUrl) => {
        const { Attributes = {} } = await client.send(
          new GetQueueAttributesCommand({
            QueueUrl,
            AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
          }),
        );
        const visible = Number(Attributes.ApproximateNumberOfMessages ?? 0);
        const hidden = Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0);
        return { remaining: visible + hidden, hidden };
      });
      return (await Promise.all(counts)).reduce((sum, { remaining, hidden }) => ({
        remaining: sum.remaining + remaining,
        hidden: sum.hidden + hidden,
      }));
    },
  };
}

/** Whether an URL is that of a FIFO queue. */
export const isFifo = (queueUrl: string): boolean => queueUrl.endsWith(".fifo");

/** Sends a message again, in the same group. */
export async function sendAgain(
  client: SQSClient,
  queueUrl: string,
  message: Message,
  attributes: Record<string, MessageAttributeValue> | undefined = message.MessageAttributes,
): Promise<void> {
  const send = new SendMessageCommand({
    QueueUrl: queueUrl,
    MessageBody: message.Body,
    MessageAttributes: attributes,
    MessageGroupId: message.Attributes?.MessageGroupId,
    // Its own would be dropped within five minutes of the last time.
    MessageDeduplicationId: isFifo(queueUrl) ? randomUUID() : undefined,
  });
  await client.send(send);
}
