import type { SNSEventRecord, SQSRecord } from "aws-lambda";

/** One delivery of a message, whichever way it came. */
export interface EventRecord {
  /** Of SQS, or of SNS when there is no queue between. */
  readonly messageId: string;
  /** Of SNS, where it is known: without raw delivery; else of SQS. */
  readonly publishedId: string;
  /** 1 for the first delivery; undefined when there is no queue between. */
  readonly receiveCount: number | undefined;
  /** Message group; undefined where the publisher named none. */
  readonly groupId: string | undefined;
  /** What was published, as text. */
  readonly text: string;
  readonly sentAt: () => string;
  /**
   * What the text says.
   *
   * @throws UnreadableEventError when it is not JSON.
   */
  readonly value: () => unknown;
}

/** What came is no event for this subscriber. No try can help: it is for people to see, in the dead-letter queue. */
export class UnreadableEventError extends Error {
  override readonly name = "UnreadableEventError";
}

/** A message of the subscriber's queue, raw or in SNS's envelope. */
export function fromSqs({ messageId, body, attributes }: SQSRecord): EventRecord {
  const envelope = envelopeIn(body);
  const text = envelope?.Message ?? body;
  return {
    messageId,
    publishedId: envelope?.MessageId ?? messageId,
    receiveCount: Number(attributes.ApproximateReceiveCount),
    groupId: attributes.MessageGroupId,
    text,
    sentAt: () => new Date(Number(attributes.SentTimestamp)).toISOString(),
    value: () => parsed(text),
  };
}

/** A notification straight from the topic. */
export function fromSns({ Sns }: SNSEventRecord): EventRecord {
  const { MessageId: messageId, Message: text, Timestamp } = Sns;
  return {
    messageId,
    publishedId: messageId,
    receiveCount: undefined,
    groupId: undefined,
    text,
    sentAt: () => Timestamp,
    value: () => parsed(text),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UnreadableEventError("The message is not JSON");
  }
}

interface Envelope {
  readonly MessageId: string;
  readonly Message: string;
}

/**
 * Without raw delivery a queue gets SNS's envelope. What others publish raw may have a Type and a Message as well, but not all that SNS writes:
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 */
function envelopeIn(body: string): Envelope | undefined {
  // Most messages are raw, and large ones should not be read twice.
  if (!body.includes('"Notification"')) return undefined;
  try {
    const { Type, Message, MessageId, TopicArn } = (JSON.parse(body) ?? {}) as Readonly<Record<string, unknown>>;
    if (Type !== "Notification" || typeof Message !== "string") return undefined;
    return typeof MessageId === "string" && typeof TopicArn === "string" ? { Message, MessageId } : undefined;
  } catch {
    return undefined;
  }
}
