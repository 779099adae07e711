import type { Context, SQSRecord } from "aws-lambda";
import { JOB_ID_ATTRIBUTE, OTHER_PAYLOAD } from "../queue-load-leveling/contract";
import { identityOf, requestHash } from "../queue-load-leveling/messages";
import { describeThrown } from "../shared/thrown";
import { ComeAgain, handBack, later } from "./come-again";
import { invalidPayload } from "./job-errors";
import { attemptFailed } from "./job-failure";
import type { JobParts, Parts } from "./job-parts";
import { jobResultOf } from "./job-result";
import { readPayload } from "./payload";

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
