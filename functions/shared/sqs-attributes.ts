import type { MessageAttributeValue } from "@aws-sdk/client-sqs";
import type { SQSMessageAttributes } from "aws-lambda";
import { storableText } from "./storable-text";

type Attributes = Readonly<Record<string, MessageAttributeValue>>;

/** SQS takes ten attributes at most: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
export const MAX_MESSAGE_ATTRIBUTES = 10;
/** The size of the modules' queues: what the AWS provider sets where a module says nothing, and the most that it takes (5.100). */
export const MAX_MESSAGE_BYTES = 262_144;
/** A title in a message is read in a list; the whole text is in the log or the job's row. */
const MAX_TEXT_BYTES = 600;

/** A String attribute of any text. */
export const textAttribute = (text: string): MessageAttributeValue => ({
  DataType: "String",
  StringValue: storableText(text, MAX_TEXT_BYTES),
});

/** Attributes as Lambda delivers them, as SQS takes them. */
export function sendableAttributes(attributes: SQSMessageAttributes): Record<string, MessageAttributeValue> {
  const entries = Object.entries(attributes).map(([name, { dataType, stringValue, binaryValue }]) => {
    const BinaryValue = binaryValue === undefined ? undefined : Buffer.from(binaryValue, "base64");
    return [name, { DataType: dataType, StringValue: stringValue, BinaryValue }] as const;
  });
  return Object.fromEntries(entries);
}

/**
 * The attributes that a message may carry: of those given, the most important first, all that SQS takes beside the body. Name, type and
 * value of each count as the body does (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_MessageAttributeValue.html),
 * so a message that is sent again with one attribute more may have no room for it: then it goes without, and not lost.
 */
export function fittingAttributes(
  body: string,
  ...byImportance: readonly Attributes[]
): Record<string, MessageAttributeValue> {
  const fitting = new Map<string, MessageAttributeValue>();
  let room = MAX_MESSAGE_BYTES - Buffer.byteLength(body);
  for (const [name, attribute] of byImportance.flatMap((attributes) => Object.entries(attributes))) {
    const bytes = attributeBytes(name, attribute);
    if (fitting.has(name) || fitting.size === MAX_MESSAGE_ATTRIBUTES || bytes > room || !hasValue(attribute)) continue;
    fitting.set(name, attribute);
    room -= bytes;
  }
  return Object.fromEntries(fitting);
}

const attributeBytes = (
  name: string,
  { DataType = "", StringValue = "", BinaryValue }: MessageAttributeValue,
): number => Buffer.byteLength(name + DataType + StringValue) + (BinaryValue?.byteLength ?? 0);

/** SQS refuses a message for one empty attribute. */
const hasValue = ({ StringValue = "", BinaryValue }: MessageAttributeValue): boolean =>
  StringValue !== "" || (BinaryValue?.byteLength ?? 0) > 0;
