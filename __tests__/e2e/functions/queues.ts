/** Queues as Lambda's poller works on them, against the AWS of the environment. */
import { randomUUID } from "node:crypto";
import { DeleteMessageCommand, type Message, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { SQS_CLIENT_OPTIONS } from "../../../functions/shared/aws";
import { countMessages } from "../support/queues";

export type SqsHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/** How many messages came in a turn, and how many of them stay in the queue. */
export interface Turn {
  readonly came: number;
  readonly stay: number;
}

let client: SQSClient | undefined;
const sqs = () => {
  client ??= new SQSClient(SQS_CLIENT_OPTIONS);
  return client;
};

export const contextOf = (remainingMs = 30_000): Context => {
  const end = Date.now() + remainingMs;
  return { awsRequestId: randomUUID(), getRemainingTimeInMillis: () => Math.max(0, end - Date.now()) } as Context;
};

/** Takes what is in a queue now. */
export async function receive(QueueUrl: string, limit = 10): Promise<SQSRecord[]> {
  const { Messages = [] } = await sqs().send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: limit,
      MessageAttributeNames: ["All"],
      MessageSystemAttributeNames: ["All"],
    }),
  );
  const [account, name] = new URL(QueueUrl).pathname.split("/").slice(-2);
  return Messages.map((message) => recordOf(message, `arn:aws:sqs:${process.env["AWS_REGION"]}:${account}:${name}`));
}

/** One turn of an event source mapping: receive, invoke, delete what was not reported. */
export async function deliver(QueueUrl: string, handler: SqsHandler, remainingMs?: number, limit = 10): Promise<Turn> {
  const Records = await receive(QueueUrl, limit);
  if (Records.length === 0) return { came: 0, stay: 0 };
  const { batchItemFailures } = await handler({ Records }, contextOf(remainingMs));
  const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  for (const { messageId, receiptHandle: ReceiptHandle } of Records) {
    if (!failed.has(messageId)) await sqs().send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }
  return { came: Records.length, stay: failed.size };
}

/** Turns until a queue shows nothing more. */
export async function deliverAll(queueUrl: string, handler: SqsHandler): Promise<void> {
  for (let turn = 0; turn < 50; turn++) {
    if ((await deliver(queueUrl, handler)).came === 0) return;
  }
  throw new Error(`The queue ${queueUrl} was not empty after 50 turns.`);
}

/** Messages in a queue, seen or not. */
export const countIn = (queueUrl: string): Promise<number> => countMessages({ sqs: sqs() }, queueUrl);

/** A message as Lambda hands it on. */
function recordOf(message: Message, eventSourceARN: string): SQSRecord {
  const attributes = Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [
    name,
    {
      dataType: value.DataType,
      stringValue: value.StringValue,
      binaryValue: value.BinaryValue && Buffer.from(value.BinaryValue).toString("base64"),
    },
  ]);
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes,
    messageAttributes: Object.fromEntries(attributes),
    eventSource: "aws:sqs",
    eventSourceARN,
  } as SQSRecord;
}
