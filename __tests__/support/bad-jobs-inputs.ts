import type { QueueLoadLevelingProps } from "../../modules/queue-load-leveling/props";
import { badCommonInputs } from "./bad-common-inputs";
import { badFunctionInputs } from "./bad-function-inputs";
import type { BadInput } from "./bad-inputs";

type Worker = Partial<QueueLoadLevelingProps["worker"]>;

type BadJobsInput = BadInput<Partial<Omit<QueueLoadLevelingProps, "worker">> & { readonly worker?: Worker }>;

/** Inputs that no deployment may begin with. One table for TypeScript and for Terraform: same rule, same words. */
export const badJobsInputs: readonly BadJobsInput[] = [
  ...badCommonInputs,
  ...badFunctionInputs("worker", (worker) => ({ worker })),
  {
    what: "a name with capitals",
    wrong: { name: "Jobs" },
    message: "name must be 3 to 40 lower-case letters, digits or hyphens, starting with a letter.",
  },
  {
    what: "a name that is too long for a role",
    wrong: { name: "j".repeat(41) },
    message: "name must be 3 to 40 lower-case letters, digits or hyphens, starting with a letter.",
  },
  {
    what: "a name with a second line",
    wrong: { name: "jobs\njobs" },
    message: "name must be 3 to 40 lower-case letters, digits or hyphens, starting with a letter.",
  },
  {
    what: "a timeout over 900",
    wrong: { worker: { timeoutSeconds: 901 } },
    message: "worker.timeout_seconds must be 1 to 900 seconds, Lambda's bounds.",
  },
  {
    what: "part of a megabyte",
    wrong: { worker: { memoryMb: 128.5 } },
    message: "worker.memory_mb must be a whole number.",
  },
  {
    what: "no source of code",
    wrong: { worker: { filename: undefined } },
    message: "worker must have exactly one of filename, s3 and image_uri.",
  },
  {
    what: "two sources of code",
    wrong: { worker: { s3: { bucket: "code", key: "worker.zip" } } },
    message: "worker must have exactly one of filename, s3 and image_uri.",
  },
  {
    what: "a package that does not exist",
    wrong: { worker: { filename: "no-such-folder/worker.zip" } },
    message:
      "worker.filename must be a file that exists: build the package first; a relative path starts where Terraform runs.",
  },
  {
    what: "an image from nowhere",
    wrong: { worker: { filename: undefined, imageUri: "worker:latest" } },
    message: "worker.image_uri must be an ECR image with tag or digest.",
  },
  {
    what: "an unknown runtime",
    wrong: { worker: { runtime: "cobol85" } },
    message: "worker.runtime must be a Lambda runtime such as nodejs22.x or python3.13.",
  },
  {
    what: "an unknown architecture",
    wrong: { worker: { architecture: "mips" } },
    message: "worker.architecture must be one of arm64, x86_64.",
  },
  {
    what: "statements that are no list",
    wrong: { worker: { policyStatements: '{"Effect":"Allow"}' } },
    message:
      'worker.policy_statements must be a JSON list of IAM statements: jsonencode([{ Effect = "Allow", Action = [...], Resource = [...] }]).',
  },
  {
    what: "a variable that the module sets",
    wrong: { worker: { environment: { JOBS_TABLE_NAME: "mine" } } },
    message: expect.stringMatching(/^worker\.environment must not set JOBS_TABLE_NAME, .*, which the module sets\.$/),
  },
  {
    what: "a big batch without a window",
    wrong: { worker: { batchSize: 100 } },
    message: "worker must set batching_window_seconds to 1 or more for a batch_size over 10.",
  },
  {
    what: "a concurrency of one",
    wrong: { worker: { maximumConcurrency: 1 } },
    message: "worker.maximum_concurrency must be 2 to 1000 invocations, Lambda's bounds; for 1 set one_at_a_time.",
  },
  {
    what: "one at a time and several",
    wrong: { worker: { oneAtATime: true, maximumConcurrency: 5 } },
    message: "worker must not set maximum_concurrency or reserved_concurrency together with one_at_a_time.",
  },
  {
    what: "less reserved than wanted",
    wrong: { worker: { reservedConcurrency: 2, maximumConcurrency: 5 } },
    message:
      "worker must have a reserved_concurrency of at least maximum_concurrency, or throttled batches use up their receives.",
  },
  {
    what: "a rate of nothing",
    wrong: { worker: { maxPerSecond: 0, batchSize: 1 } },
    message: "worker.max_per_second must be above 0 jobs a second; leave it out for no limit.",
  },
  {
    what: "a rate that no batch can keep",
    wrong: { worker: { maxPerSecond: 1, timeoutSeconds: 10 } },
    message: expect.stringMatching(/^worker must have batch_size × maximum_concurrency .* or raise timeout_seconds\.$/),
  },
  {
    what: "a visibility below six timeouts",
    wrong: { worker: { timeoutSeconds: 60 }, queue: { visibilityTimeoutSeconds: 359 } },
    message:
      "queue.visibility_timeout_seconds must be at least 6 × worker.timeout_seconds + worker.batching_window_seconds, or null for just that.",
    across: true,
  },
  {
    what: "a FIFO setting on a standard queue",
    wrong: { queue: { messageGroupPointer: "/customerId" } },
    message: "queue must set fifo = true for message_group_pointer, which standard queues do not know.",
  },
  {
    what: "a pointer that is none",
    wrong: { queue: { fifo: true, messageGroupPointer: "customerId" } },
    message: "queue.message_group_pointer must be a JSON pointer such as /customerId.",
  },
  {
    what: "a FIFO queue with a batching window",
    wrong: { worker: { batchingWindowSeconds: 1 }, queue: { fifo: true } },
    message: "worker.batch_size must be at most 10, with a batching_window_seconds of 0, for a FIFO queue.",
    across: true,
  },
  {
    what: "messages that are gone in seconds",
    wrong: { queue: { retentionSeconds: 30 } },
    message: "queue.retention_seconds must be 60 to 1209600 seconds, SQS's bounds.",
  },
  {
    what: "a schema that is no JSON",
    wrong: { api: { requestSchema: '{"type":"object"}}' } },
    message:
      'api.request_schema must be a JSON Schema as JSON text whose top is an object, such as jsonencode({ type = "object" }).',
  },
  {
    what: "a schema of an unknown type",
    wrong: { api: { requestSchema: '{"type":["object","map"]}' } },
    message:
      "api.request_schema must be a JSON Schema whose type is one of array, boolean, integer, null, number, object, string.",
  },
  {
    what: "a body that no queue takes",
    wrong: { api: { maxBodyBytes: 1_048_576 } },
    message: "api.max_body_bytes must be 1 to 261120 bytes.",
  },
  {
    what: "an unknown authorization",
    wrong: { api: { authorization: "OPEN" } },
    message: "api.authorization must be one of AWS_IAM, JWT, NONE.",
  },
  {
    what: "tokens of an unknown issuer",
    wrong: { api: { authorization: "JWT" } },
    message: 'api must have jwt = { issuer, audience } exactly when authorization is "JWT".',
  },
  {
    what: "an issuer that anybody may overhear",
    wrong: { api: { authorization: "JWT", jwt: { issuer: "http://idp.example.com", audience: ["jobs"] } } },
    message: "api.jwt.issuer must be a URL that starts with https://, without query and fragment.",
  },
  {
    what: "no requests at all",
    wrong: { api: { throttle: { requestsPerSecond: 0 } } },
    message: "api.throttle.requests_per_second must be above 0 requests a second.",
  },
  {
    what: "a table that forgets at once",
    wrong: { table: { retentionDays: 0 } },
    message: "table.retention_days must be 1 to 3650 days.",
  },
  {
    what: "a redrive that stands still",
    wrong: { redrive: { maxPerSecond: 0 } },
    message: "redrive.max_per_second must be 0.1 to 500 messages a second.",
  },
  {
    what: "a schedule in words",
    wrong: { maintenanceWindow: { stopSchedule: "every Friday", startSchedule: "cron(0 6 ? * SAT *)" } },
    message:
      "maintenance_window.stop_schedule must be a schedule such as cron(0 22 ? * FRI *), rate(5 minutes), rate(1 hour) or at(2027-01-31T22:00:00).",
  },
  {
    what: "a stop in no time zone",
    wrong: { maintenanceWindow: { stopSchedule: "rate(2 days)", startSchedule: "rate(3 days)", timeZone: "Berlin" } },
    message: "maintenance_window.time_zone must be a time zone of the IANA database, such as Europe/Berlin.",
  },
  {
    what: "a stop that is the start",
    wrong: { maintenanceWindow: { stopSchedule: "cron(0 6 ? * SAT *)", startSchedule: "cron(0 6 ? * SAT *)" } },
    message: "maintenance_window must have a start_schedule other than its stop_schedule.",
  },
  {
    what: "a stop without its schedule",
    wrong: { maintenanceWindow: { stopSchedule: null as unknown as string, startSchedule: "cron(0 6 ? * SAT *)" } },
    message: "maintenance_window.stop_schedule must be given.",
  },
  {
    what: "an origin with a path",
    wrong: { api: { cors: { allowOrigins: ["https://app.example.com/orders"] } } },
    message:
      "api.cors.allow_origins must hold origins, which are a scheme and a host, such as https://app.example.com, without a path; or *, http://* or https://*.",
  },
  {
    what: "a retention that CloudWatch does not know",
    wrong: { logs: { retentionDays: 31 } },
    message: expect.stringMatching(/^logs\.retention_days must be one of 1, 3, 5, .*, 3653\.$/),
  },
];

/** Good inputs with one thing wrong in them. */
export function withWrong(good: QueueLoadLevelingProps, { wrong }: BadJobsInput): QueueLoadLevelingProps {
  return { ...good, ...wrong, worker: { ...good.worker, ...wrong.worker } };
}
