import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { Context } from "aws-lambda";
import { CLIENT_OPTIONS, SQS_CLIENT_OPTIONS } from "../shared/aws";
import { readEnvironment } from "../shared/environment";
import { intervalMs, localCell, sleepUntil, takeSlot } from "../shared/rate-limit";
import { AUDIT_ROW_PREFIX, REDRIVE_ENVIRONMENT } from "./contract";
import { type ReceivedLetter, redriveQueues } from "./redrive-queues";
import { parseRedriveRequest } from "./redrive-request";
import { redriveRows } from "./redrive-rows";
import { redriveMessages } from "./redrive-run";
import type { RedriveResult } from "./schemas";

const environment = readEnvironment(REDRIVE_ENVIRONMENT);
const queues = redriveQueues(
  new SQSClient(SQS_CLIENT_OPTIONS),
  environment.JOBS_QUEUE_URL,
  environment.JOBS_DEAD_LETTER_QUEUE_URL,
);
const rows = redriveRows(
  new DynamoDBClient(CLIENT_OPTIONS),
  environment.JOBS_TABLE_NAME,
  Number(environment.JOBS_RETENTION_SECONDS),
);

/** What the end of a run takes, at most: putting back what was looked at, and the audit row. At least a fifth of a short time-out. */
const reservedMs = (remainingMs: number) => Math.min(10_000, remainingMs / 5);

const report = (error: unknown, letter?: ReceivedLetter) =>
  console.error(JSON.stringify({ level: "ERROR", message: "Redrive", jobId: letter?.jobId, error: String(error) }));

async function move(letter: ReceivedLetter): Promise<void> {
  const undo = await rows.reopen(letter.jobId);
  try {
    await queues.send(letter);
  } catch (error) {
    await undo();
    throw error;
  }
  // One that stays is moved a second time: the worker knows the job then.
  await queues.remove(letter).catch((error) => report(error, letter));
}

/** Moves dead letters back to the main queue, for operators: at a bounded rate, and with a record of who, when, why and what. */
export async function handler(payload: unknown, context: Context): Promise<RedriveResult> {
  const request = parseRedriveRequest(payload);
  const remainingMs = context.getRemainingTimeInMillis();
  const end = Date.now() + remainingMs - reservedMs(remainingMs);
  const interval = intervalMs(request.maxPerSecond ?? Number(environment.JOBS_MAX_PER_SECOND_REDRIVE));
  const cell = localCell();
  const auditId = `${AUDIT_ROW_PREFIX}${randomUUID()}`;
  const { reason, requestedBy: requested_by } = request;
  const started_at = new Date().toISOString();
  await rows.audit(auditId, { reason, requested_by, request_id: context.awsRequestId, started_at });
  const outcome = await redriveMessages(request, {
    receive: (limit) => queues.receive(limit, Math.ceil(remainingMs / 1000)),
    move,
    putBack: queues.show,
    nextSlot: async () => {
      const slot = await takeSlot(cell, interval, end);
      if (slot.granted) await sleepUntil(slot.at);
      return slot.granted;
    },
    timeIsUp: () => Date.now() >= end,
    fifo: environment.JOBS_QUEUE_URL.endsWith(".fifo"),
    report,
  });
  const { moved, failed, stoppedBecause: stopped_because } = outcome;
  await rows.audit(auditId, { moved, failed, stopped_because, finished_at: new Date().toISOString() });
  return { auditId, ...outcome, remaining: await queues.countLeft() };
}
