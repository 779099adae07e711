import type { Context, SQSRecord } from "aws-lambda";
import { JOB_ID_ATTRIBUTE, OTHER_PAYLOAD } from "../queue-load-leveling/contract";
import { identityOf, requestHash } from "../queue-load-leveling/messages";
import type { Slot } from "../shared/rate-limit";
import { describeThrown } from "../shared/thrown";
import type { Deliveries } from "./deliveries";
import type { JobHandler, PayloadSchema } from "./job";
import { invalidPayload, isPermanent, jobErrorOf } from "./job-errors";
import { jobResultOf } from "./job-result";
import type { JobRows } from "./job-rows";
import { readPayload } from "./payload";
import { retryDelaySeconds } from "./retry-delay";
import type { Turn } from "./turn";

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
  /** The work of this invocation by job: a job's message may come twice in a batch. */
  readonly inHand: Map<string, Promise<void>>;
  /** Waits until no other job is at work, where one is done at a time. */
  readonly takeTurn: ((record: SQSRecord) => Promise<Turn>) | undefined;
  /** Waits for a slot of the rate, if there is a rate. */
  readonly takeSlot: (() => Promise<Slot>) | undefined;
  readonly fifo: boolean;
  readonly maxReceiveCount: number;
  readonly retryBaseSeconds: number;
  readonly log: JobLog;
}

/** What does not depend on the payload. */
type Parts = Omit<JobParts<never, unknown>, "handle" | "schema">;

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
  const begin = () => beginJob(record, jobId, fault, context, parts);
  const other = parts.inHand.get(jobId);
  const work = other === undefined ? begin() : afterOther(record, jobId, other, begin, parts);
  parts.inHand.set(jobId, work);
  return work;
}

/** A job's second message in this invocation: it waits for the first, and comes again where that does. */
async function afterOther(
  record: SQSRecord,
  jobId: string,
  other: Promise<void>,
  begin: () => Promise<void>,
  parts: Parts,
): Promise<void> {
  try {
    await other;
  } catch (error) {
    if (!(error instanceof ComeAgain)) throw error;
    return later(
      record,
      jobId,
      "another message of the job comes again",
      Date.now() + error.afterSeconds * 1000,
      parts,
    );
  }
  return begin();
}

async function beginJob<Payload, Result>(
  record: SQSRecord,
  jobId: string,
  fault: string | undefined,
  context: Context,
  parts: JobParts<Payload, Result>,
): Promise<void> {
  const read = fault === undefined ? await readPayload(record.body, parts.schema).catch(unread) : invalid(fault);
  // What is refused works on nothing, and so waits for nothing.
  if (!read.valid) return tryJob(record, jobId, context, () => Promise.reject(read.error), parts);
  const { payload } = read;
  const group = record.attributes.MessageGroupId;
  const run = (attempt: number) => parts.handle({ id: jobId, payload, attempt, group, text: record.body }, context);
  return inTurn(record, jobId, parts, () => tryJob(record, jobId, context, run, parts));
}

const invalid = (fault: string) => ({ valid: false, error: invalidPayload(fault) }) as const;
/** A schema's own code, such as a transform, failed: the attempt did, and its reason is kept. */
const unread = (error: unknown) => ({ valid: false, error }) as const;

/** Waits until no other job is at work, where one is done at a time, and then for a slot of the rate. */
async function inTurn(record: SQSRecord, jobId: string, parts: Parts, work: () => Promise<void>): Promise<void> {
  const turn = await parts.takeTurn?.(record);
  if (turn?.granted === false) return handBack(record, jobId, "another job is still at work", turn.at, parts);
  try {
    const slot = await parts.takeSlot?.();
    if (slot?.granted === false) return await handBack(record, jobId, "the rate has no slot in time", slot.at, parts);
    return await work();
  } finally {
    await turn
      ?.release()
      .catch((error) =>
        parts.log.error("Turn kept: it ends with the invocation", { jobId, error: describeThrown(error) }),
      );
  }
}

async function tryJob(
  record: SQSRecord,
  jobId: string,
  context: Context,
  run: (attempt: number) => Promise<unknown>,
  parts: Parts,
): Promise<void> {
  const lease = Date.now() + context.getRemainingTimeInMillis();
  const claim = await parts.rows.claim(jobId, requestHash(record.body), lease);
  if (claim.outcome === "succeeded") return parts.log.info("Job had succeeded already", { jobId });
  if (claim.outcome === "otherPayload") {
    // Kept where people can see it: the row of the job tells of another payload, and stays as it is.
    await parts.deliveries.sendToDeadLetters(record, jobId, OTHER_PAYLOAD);
    return parts.log.error("Message refused: its job was accepted with another payload", { jobId });
  }
  if (claim.outcome === "leased") return later(record, jobId, "another worker has the job", claim.until, parts);
  const facts = { jobId, attempt: claim.attempt };
  let result: unknown;
  try {
    result = await run(claim.attempt);
  } catch (error) {
    return attemptFailed(record, error, { ...facts, lease }, parts);
  }
  await parts.rows.succeed(jobId, jobResultOf(result));
  parts.log.info("Job succeeded", facts);
}

const secondsUntil = (time: number) => (time - Date.now()) / 1000;

const wasLastReceive = (record: SQSRecord, { maxReceiveCount }: Parts) =>
  Number(record.attributes.ApproximateReceiveCount) >= maxReceiveCount;

/** It cannot be done now. A copy starts with no receives, so waiting never uses up a job's tries. */
async function handBack(record: SQSRecord, jobId: string, reason: string, until: number, parts: Parts): Promise<void> {
  const seconds = secondsUntil(until);
  // A copy would lose its place in the group.
  if (parts.fifo) return comeAgain(record, reason, seconds, parts);
  await parts.deliveries.sendBack(record, jobId, seconds);
  parts.log.info("Job handed back", { jobId, reason, seconds });
}

/** It comes again then, as a copy where its receives are used up. */
async function later(record: SQSRecord, jobId: string, reason: string, until: number, parts: Parts): Promise<void> {
  if (wasLastReceive(record, parts)) return handBack(record, jobId, reason, until, parts);
  return comeAgain(record, reason, secondsUntil(until), parts);
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
  parts: Parts,
): Promise<void> {
  const error = jobErrorOf(thrown);
  const facts = { jobId, attempt, error: describeThrown(thrown) };
  const lastReceive = wasLastReceive(record, parts);
  const lastAttempt = attempt >= parts.maxReceiveCount;
  // Attempts decide: of copies the receives count from the start, and throttled batches use up receives. A FIFO message that SQS is left to
  // move would hold up its group until it is gone, and no copy of it could keep its place.
  if (isPermanent(thrown) || (parts.fifo ? lastReceive || lastAttempt : lastAttempt && !lastReceive)) {
    // In this order a crash in between makes a duplicate, never a loss.
    await parts.deliveries.sendToDeadLetters(record, jobId, error);
    await parts.rows.fail(jobId, lease, error);
    return parts.log.error("Job failed, sent to the dead-letter queue", facts);
  }
  if (lastAttempt) {
    await parts.rows.fail(jobId, lease, error);
    parts.log.error("Job failed, left to the queue's redrive policy", facts);
    return comeAgain(record, "no tries left", 0, parts);
  }
  await parts.rows.release(jobId, lease, error);
  const seconds = retryDelaySeconds(parts.retryBaseSeconds, attempt);
  parts.log.warn("Job attempt failed", { ...facts, retryInSeconds: seconds });
  return later(record, jobId, "the attempt failed", Date.now() + seconds * 1000, parts);
}
