/**
 * What the infrastructure and the functions of queue-load-leveling agree on. Imports nothing, so that both sides can import it.
 * The same contract in words, for workers in other languages: docs/job-table.md.
 */

/** Every environment variable of the pattern's functions. All values are strings: Lambda knows nothing else. */
export interface JobsEnvironment {
  /** Name of the job table. */
  readonly JOBS_TABLE_NAME: string;
  /** URL of the main queue. */
  readonly JOBS_QUEUE_URL: string;
  /** URL of the staging queue, where SQS moves a message once its receives are used up. */
  readonly JOBS_UNDELIVERABLE_QUEUE_URL: string;
  /** URL of the dead-letter queue. */
  readonly JOBS_DEAD_LETTER_QUEUE_URL: string;
  /** How long a row stays after its job was accepted, finished or redriven, in seconds. */
  readonly JOBS_RETENTION_SECONDS: string;
  /** What `Retry-After` says to a client that waits for a job, in seconds. */
  readonly JOBS_RETRY_AFTER_SECONDS: string;
  /** Key of the API mapping under which a domain of its own leads to the API; "" for none. */
  readonly JOBS_BASE_PATH: string;
  /** Longest request body that is accepted, in bytes. */
  readonly JOBS_MAX_BODY_BYTES: string;
  /** JSON Schema (draft 2020-12) of the payload: its text, gzipped, in base64; "" accepts any JSON. */
  readonly JOBS_REQUEST_SCHEMA_GZIP: string;
  /** JSON pointer to the FIFO message group in the payload; "" puts every job into one group. */
  readonly JOBS_GROUP_POINTER: string;
  /** "true" when the queues are FIFO queues, else "false". */
  readonly JOBS_FIFO: string;
  /** `maxReceiveCount` of the main queue: how often a job is tried. */
  readonly JOBS_MAX_RECEIVE_COUNT: string;
  /** Jobs started a second over all concurrent workers, a decimal number above 0; "" for no limit. */
  readonly JOBS_MAX_PER_SECOND: string;
  /** Where one job is done at a time, over all workers: how long a job may take, in seconds; "" where jobs are done side by side. */
  readonly JOBS_ONE_AT_A_TIME_SECONDS: string;
  /** Wait before the first retry, in seconds; it doubles with each attempt. */
  readonly JOBS_RETRY_BASE_SECONDS: string;
  /** Dead letters moved back a second when the operator does not say, a decimal number above 0. */
  readonly JOBS_MAX_PER_SECOND_REDRIVE: string;
}

type Names = readonly (keyof JobsEnvironment)[];

/** Variables of the function behind `POST /jobs`. */
export const ACCEPT_ENVIRONMENT = [
  "JOBS_TABLE_NAME",
  "JOBS_QUEUE_URL",
  "JOBS_RETENTION_SECONDS",
  "JOBS_RETRY_AFTER_SECONDS",
  "JOBS_BASE_PATH",
  "JOBS_MAX_BODY_BYTES",
  "JOBS_REQUEST_SCHEMA_GZIP",
  "JOBS_GROUP_POINTER",
  "JOBS_FIFO",
] as const satisfies Names;

/** Variables of the function behind `GET /jobs/{id}`. */
export const STATUS_ENVIRONMENT = [
  "JOBS_TABLE_NAME",
  "JOBS_RETRY_AFTER_SECONDS",
  "JOBS_BASE_PATH",
  "JOBS_MAX_RECEIVE_COUNT",
] as const satisfies Names;

/** Variables that `jobWorker()` reads in the user's function. */
export const WORKER_ENVIRONMENT = [
  "JOBS_TABLE_NAME",
  "JOBS_QUEUE_URL",
  "JOBS_DEAD_LETTER_QUEUE_URL",
  "JOBS_RETENTION_SECONDS",
  "JOBS_MAX_RECEIVE_COUNT",
  "JOBS_MAX_PER_SECOND",
  "JOBS_ONE_AT_A_TIME_SECONDS",
  "JOBS_RETRY_BASE_SECONDS",
  "JOBS_FIFO",
] as const satisfies Names;

/** Variables of the function that records undeliverable jobs as failed. */
export const RECORDER_ENVIRONMENT = [
  "JOBS_TABLE_NAME",
  "JOBS_UNDELIVERABLE_QUEUE_URL",
  "JOBS_RETENTION_SECONDS",
] as const satisfies Names;

/** Variables of the operators' function that moves dead letters back. */
export const REDRIVE_ENVIRONMENT = [
  "JOBS_TABLE_NAME",
  "JOBS_QUEUE_URL",
  "JOBS_DEAD_LETTER_QUEUE_URL",
  "JOBS_MAX_PER_SECOND_REDRIVE",
  "JOBS_RETENTION_SECONDS",
] as const satisfies Names;

/** Names that the environment of a user's worker must not set: they belong to the pattern. */
export const RESERVED_WORKER_ENVIRONMENT: readonly string[] = WORKER_ENVIRONMENT;

export type AcceptEnvironment = Pick<JobsEnvironment, (typeof ACCEPT_ENVIRONMENT)[number]>;
export type StatusEnvironment = Pick<JobsEnvironment, (typeof STATUS_ENVIRONMENT)[number]>;
export type WorkerEnvironment = Pick<JobsEnvironment, (typeof WORKER_ENVIRONMENT)[number]>;
export type RecorderEnvironment = Pick<JobsEnvironment, (typeof RECORDER_ENVIRONMENT)[number]>;
export type RedriveEnvironment = Pick<JobsEnvironment, (typeof REDRIVE_ENVIRONMENT)[number]>;

