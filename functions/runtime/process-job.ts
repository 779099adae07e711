import type { Context, SQSRecord } from "aws-lambda";
import { JOB_ID_ATTRIBUTE, MAX_RETRY_SECONDS, OTHER_PAYLOAD } from "../queue-load-leveling/contract";
import { identityOf, requestHash } from "../queue-load-leveling/messages";
import { backoff } from "../shared/backoff";
import { type Slot, sleepUntil } from "../shared/rate-limit";
import { describeThrown } from "../shared/thrown";
import type { Deliveries } from "./deliveries";
import type { JobHandler, PayloadSchema } from "./job";
import { invalidPayload, jobErrorOf, PermanentError } from "./job-errors";
import { jobResultOf } from "./job-result";
import type { JobRows } from "./job-rows";
import { readPayload } from "./payload";

/** What the worker says of its jobs: the job's id and attempt, never its payload. */
export interface JobLog {
  info(message: string, facts: Record<string, unknown>): void;
  warn(message: string, facts: Record<string, unknown>): void;
  error(message: string, facts: Record<string, unknown>): void;
}

/** What processJob works with. */
export interface JobParts<Payload, Result> {
  readonly handle: JobHandler<Payload, Result>;
  readonly schema: PayloadSchema<Payload> | undefined;
  readonly rows: JobRows;
  readonly deliveries: Deliveries;
  /** Takes a slot of the rate, if there is a rate. */
  readonly takeSlot: (() => Promise<Slot>) | undefined;
  readonly fifo: boolean;
  readonly maxReceiveCount: number;
  readonly retryBaseSeconds: number;
  readonly log: JobLog;
}

/** Says that a record must come again: it becomes a batch item failure. */
export class ComeAgain extends Error {
  override readonly name = "ComeAgain";

  constructor(
    reason: string,
    /** When it comes, as far as SQS was told. */
    readonly afterSeconds: number,
  ) {
    super(reason);
  }
}

/**
 * Does the job of one record. Returning acknowledges the message; throwing makes it come again.
 *
 * @throws ComeAgain when all is as it should be and the message must come again; anything else when the table or a queue failed.
 */
export async function processJob<Payload, Result>(
  record: SQSRecord,
  context: Context,
  parts: JobParts<Payload, Result>,
): Promise<void> {
  const { jobId, fault } = identityOf(record.messageAttributes[JOB_ID_ATTRIBUTE]?.stringValue, record.messageId);
  const read = await readPayload(record.body, parts.schema);
  const refusedAtOnce = fault === undefined ? (read.valid ? undefined : read.error) : invalidPayload(fault);
  if (refusedAtOnce === undefined && parts.takeSlot !== undefined) {
    const slot = await parts.takeSlot();
    if (!slot.granted) return handBack(record, jobId, (slot.at - Date.now()) / 1000, parts);
    await sleepUntil(slot.at);
  }
  const lease = Date.now() + context.getRemainingTimeInMillis();
  const claim = await parts.rows.claim(jobId, requestHash(record.body), lease);
  if (claim.outcome === "succeeded") return parts.log.info("Job had succeeded already", { jobId });
  if (claim.outcome === "otherPayload") {
    // Kept where people can see it: the row of the job tells of another payload, and stays as it is.
    await parts.deliveries.sendToDeadLetters(record, jobId, OTHER_PAYLOAD);
    return parts.log.error("Message refused: its job was accepted with another payload", { jobId });
  }
  if (claim.outcome === "leased")
    return comeAgain(record, "another worker has the job", (claim.until - Date.now()) / 1000, parts);

  const facts = { jobId, attempt: claim.attempt };
  let result: Result;
  try {
    if (refusedAtOnce !== undefined || !read.valid) throw refusedAtOnce;
    const job = { id: jobId, payload: read.payload, attempt: claim.attempt, group: record.attributes.MessageGroupId };
    result = await parts.handle(job, context);
  } catch (error) {
    return attemptFailed(record, error, { ...facts, lease }, parts);
  }
  await parts.rows.succeed(jobId, jobResultOf(result));
  parts.log.info("Job succeeded", facts);
}

/** Its turn is too late for this invocation. A copy starts with no receives, so waiting never uses up a job's tries. */
async function handBack(
  record: SQSRecord,
  jobId: string,
  seconds: number,
  parts: Pick<JobParts<unknown, unknown>, "fifo" | "deliveries" | "log">,
): Promise<void> {
  // A copy would lose its place in the group.
  if (parts.fifo) return comeAgain(record, "the rate has no slot in time", seconds, parts);
  await parts.deliveries.sendBack(record, jobId, seconds);
  parts.log.info("Job handed back: the rate has no slot in time", { jobId, seconds });
}

async function comeAgain(
  record: SQSRecord,
  reason: string,
  seconds: number,
  { deliveries }: { readonly deliveries: Deliveries },
): Promise<never> {
  await deliveries.comeAgain(record, seconds);
  throw new ComeAgain(reason, seconds);
}

interface Attempt {
  readonly jobId: string;
  readonly attempt: number;
  readonly lease: number;
}

async function attemptFailed(
  record: SQSRecord,
  thrown: unknown,
  { jobId, attempt, lease }: Attempt,
  parts: Omit<JobParts<never, unknown>, "handle" | "schema">,
): Promise<void> {
  const error = jobErrorOf(thrown);
  const facts = { jobId, attempt, error: describeThrown(thrown) };
  const lastReceive = Number(record.attributes.ApproximateReceiveCount) >= parts.maxReceiveCount;
  // Copies that the rate handed back start with no receives, so attempts count as well. A FIFO message that SQS is left to move would hold
  // up its group until it is gone.
  const toDeadLetters =
    thrown instanceof PermanentError || (lastReceive ? parts.fifo : attempt >= parts.maxReceiveCount);
  if (toDeadLetters) {
    // In this order a crash in between makes a duplicate, never a loss.
    await parts.deliveries.sendToDeadLetters(record, jobId, error);
    await parts.rows.fail(jobId, lease, error);
    return parts.log.error("Job failed, sent to the dead-letter queue", facts);
  }
  if (lastReceive) {
    await parts.rows.fail(jobId, lease, error);
    parts.log.error("Job failed, left to the queue's redrive policy", facts);
    return comeAgain(record, "no tries left", 0, parts);
  }
  await parts.rows.release(jobId, lease, error);
  const seconds = retryDelaySeconds(parts.retryBaseSeconds, attempt);
  parts.log.warn("Job attempt failed", { ...facts, retryInSeconds: seconds });
  return comeAgain(record, "the attempt failed", seconds, parts);
}

/** Grows with each attempt, up to 15 minutes. */
export const retryDelaySeconds = (baseSeconds: number, attempt: number, chance?: number): number =>
  Math.ceil(backoff({ base: baseSeconds, longest: MAX_RETRY_SECONDS }, attempt, chance));
