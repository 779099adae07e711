import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { type JsonBody, readJsonBody } from "../shared/json-body";
import { answer, HttpProblem, PROBLEMS, type Violation } from "../shared/problem";
import { type JobRow, MAX_JSON_DEPTH } from "./contract";
import { groupOf } from "./group";
import { requestedJobId } from "./idempotency";
import { jobPath } from "./job-path";
import { requestHash } from "./messages";
import type { Validator } from "./request-schema";
import type { AcceptedJob } from "./schemas";

/** The row of a job that was just accepted. */
export type NewJob = Required<
  Pick<
    JobRow,
    "id" | "state" | "created_at" | "updated_at" | "attempts" | "request_hash" | "accepted_by" | "expires_at"
  >
>;

/** Where accepted jobs are kept. Every method may throw; the client is then told to come again. */
export interface JobStore {
  /** Keeps a new job. Returns the job that has the id already, if one does and is not past its time. */
  create(job: NewJob): Promise<JobRow | undefined>;
  /** Notes that the job's message was sent again. Returns what there is instead if this very row is there no more. */
  markQueued(job: JobRow): Promise<JobRow | "gone" | undefined>;
  /** Takes back the row that this request made, unless a worker or another request has built on it. */
  withdraw(job: NewJob): Promise<void>;
}

/** The message of a job. */
export interface JobMessage {
  readonly id: string;
  readonly body: string;
  readonly group: string;
}

/** Puts jobs into the queue. */
export interface JobQueue {
  /** A FIFO queue takes one message of a deduplication id. */
  send(message: JobMessage, deduplicationId: string): Promise<void>;
}

/** What acceptJob works with. */
export interface AcceptParts {
  readonly store: JobStore;
  readonly queue: JobQueue;
  readonly validate: Validator;
  readonly maxBodyBytes: number;
  readonly retentionSeconds: number;
  readonly retryAfterSeconds: number;
  readonly basePath: string;
  readonly groupPointer: string;
}

/**
 * Answers `POST /jobs`: 202 once the queue has the job. The row comes first, so that a status request never misses it and a repeated
 * request finds it; when the queue then refuses the message the row is taken back and the client told to come again.
 *
 * Whether the queue has a message is not always known: an answer may be lost, a message late. So the row says by its hash which payload the
 * job is, whoever works refuses a message with another one, and 202 is the answer only to a request whose row stood all the time.
 *
 * @throws HttpProblem for every other answer.
 */
export async function acceptJob(
  event: APIGatewayProxyEventV2,
  parts: AcceptParts,
): Promise<APIGatewayProxyStructuredResultV2> {
  const body = readJsonBody(event, { maxBytes: parts.maxBodyBytes, maxDepth: MAX_JSON_DEPTH });
  const id = requestedJobId(event);
  const errors = await violations(body, parts);
  if (errors.length > 0) {
    throw new HttpProblem(PROBLEMS.invalidBody, "The body does not match the schema; see errors.", { errors });
  }
  const job = newJob(id, body.text, event.requestContext.requestId, parts.retentionSeconds);
  const message = { id, body: body.text, group: groupOf(body.value, parts.groupPointer) };
  const existing = await begin(job, message, parts);
  if (existing !== undefined) await goOnWith(existing, job, message, parts);
  return acceptedAnswer(jobPath(event.requestContext, parts.basePath, id), existing ?? job, parts.retryAfterSeconds);
}

/** A schema that cannot be compiled is a fault of the deployment: clients wait until it is mended, and the alarm on 5xx tells its people. */
async function violations(body: JsonBody, parts: AcceptParts): Promise<readonly Violation[]> {
  try {
    return await parts.validate(body.value, Buffer.byteLength(body.text));
  } catch (error) {
    const cause = new Error("The request schema cannot be used. Mend api.request_schema.", { cause: error });
    throw unavailable(parts, cause, "Jobs cannot be checked at the moment. Send the request again later.");
  }
}

/** Makes the row and sends the message. Returns the row that is there already, if one is: then nothing was done. */
async function begin(job: NewJob, message: JobMessage, parts: AcceptParts): Promise<JobRow | undefined> {
  try {
    const existing = await parts.store.create(job);
    if (existing === undefined) await parts.queue.send(message, job.accepted_by);
    return existing;
  } catch (error) {
    // What cannot be taken back now expires; the answer stays the same.
    await parts.store.withdraw(job).catch(() => undefined);
    throw unavailable(parts, error);
  }
}

/** A repeated request: the same job, whose message is sent again unless it surely was. */
async function goOnWith(existing: JobRow, job: NewJob, message: JobMessage, parts: AcceptParts): Promise<void> {
  requireSamePayload(existing, job);
  if (!mayBeUnsent(existing)) return;
  let instead: JobRow | "gone" | undefined;
  try {
    await parts.queue.send(message, existing.accepted_by ?? existing.id);
    instead = await parts.store.markQueued(existing);
  } catch (error) {
    // The row stays: most likely the first request did send, and its client has the 202.
    throw unavailable(parts, error);
  }
  if (instead === undefined) return;
  // The first request took its row back meanwhile, and while there was another one the message may have been refused.
  if (instead !== "gone") requireSamePayload(instead, job);
  throw unavailable(parts, new Error("The row was taken back while its message was sent again."));
}

function requireSamePayload(existing: JobRow, job: NewJob): void {
  if ((existing.request_hash ?? job.request_hash) === job.request_hash) return;
  throw new HttpProblem(PROBLEMS.keyReused, "Use a new Idempotency-Key for a new body.");
}

const NOT_QUEUED = "The job could not be queued. Send the request again later.";

const unavailable = ({ retryAfterSeconds }: AcceptParts, cause: unknown, detail = NOT_QUEUED) =>
  new HttpProblem(PROBLEMS.unavailable, detail, { retryAfterSeconds, cause });

/** The request that made the row may have died before it sent. A second message does no harm: a job is claimed once. */
function mayBeUnsent(job: JobRow): boolean {
  return job.state === "accepted" && (job.attempts ?? 0) === 0 && job.queued_at === undefined;
}

function newJob(id: string, body: string, requestId: string, retentionSeconds: number): NewJob {
  const now = new Date();
  return {
    id,
    state: "accepted",
    created_at: now.toISOString(),
    updated_at: now.toISOString(),
    attempts: 0,
    request_hash: requestHash(body),
    accepted_by: requestId,
    expires_at: Math.ceil(now.getTime() / 1000) + retentionSeconds,
  };
}

function acceptedAnswer(self: string, job: JobRow, retryAfterSeconds: number): APIGatewayProxyStructuredResultV2 {
  const document = {
    id: job.id,
    state: job.state,
    createdAt: job.created_at ?? "",
    links: { self },
  } satisfies AcceptedJob;
  return answer(202, document, { location: self, "retry-after": String(retryAfterSeconds) });
}
