import { createHash } from "node:crypto";
import type { MessageAttributeValue } from "@aws-sdk/client-sqs";
import { withoutReason } from "../shared/dead-letter-reason";
import { fittingAttributes } from "../shared/sqs-attributes";
import { JOB_ID_ATTRIBUTE, JOB_ID_PATTERN } from "./contract";

type Attributes = Readonly<Record<string, MessageAttributeValue>>;

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
 * A message's attributes for sending it again as the same job: `job_id`, since the copy has a message id of its own, then all that it had,
 * then why it failed, as far as SQS takes them. Why it failed the last time is left behind.
 */
export function attributesOfCopy(
  { body, attributes }: { readonly body: string; readonly attributes: Attributes },
  jobId: string,
  reason: Attributes = {},
): Record<string, MessageAttributeValue> {
  const id = { [JOB_ID_ATTRIBUTE]: { DataType: "String", StringValue: jobId } };
  return fittingAttributes(body, id, withoutReason(attributes), reason);
}

/** What tells two payloads apart: the SHA-256 of their bytes, hexadecimal. Workers write the same for jobs that no API accepted. */
export const requestHash = (body: string): string => createHash("sha256").update(body).digest("hex");
