/** Looks into queues, and shuts others out of them. */
import {
  ChangeMessageVisibilityBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
} from "@aws-sdk/client-sqs";
import type { Clients } from "./suite";

type Sqs = Pick<Clients, "sqs">;

/** Most pages of ten that are read of a queue at once. */
const MAX_PAGES = 50;

/** Messages in a queue: waiting, delayed and in flight. */
export async function countMessages({ sqs }: Sqs, QueueUrl: string): Promise<number> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: [
        "ApproximateNumberOfMessages",
        "ApproximateNumberOfMessagesNotVisible",
        "ApproximateNumberOfMessagesDelayed",
      ],
    }),
  );
  return Object.values(Attributes).reduce((sum, text) => sum + Number(text), 0);
}

/** Messages that a queue shows now; they stay hidden for half a minute. */
export async function receiveMessages({ sqs }: Sqs, QueueUrl: string): Promise<Message[]> {
  const messages: Message[] = [];
  for (let page = 0; page < MAX_PAGES; page++) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 30,
        // The queue's own long polling would wait 20 s for more.
        WaitTimeSeconds: 0,
        MessageAttributeNames: ["All"],
        MessageSystemAttributeNames: ["All"],
      }),
    );
    if (Messages.length === 0) break;
    messages.push(...Messages);
  }
  return messages;
}

/** Messages that a queue shows now, and still shows afterwards. */
export async function peekMessages(clients: Sqs, QueueUrl: string): Promise<Message[]> {
  const messages = await receiveMessages(clients, QueueUrl);
  for (let start = 0; start < messages.length; start += 10) {
    const Entries = messages
      .slice(start, start + 10)
      .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle, VisibilityTimeout: 0 }));
    await clients.sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
  }
  return messages;
}

/** Takes a queue's policy away, so that no topic can deliver to it; resolves to what gives it back. */
export async function takePolicy({ sqs }: Sqs, QueueUrl: string): Promise<() => Promise<unknown>> {
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["Policy"] }));
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: "" } }));
  return () => sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
}
