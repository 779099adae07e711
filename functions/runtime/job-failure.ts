import type { SQSRecord } from "aws-lambda";
import { describeThrown } from "../shared/thrown";
import { comeAgain, later, wasLastReceive } from "./come-again";
import { isPermanent, jobErrorOf } from "./job-errors";
import type { Parts } from "./job-parts";
import { retryDelaySeconds } from "./retry-delay";

interface Attempt {
  readonly jobId: string;
  readonly attempt: number;
  readonly lease: number;
}

/** Gives the job up, or lets it come again: what an attempt that failed asks for. */
export async function attemptFailed(
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
