import type { SNSEventRecord, SQSRecord } from "aws-lambda";
import { type CloudEvent, readCloudEvent } from "./cloud-event";
import type { PayloadSchema } from "./job";
import { checkPayload } from "./payload";

/** One delivery of an event, whichever way it came. */
export interface EventRecord {
  /** Of SQS, or of SNS when there is no queue between. */
  readonly messageId: string;
  /** 1 for the first delivery; undefined when there is no queue between. */
  readonly receiveCount: number | undefined;
  /** Message group; undefined where the publisher named none. */
  readonly groupId: string | undefined;
  /** The CloudEvent as text, or SNS's envelope around it. */
  readonly body: string;
  readonly sentAt: () => string;
}

/** What came is no event for this subscriber. It fails each time, so that it ends in the dead-letter queue, where people can see it. */
export class UnreadableEventError extends Error {
  override readonly name = "UnreadableEventError";
}

/** A message of the subscriber's queue. */
export function fromSqs({ messageId, body, attributes }: SQSRecord): EventRecord {
  return {
    messageId,
    receiveCount: Number(attributes.ApproximateReceiveCount),
    groupId: attributes.MessageGroupId,
    body,
    sentAt: () => new Date(Number(attributes.SentTimestamp)).toISOString(),
  };
}

/** A notification straight from the topic. */
export function fromSns({ Sns }: SNSEventRecord): EventRecord {
  const { MessageId: messageId, Message: body, Timestamp } = Sns;
  return { messageId, receiveCount: undefined, groupId: undefined, body, sentAt: () => Timestamp };
}

/**
 * Reads the event of a delivery and checks its data.
 *
 * @throws UnreadableEventError when it is no CloudEvent or its data is not what the schema says.
 */
export async function readEvent<Data>(record: EventRecord, schema?: PayloadSchema<Data>): Promise<CloudEvent<Data>> {
  const read = readCloudEvent(unwrapped(parsed(record.body)), record.sentAt);
  if (!read.valid) throw new UnreadableEventError(`The message is no CloudEvent: ${read.faults.join("; ")}`);
  const data = await checkPayload(read.event.data, schema);
  if (!data.valid) throw new UnreadableEventError(`The event's data is invalid: ${data.detail}`);
  return { ...read.event, data: data.payload };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UnreadableEventError("The message is not JSON");
  }
}

/** Without raw delivery a queue gets SNS's envelope. No CloudEvent looks like one: its attributes have no capital letters. */
function unwrapped(value: unknown): unknown {
  const { Type, Message } = (value ?? {}) as { readonly Type?: unknown; readonly Message?: unknown };
  return Type === "Notification" && typeof Message === "string" ? parsed(Message) : value;
}
