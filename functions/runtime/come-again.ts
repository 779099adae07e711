import type { SQSRecord } from "aws-lambda";
import type { Deliveries } from "./deliveries";
import type { Parts } from "./job-parts";

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

const secondsUntil = (time: number) => (time - Date.now()) / 1000;

export const wasLastReceive = (record: SQSRecord, { maxReceiveCount }: Parts) =>
  Number(record.attributes.ApproximateReceiveCount) >= maxReceiveCount;

/** It cannot be done now. A copy starts with no receives, so waiting never uses up a job's tries. */
export async function handBack(
  record: SQSRecord,
  jobId: string,
  reason: string,
  until: number,
  parts: Parts,
): Promise<void> {
  const seconds = secondsUntil(until);
  // A copy would lose its place in the group.
  if (parts.fifo) return comeAgain(record, reason, seconds, parts);
  await parts.deliveries.sendBack(record, jobId, seconds);
  parts.log.info("Job handed back", { jobId, reason, seconds });
}

/** It comes again then, as a copy where its receives are used up. */
export async function later(
  record: SQSRecord,
  jobId: string,
  reason: string,
  until: number,
  parts: Parts,
): Promise<void> {
  if (wasLastReceive(record, parts)) return handBack(record, jobId, reason, until, parts);
  return comeAgain(record, reason, secondsUntil(until), parts);
}

export async function comeAgain(
  record: SQSRecord,
  reason: string,
  seconds: number,
  { deliveries }: { readonly deliveries: Deliveries },
): Promise<never> {
  await deliveries.comeAgain(record, seconds);
  throw new ComeAgain(reason, seconds);
}
