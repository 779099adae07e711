/**
 * Every shape that crosses the border of the pattern. They validate at run time and describe the API in its OpenAPI document.
 * zod/mini: 5 KB in the bundle, where all of zod would be sixty.
 */
import * as z from "zod/mini";
import { IDEMPOTENCY_KEY_PATTERN } from "../shared/idempotency";
import { redriveRequestFields, redriveResultFields } from "../shared/redrive-schemas";
import { count, pathText, text, time } from "../shared/schemas";
import { JOB_ID_PATTERN, JOB_STATES } from "./contract";

/** Header `Idempotency-Key`. */
export const idempotencyKey = z.string().check(
  z.regex(IDEMPOTENCY_KEY_PATTERN),
  z.meta({
    description:
      "Makes a repeated request safe: the same key with the same body, byte for byte, is the same job, for as long as the job is kept. " +
      "The same key with another body is answered with 422. Keys of different callers never meet: users of an identity pool, roles, IAM users, " +
      "subjects and clients of an issuer. Where nobody has to say who calls, all callers are one: then use keys that nobody can guess, such " +
      "as UUIDs.",
    examples: ["customer-4711-2026-11-03"],
  }),
);

/** Path parameter `id`. */
export const jobId = z.string().check(
  z.regex(JOB_ID_PATTERN),
  z.meta({
    description: "The job's id, as `POST /jobs` returned it.",
    examples: ["0b6f4c1e-9f4d-8a51-b1c3-5f0f0e4d7a10"],
  }),
);

const state = z.enum(JOB_STATES).check(
  z.meta({
    description:
      "`accepted`: waits in the queue, for the first time or for another try. `running`: a worker has it. `succeeded` and `failed` are final, " +
      "unless an operator sends a failed job back to work.",
  }),
);

const links = z.object({ self: pathText("Path of the job's status.") });

/** Answer of `POST /jobs`. */
export const acceptedJob = z
  .object({ id: jobId, state, createdAt: time("When the job was accepted."), links })
  .check(z.meta({ id: "AcceptedJob", description: "A job that the queue has." }));

/** Error of a job, in its row and in the API. */
export const jobError = z
  .object({
    type: z
      .string()
      .check(z.meta({ description: "URI that names the kind of error.", format: "uri-reference", pattern: "^\\S+$" })),
    title: text("Short summary of the error."),
    detail: z.optional(text("What went wrong with this job.")),
  })
  .check(z.meta({ id: "JobError", description: "Why the job failed, or why its last attempt did." }));

/** Answer of `GET /jobs/{id}`. */
export const jobDocument = z
  .object({
    id: jobId,
    state,
    attempts: count("How often a worker took the job."),
    createdAt: time("When the job was accepted, or first seen."),
    updatedAt: time("When the job last changed."),
    startedAt: z.optional(time("When the first attempt started.")),
    finishedAt: z.optional(time("When the job succeeded or failed.")),
    expiresAt: z.optional(time("When the job will be forgotten.")),
    result: z.optional(z.unknown().check(z.meta({ description: "What the worker returned, any JSON." }))),
    resultOmitted: z.optional(text("Why there is no result although the worker returned one.")),
    error: z.optional(jobError),
    links,
  })
  .check(z.meta({ id: "Job", description: "A job and how far it is." }));

/** What an operator sends to the redrive function. */
export const redriveRequest = z.strictObject({
  ...redriveRequestFields,
  jobIds: z.optional(z.array(jobId).check(z.minLength(1), z.meta({ description: "Only these jobs; all if absent." }))),
});

/** What the redrive function returns. */
export const redriveResult = z.object({ auditId: text("Id of the audit row."), ...redriveResultFields });

export type AcceptedJob = z.infer<typeof acceptedJob>;
export type JobDocument = z.infer<typeof jobDocument>;
export type RedriveRequest = z.infer<typeof redriveRequest>;
export type RedriveResult = z.infer<typeof redriveResult>;
