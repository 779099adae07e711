/** Takes customers to the legacy system as the story's worker does, and misbehaves as its payload says. */
import { setTimeout as sleep } from "node:timers/promises";
import { type Job, jobWorker, PermanentError } from "../../../../functions/runtime";

/** A payload of the end-to-end suite. */
export interface Task {
  readonly customerId: string;
  /** FIFO message group. */
  readonly group?: string;
  /** So many attempts fail before they reach the legacy system. */
  readonly failTimes?: number;
  /** Until then (epoch milliseconds) the job is refused for good. */
  readonly refuseUntil?: number;
  /** Time that the job still takes once the legacy system has the customer. */
  readonly waitMs?: number;
  /** Comes back in the result. */
  readonly echo?: unknown;
}

/** What becomes the job's result. */
export interface TaskResult {
  readonly customerId: string;
  readonly created: boolean;
  /** Which invocation did it. */
  readonly invocation: string;
  readonly echo?: unknown;
}

export const handler = jobWorker(async ({ payload, attempt }: Job<Task>, context): Promise<TaskResult> => {
  const { customerId, failTimes = 0, refuseUntil = 0, waitMs = 0, echo } = payload;
  if (Date.now() < refuseUntil) throw new PermanentError("Refused", { detail: `${customerId} is not wanted yet.` });
  if (attempt <= failTimes) throw new Error(`Attempt ${attempt} fails, as the task says`);
  const response = await fetch(new URL("/customers", process.env["LEGACY_URL"]), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ customerId }),
  });
  await response.arrayBuffer();
  if (response.status !== 201 && response.status !== 409) throw new Error(`Legacy answered ${response.status}`);
  await sleep(waitMs);
  return { customerId, created: response.status === 201, invocation: context.awsRequestId, echo };
});
