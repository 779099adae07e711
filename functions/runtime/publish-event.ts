import { randomUUID } from "node:crypto";
import type { MessageAttributeValue, PublishBatchRequestEntry } from "@aws-sdk/client-sns";
import { EVENT_ATTRIBUTES } from "../pub-sub/contract";
import { sayLoss, written } from "../shared/json-loss";
import { sqsJson } from "../shared/sqs-text";
import { storableText } from "../shared/storable-text";
import { attributeFaults, type CloudEvent, isText } from "./cloud-event";

/** An event to publish. */
export interface NewEvent<Data = unknown> {
  /** Reverse DNS name with the version of the data's shape at its end: `com.example.order.placed.v1`. */
  readonly type: string;
  /** Any JSON value. */
  readonly data: Data;
  /** Whom or what it is about. */
  readonly subject?: string;
  /** Default: a random UUID. Give your own where the same event may be published twice. */
  readonly id?: string;
  /** Default: the source of the publish() call. */
  readonly source?: string;
  /** When it happened, RFC 3339. Default: now. */
  readonly time?: string;
  /** URI of the data's schema. */
  readonly dataschema?: string;
  /** FIFO topics: events of a group arrive in order. Default: the subject. On a standard topic it makes subscribers' queues fair between groups. */
  readonly groupId?: string;
  /** Message attributes for filter policies, besides type, source and subject, which are always there. */
  readonly attributes?: Readonly<Record<string, string | number | readonly string[]>>;
}

/** An event that is the same event when it is published again. */
export type IdentifiedEvent = NewEvent & Required<Pick<NewEvent, "id" | "source" | "time">>;

/** An event ready to be sent. */
export interface Outgoing {
  readonly event: IdentifiedEvent;
  readonly message: Omit<PublishBatchRequestEntry, "Id"> & { readonly Message: string };
  /** As SNS counts: the body, and the name, type and value of each attribute. */
  readonly bytes: number;
  /** What is wrong with the event. */
  readonly faults: readonly string[];
}

/** Limit of a message, and of all messages of a call together: https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html */
export const MAX_BYTES = 256 * 1024;
/** With raw delivery SNS throws away what has more: https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html */
const MAX_ATTRIBUTES = 10;
/** A place deep in the data has a long name. */
const MAX_FAULT_BYTES = 500;
const TYPE_FORM = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+\.v[1-9]\d*$/;
/** Group and deduplication ids of SNS: 1 to 128 visible ASCII characters. */
const isSnsId = (value: unknown): boolean => typeof value === "string" && /^[!-~]{1,128}$/.test(value);
/**
 * What SQS takes as a Number, which is where raw delivery brings it:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 */
const NUMBER = { least: 1e-128, most: 1e126 } as const;
const ATTRIBUTE_NAME = /^(?!\.|.*\.\.|.*\.$|aws\.|amazon\.)[A-Za-z0-9_.-]{1,256}$/i;
const RESERVED: readonly string[] = EVENT_ATTRIBUTES;

/** Makes the message of an event. Not to be sent when it has faults. */
export function outgoing(given: NewEvent, topic: { source: string; fifo: boolean }): Outgoing {
  const event = {
    ...given,
    id: given.id ?? randomUUID(),
    source: given.source ?? topic.source,
    time: given.time ?? new Date().toISOString(),
  };
  const { id, source, type, subject, time, dataschema, data } = event;
  const cloudEvent = { specversion: "1.0", id, source, type, subject, time, dataschema } as const;
  const faults = attributeFaults(cloudEvent);
  if (typeof type === "string" && !TYPE_FORM.test(type)) {
    faults.push("type must be a reverse DNS name that ends in a version, such as com.example.order.placed.v1");
  }
  const Message = bodyOf({ ...cloudEvent, datacontenttype: "application/json" }, data, faults);
  const MessageAttributes = attributesOf(event, faults);
  const groupId = event.groupId ?? (topic.fifo ? subject : undefined);
  if (topic.fifo && !isSnsId(id)) faults.push("id must be 1 to 128 visible ASCII characters: the topic is FIFO");
  if (groupId === undefined) {
    if (topic.fifo) faults.push("groupId or subject must be given: the topic is FIFO");
  } else if (!isSnsId(groupId)) {
    const name = event.groupId === undefined ? "subject, the group by default," : "groupId";
    faults.push(`${name} must be 1 to 128 visible ASCII characters`);
  }
  const bytes = Buffer.byteLength(Message) + attributeBytes(MessageAttributes);
  if (bytes > MAX_BYTES) faults.push(`it has ${bytes} bytes with its attributes; SNS takes ${MAX_BYTES}`);
  const deduplication = topic.fifo ? { MessageDeduplicationId: id } : {};
  const message = { Message, MessageAttributes, MessageGroupId: groupId, ...deduplication };
  return { event, message, bytes, faults };
}

