import { createHash } from "node:crypto";
import type { MessageAttributeValue } from "@aws-sdk/client-sqs";
import type { SQSMessageAttributes } from "aws-lambda";
import { JOB_ID_ATTRIBUTE, JOB_ID_PATTERN } from "./contract";

/** SQS takes ten message attributes at most. */
export const MAX_MESSAGE_ATTRIBUTES = 10;

/** The job that a message stands for. */
export interface MessageIdentity {
  readonly jobId: string;
  /** What is wrong with the `job_id` attribute; the job then goes by the message's own id. */
  readonly fault?: string;
}

/** Reads a message's job id: its attribute, or its SQS message id, which stays the same through retries and dead-lettering. */
export function identityOf(attribute: string | undefined, messageId: string): MessageIdentity {
  if (attribute === undefined) return { jobId: messageId };
  if (JOB_ID_PATTERN.test(attribute)) return { jobId: attribute };
  return {
    jobId: messageId,
    fault: `The message attribute ${JOB_ID_ATTRIBUTE} does not match ${JOB_ID_PATTERN.source}.`,
  };
}

/**
 * A message's attributes for sending it again as the same job: all that it had, and `job_id`, since the copy has a message id of its own.
 *
 * @throws when the message has ten attributes and none of them is `job_id`.
 */
export function pinnedAttributes(
  attributes: Readonly<Record<string, MessageAttributeValue>>,
  jobId: string,
): Record<string, MessageAttributeValue> {
  const pinned = { ...attributes, [JOB_ID_ATTRIBUTE]: { DataType: "String", StringValue: jobId } };
  if (Object.keys(pinned).length > MAX_MESSAGE_ATTRIBUTES) {
    throw new Error(
      `A message with ${MAX_MESSAGE_ATTRIBUTES} attributes and no ${JOB_ID_ATTRIBUTE} cannot be sent again.`,
    );
  }
  return pinned;
}

/** Attributes as Lambda delivers them, as SQS takes them. */
export function sendableAttributes(attributes: SQSMessageAttributes): Record<string, MessageAttributeValue> {
  const entries = Object.entries(attributes).map(([name, { dataType, stringValue, binaryValue }]) => {
    const BinaryValue = binaryValue === undefined ? undefined : Buffer.from(binaryValue, "base64");
    return [name, { DataType: dataType, StringValue: stringValue, BinaryValue }] as const;
  });
  return Object.fromEntries(entries);
}

/** What tells two payloads apart: the SHA-256 of their bytes, hexadecimal. Workers write the same for jobs that no API accepted. */
export const requestHash = (body: string): string => createHash("sha256").update(body).digest("hex");
