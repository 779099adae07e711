import type { Context, SNSEvent, SQSBatchResponse, SQSEvent } from "aws-lambda";
import type { CloudEvent } from "./cloud-event";
import type { EventRecord } from "./event-record";
import type { PayloadSchema } from "./job";

/** How an event came. */
export interface Delivery extends Pick<EventRecord, "messageId" | "receiveCount" | "groupId" | "text"> {
  readonly context: Context;
}

/**
 * Handles one event. What it throws makes the event come again, until it is in the dead-letter queue; a PermanentError sends it there at once. May
 * be called twice for one event: delivery is at least once, and the idempotency table can only remember what came to its end.
 */
export type EventHandler<Data> = (event: CloudEvent<Data>, delivery: Delivery) => Promise<unknown>;

interface CommonOptions {
  /** Handle the events of a batch one after the other; those of a FIFO queue always are. Default: false. */
  readonly sequential?: boolean;
}

/** Options of eventSubscriber. Without a format events are CloudEvents; source and id name them. */
export interface EventSubscriberOptions<Data> extends CommonOptions {
  readonly format?: "cloudevents";
  /** What an event's data must be; an event that is not like that goes to the dead-letter queue. Default: any JSON. */
  readonly schema?: PayloadSchema<Data>;
}

/** Options for notifications of S3. The handler gets one record at a time; its keys are URL-encoded, as S3 writes them. */
export interface S3Options extends CommonOptions {
  readonly format: "s3";
}

/** Options for events of EventBridge: account, region, source and id name them, and the replay if they come from one. */
export interface EventBridgeOptions<Detail> extends CommonOptions {
  readonly format: "eventbridge";
  /** What an event's detail must be. Default: any JSON. */
  readonly schema?: PayloadSchema<Detail>;
}

/** Options for messages of any JSON. */
export interface JsonOptions<Value> extends CommonOptions {
  readonly format: "json";
  /** What a message must be. Default: any JSON. */
  readonly schema?: PayloadSchema<Value>;
  /** What names a message: two with the same text are one. Default: the message's id, so that one that is published twice is handled twice. */
  readonly identity?: (message: Value) => string;
}

/** The options of every format, as far as they do not depend on each other. */
export type AnyOptions =
  | EventSubscriberOptions<unknown>
  | S3Options
  | EventBridgeOptions<unknown>
  | (Omit<JsonOptions<unknown>, "identity"> & { readonly identity?: (message: never) => string });

/** A handler for a queue that is subscribed to a topic, or for the topic itself. */
export interface EventSubscriber {
  (event: SQSEvent, context: Context): Promise<SQSBatchResponse>;
  (event: SNSEvent, context: Context): Promise<undefined>;
}