/** Partition key of the job table, a string. */
export const TABLE_KEY = "id";
/** Time-to-live attribute of the job table, epoch seconds. */
export const TABLE_TTL = "expires_at";

/** What goes with a lease when it ends. */
export const LEASE_ATTRIBUTES = ["lease_until", "claim_id"] as const satisfies readonly (keyof JobRow)[];

/** The states of a job, in the order of its life. */
export const JOB_STATES = ["accepted", "running", "succeeded", "failed"] as const;
export type JobState = (typeof JOB_STATES)[number];

/** Why a job failed, or why its last attempt did, as kept in its row. Short texts, never a stack. */
export interface JobError {
  readonly type: string;
  readonly title: string;
  readonly detail?: string;
}

/** A job's row. The property names are the attribute names; numbers are DynamoDB numbers, `error` is a map. */
export interface JobRow {
  readonly id: string;
  readonly state: JobState;
  /** ISO 8601, UTC, milliseconds, as every time that ends in `_at` but `expires_at`. */
  readonly created_at?: string;
  readonly updated_at?: string;
  /** Set when a replay had to send the message again. */
  readonly queued_at?: string;
  readonly started_at?: string;
  readonly finished_at?: string;
  readonly attempts?: number;
  /** Until then (epoch milliseconds) the running attempt owns the job. */
  readonly lease_until?: number;
  /** Tells the running attempt from every other one: a worker whose answer was lost finds its own claim by it. */
  readonly claim_id?: string;
  /** SHA-256 of the payload's bytes, hexadecimal. A message with another payload is not this job's. */
  readonly request_hash?: string;
  /** Id of the API request that made the row; tells it from an earlier or later row of the same id. */
  readonly accepted_by?: string;
  /** JSON text of what the worker returned. */
  readonly result?: string;
  /** Why there is no `result` although the worker returned one. */
  readonly result_omitted?: string;
  readonly error?: JobError;
  /** How often an operator moved the job back from the dead-letter queue. */
  readonly redrives?: number;
  /** The redrive that is about to send the job's message; absent when it has. */
  readonly reopened_by?: string;
  /** Epoch seconds. */
  readonly expires_at?: number;
}

/** Row that the workers' rate limiter shares: `next_at`, epoch milliseconds, is when the next job may start; `taken_by` tells who moved it last. */
export const RATE_ROW_ID = "rate#worker";
/**
 * Row of the job that is done now, where one is done at a time: `holder` until `held_until`, and who is `waiting` for it until `waiting_until`
 * (epoch milliseconds).
 */
export const TURN_ROW_ID = "turn#worker";
/** Audit rows of pauses: this and the id of the request. */
export const PAUSE_AUDIT_PREFIX = "pause#";
/** Audit rows of redrives: this and a UUID. */
export const AUDIT_ROW_PREFIX = "redrive#";

/** Message attribute (String) with the job's id; a message without it is the job named by its SQS message id. */
export const JOB_ID_ATTRIBUTE = "job_id";
/** What a job id may look like: no `#`, so that no message can name a row that is not a job. */
export const JOB_ID_PATTERN = /^[A-Za-z0-9._-]{1,128}$/;
/** FIFO message group of jobs whose payload names none. */
export const DEFAULT_GROUP = "jobs";

/**
 * How many receives more than the main queue's `maxReceiveCount` the staging queue allows. Not a count of its own: SQS documents
 * ApproximateReceiveCount as counted "across all queues", so a message may arrive with the main queue's receives used up, and a lower limit
 * would move it on before the recorder saw it.
 */
export const UNDELIVERABLE_EXTRA_RECEIVES = 3;
/** Longest result that a row keeps, in bytes of JSON text. A DynamoDB item holds 400 KB in all. */
export const MAX_RESULT_BYTES = 256 * 1024;
/** Deepest nesting of arrays and objects that the API accepts. */
export const MAX_JSON_DEPTH = 64;

/** `type` of the errors that the pattern itself writes into rows. */
export const JOB_ERROR_TYPES = {
  /** The worker threw a PermanentError. */
  permanent: "urn:problem-type:job-refused",
  /** The payload is not JSON, or not what the worker's schema says. */
  invalidPayload: "urn:problem-type:job-payload-invalid",
  /** The worker threw something else. Its message is for operators: the API does not show it. */
  unexpected: "urn:problem-type:job-failed",
  /** The worker ended without an answer: killed, timed out, not loadable. */
  undelivered: "urn:problem-type:job-undelivered",
  /** The message's payload is not the one that its job was accepted with. Never in a row: it stands at the dead letter. */
  otherPayload: "urn:problem-type:job-other-payload",
} as const;

/** Why a job failed whose worker never said so. */
export const UNDELIVERED: JobError = {
  type: JOB_ERROR_TYPES.undelivered,
  title: "The worker ended without an answer",
  detail: "Every attempt ended before the worker could say how: it was stopped, ran out of time or could not start.",
};

/**
 * Why a message is refused whose job was accepted with another payload: its request ended with a 503 or its row expired, and the key was used
 * again since.
 */
export const OTHER_PAYLOAD: JobError = {
  type: JOB_ERROR_TYPES.otherPayload,
  title: "The job's id belongs to another payload",
};
