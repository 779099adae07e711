import type { Context } from "aws-lambda";

/** A job as the worker's handler gets it. */
export interface Job<Payload> {
  readonly id: string;
  readonly payload: Payload;
  /** 1 for the first try. */
  readonly attempt: number;
  /** FIFO message group; undefined on a standard queue. */
  readonly group: string | undefined;
  /** The message's body. JSON.parse rounds integers beyond 2^53, which the API refuses and other producers may send: here they are whole. */
  readonly text: string;
}

/**
 * Does one job. What it returns (any JSON value, at most 256 KiB as text) becomes the job's result. What it throws makes the job come
 * again later, or, for a {@link PermanentError}, fail at once. May be called twice for one job: delivery is at least once.
 */
export type JobHandler<Payload, Result> = (job: Job<Payload>, context: Context) => Promise<Result>;

/**
 * A validator in the Standard Schema format (https://standardschema.dev): zod, valibot, arktype and others are such as they are.
 * Only what jobWorker needs of it.
 */
export interface PayloadSchema<Payload> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => PayloadOutcome<Payload> | Promise<PayloadOutcome<Payload>>;
  };
}

type PayloadOutcome<Payload> =
  | { readonly value: Payload; readonly issues?: undefined }
  | { readonly issues: ReadonlyArray<PayloadIssue> };

/** What a validator says of one place in a payload. */
export interface PayloadIssue {
  readonly message: string;
  readonly path?: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }> | undefined;
}

/** Options of jobWorker. */
export interface JobWorkerOptions<Payload> {
  /** What a payload must be; one that is not goes to the dead-letter queue at once. Default: any JSON. */
  readonly schema?: PayloadSchema<Payload>;
}