function bodyOf(event: Omit<CloudEvent, "data">, data: unknown, faults: string[]): string {
  const json = written(data);
  if ("loss" in json) {
    faults.push(`data must be JSON: ${storableText(sayLoss(json.loss), MAX_FAULT_BYTES)}`);
    return "";
  }
  // As SQS takes it, else a queue would not get the event. The data are written once: they may be large.
  return sqsJson(`${JSON.stringify(event).slice(0, -1)},"data":${json.text}}`);
}

function attributesOf(event: NewEvent, faults: string[]): Record<string, MessageAttributeValue> {
  const own = Object.entries(event.attributes ?? {}).filter(([, value]) => value !== undefined);
  for (const [name, value] of own) {
    const called = storableText(name, MAX_FAULT_BYTES);
    if (RESERVED.includes(name)) faults.push(`attributes must not have ${called}: it is the event's own`);
    else if (!ATTRIBUTE_NAME.test(name)) faults.push(`attributes must have names that SNS takes, not ${called}`);
    const wrong = wrongWith(value);
    if (wrong !== undefined) faults.push(`attributes must have values that SNS takes; that of ${called} ${wrong}`);
  }
  const mirrored = EVENT_ATTRIBUTES.map((name) => [name, event[name]] as const);
  const all = [...own, ...mirrored].filter((entry): entry is [string, string] => isAttribute(entry[1]));
  if (all.length > MAX_ATTRIBUTES) {
    faults.push(
      `it has ${all.length} message attributes, type, source and subject included; at most ${MAX_ATTRIBUTES}`,
    );
  }
  return Object.fromEntries(all.map(([name, value]) => [name, attributeOf(value)]));
}

const isAttribute = (value: unknown): boolean => wrongWith(value) === undefined;

function wrongWith(value: unknown): string | undefined {
  if (value === null) return "is null; leave it out";
  if (typeof value === "string") return isText(value) ? undefined : "is empty or has control characters";
  if (typeof value === "number") return wrongWithNumber(value);
  if (!Array.isArray(value)) return `is of the type ${typeof value}; give a text, a number or a list of texts`;
  if (value.length === 0) return "is an empty list";
  return value.every((one) => typeof one === "string" && isText(one)) ? undefined : "is a list of more than texts";
}

function wrongWithNumber(value: number): string | undefined {
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return `is ${value}`;
  if (size === 0 || (size >= NUMBER.least && size <= NUMBER.most)) return undefined;
  return `is ${value}, and not between ${NUMBER.least} and ${NUMBER.most}; give a text`;
}

function attributeOf(value: string | number | readonly string[]): MessageAttributeValue {
  if (typeof value === "number") return { DataType: "Number", StringValue: String(value) };
  if (typeof value === "string") return { DataType: "String", StringValue: value };
  return { DataType: "String.Array", StringValue: JSON.stringify(value) };
}

const attributeBytes = (attributes: Readonly<Record<string, MessageAttributeValue>>): number =>
  Object.entries(attributes).reduce(
    (sum, [name, { DataType = "", StringValue = "" }]) => sum + Buffer.byteLength(name + DataType + StringValue),
    0,
  );
