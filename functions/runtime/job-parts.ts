import type { SQSRecord } from "aws-lambda";
import type { Slot } from "../shared/rate-limit";
import type { Deliveries } from "./deliveries";
import type { JobHandler, PayloadSchema } from "./job";
import type { JobRows } from "./job-rows";
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
export type Parts = Omit<JobParts<never, unknown>, "handle" | "schema">;
