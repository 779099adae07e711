import type { EventBridgeEvent, S3EventRecord } from "aws-lambda";
import { storableText } from "../shared/storable-text";
import { type CloudEvent, readCloudEvent } from "./cloud-event";
import type { AnyOptions } from "./event-options";
import { type EventRecord, UnreadableEventError } from "./event-record";
import type { PayloadSchema } from "./job";
import { checkPayload } from "./payload";

/** What makes two deliveries the same event. */
export type EventIdentity = Readonly<Record<string, string>>;

/** What was read from a message, to be handled once. */
export interface Incoming<Event> {
  readonly event: Event;
  readonly identity: EventIdentity;
  /** What the log says of it: never its data. */
  readonly facts: Readonly<Record<string, string>>;
}

/** Reads a message: mostly one event, none of a test, several where a message may hold them. */
export type EventFormat<Event> = (record: EventRecord) => Promise<readonly Incoming<Event>[]>;

const MAX_FACT_BYTES = 256;

const short = (facts: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, storableText(fact, MAX_FACT_BYTES)]));

async function checked<Data>(data: unknown, schema: PayloadSchema<Data> | undefined, what: string): Promise<Data> {
  const check = await checkPayload(data, schema);
  if (!check.valid) throw new UnreadableEventError(`The ${what} is invalid: ${check.detail}`);
  return check.payload;
}

/** CloudEvents: source and id name an event (CloudEvents 1.0.2, 3.1.1). */
export const cloudEvents =
  <Data>(schema?: PayloadSchema<Data>): EventFormat<CloudEvent<Data>> =>
  async (record) => {
    const read = readCloudEvent(record.value(), record.sentAt);
    if (!read.valid) throw new UnreadableEventError(`The message is no CloudEvent: ${read.faults.join("; ")}`);
    const { id, source, type } = read.event;
    const event = { ...read.event, data: await checked(read.event.data, schema, "event's data") };
    return [{ event, identity: { source, id }, facts: short({ eventId: id, eventSource: source, eventType: type }) }];
  };

/**
 * Notifications of S3. A message may hold several; the one with which S3 tries a new configuration (`s3:TestEvent`) holds none. Of writes and
 * deletions the sequencer names the event, of others the request that caused it:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export const s3Notifications = (): EventFormat<S3EventRecord> => async (record) => {
  const { Event, Records } = (record.value() ?? {}) as { readonly Event?: unknown; readonly Records?: unknown };
  if (Event === "s3:TestEvent") return [];
  if (!Array.isArray(Records) || Records.length === 0 || !Records.every(isS3Record)) {
    throw new UnreadableEventError("The message is no notification of S3");
  }
  return Records.map((event: S3EventRecord) => {
    const { eventName, eventTime, responseElements, s3 } = event;
    const { key, versionId = "", sequencer } = s3.object;
    const occurrence = sequencer ?? `${eventTime} ${responseElements?.["x-amz-request-id"] ?? ""}`;
    const bucket = s3.bucket.arn ?? s3.bucket.name;
    const identity = { format: "s3", bucket, key, versionId: versionId ?? "", eventName, occurrence };
    return { event, identity, facts: short({ bucket: s3.bucket.name, eventType: eventName }) };
  });
};

function isS3Record(value: unknown): value is S3EventRecord {
  const { eventSource, eventName, s3 } = (value ?? {}) as Partial<S3EventRecord>;
  const texts = [eventName, s3?.bucket?.name, s3?.object?.key];
  return eventSource === "aws:s3" && texts.every((text) => typeof text === "string" && text !== "");
}

/**
 * Events of EventBridge. An event that is replayed from an archive is another one: who replays wants it handled again.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
 */
export const eventBridgeEvents =
  <Detail>(schema?: PayloadSchema<Detail>): EventFormat<EventBridgeEvent<string, Detail>> =>
  async (record) => {
    const value = (record.value() ?? {}) as EventBridgeEvent<string, unknown>;
    const { id, source, account, region, "detail-type": type } = value;
    const texts = { id, source, account, region, type };
    const missing = Object.values(texts).some((text) => typeof text !== "string" || text === "");
    if (missing || !("detail" in value)) throw new UnreadableEventError("The message is no event of EventBridge");
    const event = { ...value, detail: await checked(value.detail, schema, "event's detail") };
    const identity = { format: "eventbridge", account, region, source, id, replay: value["replay-name"] ?? "" };
    return [{ event, identity, facts: short({ eventId: id, eventSource: source, eventType: type }) }];
  };

/** Any JSON. Without `identity` a message is named by its id, so that one that was published twice is handled twice. */
export const jsonMessages =
  <Value>(schema?: PayloadSchema<Value>, identity?: (value: Value) => string): EventFormat<Value> =>
  async (record) => {
    const event = await checked(record.value(), schema, "message");
    if (identity === undefined)
      return [{ event, identity: { format: "json", messageId: record.publishedId }, facts: {} }];
    const name: unknown = identity(event);
    if (typeof name !== "string" || name === "")
      throw new UnreadableEventError("identity() gave no text for the message");
    return [{ event, identity: { format: "json", name }, facts: {} }];
  };

/** The format that a subscriber's options name. */
export function formatOf(options: AnyOptions): EventFormat<unknown> {
  switch (options.format) {
    case "s3":
      return s3Notifications();
    case "eventbridge":
      return eventBridgeEvents(options.schema);
    case "json":
      return jsonMessages(options.schema, options.identity as ((message: unknown) => string) | undefined);
    default:
      return cloudEvents(options.schema);
  }
}
