import { gzipSync } from "node:zlib";
import {
  RESERVED_WORKER_ENVIRONMENT,
  UNDELIVERABLE_EXTRA_RECEIVES,
} from "../../functions/queue-load-leveling/contract";
import { check } from "../../lib/checks";
import { isUnknown, tf } from "../../lib/expression";
import { inputs, type ReadOf } from "../../lib/inputs";
import { above, add, and, atLeast, equals, implies, isSet, multiply, not, orElse } from "../../lib/logic";
import { t } from "../../lib/types";
import { httpApiMembers, jwtGivenForJwt } from "../parts/http-api";
import { alarmMembers, common, functionMembers, oneSource } from "../parts/inputs";
import { VISIBILITY_TIMEOUTS } from "../parts/queue";

const JSON_TYPES = ["array", "boolean", "integer", "null", "number", "object", "string"];
/** A function's environment holds 4 KB; what is left beside our other variables. */
const MAX_SCHEMA_GZIP_CHARACTERS = 3000;

const schemaIsObject = check.json(
  'be a JSON Schema as JSON text whose top is an object, such as jsonencode({ type = "object" })',
);

const schemaTypeIsKnown = (schema: string) => ({
  holds: isUnknown(schema)
    ? tf`try(alltrue([for type in flatten([jsondecode(${schema}).type]) : contains(${JSON_TYPES}, type)]), true)`
    : [typeOf(schema)].flat().every((type) => type === undefined || JSON_TYPES.includes(type)),
  must: `be a JSON Schema whose type is one of ${JSON_TYPES.join(", ")}`,
});

const schemaFitsEnvironment = (schema: string) => ({
  holds: isUnknown(schema)
    ? tf`length(base64gzip(${schema})) <= ${MAX_SCHEMA_GZIP_CHARACTERS}`
    : gzipSync(schema).toString("base64").length <= MAX_SCHEMA_GZIP_CHARACTERS,
  must: `be at most ${MAX_SCHEMA_GZIP_CHARACTERS} characters gzipped, to fit the function's environment: leave out descriptions, or check details in the worker`,
});

function typeOf(schema: string): string | string[] | undefined {
  try {
    return (JSON.parse(schema) as { type?: string | string[] }).type;
  } catch {
    return undefined;
  }
}

const cron = check.matching("^(cron|rate|at)[(].+[)]$", "be a schedule such as cron(0 22 ? * FRI *)");

/** The inputs of queue-load-leveling: variables of the module, props of the construct. */
export const queueLoadLevelingInputs = inputs(
  {
    name: common.name,
    worker: t.object(
      {
        ...functionMembers,
        environment: t.stringMap({
          description: functionMembers.environment.description,
          default: {},
          checks: [
            (environment) => ({
              holds: isUnknown(environment)
                ? tf`length(setintersection(keys(${environment}), ${RESERVED_WORKER_ENVIRONMENT})) == 0`
                : !RESERVED_WORKER_ENVIRONMENT.some((name) => name in environment),
              must: `not set ${RESERVED_WORKER_ENVIRONMENT.join(", ")}, which the module sets`,
            }),
          ],
        }),
        batchSize: t.number({
          description: "Most messages in one invocation. Over 10 needs batching_window_seconds and a standard queue.",
          default: 10,
          checks: [check.between(1, 10000, "messages"), check.wholeNumber()],
        }),
        batchingWindowSeconds: t.number({
          description: "Seconds to wait for a full batch; 0 takes what is there.",
          default: 0,
          checks: [check.between(0, 300, "seconds"), check.wholeNumber()],
        }),
        maximumConcurrency: t.number({
          description: "Most invocations at a time. null leaves it to Lambda, or is 2 where max_per_second is set.",
          optional: true,
          checks: [
            check.between(2, 1000, "invocations, Lambda's bounds; for 1 set one_at_a_time"),
            check.wholeNumber(),
          ],
        }),
        oneAtATime: t.bool({
          description: "One invocation at a time, by a reserved concurrency of 1.",
          default: false,
        }),
        maxPerSecond: t.number({
          description:
            "Most jobs started a second, over all invocations: a token bucket in the worker's runtime, because concurrency bounds the work in flight and not its rate. null for no limit.",
          optional: true,
          checks: [check.aboveZero("jobs a second; leave it out for no limit")],
        }),
      },
      {
        description:
          "The function that does the jobs, one call for each batch; write it with jobWorker() or against docs/job-table.md.",
        checks: [
          oneSource,
          (worker) => ({
            holds: implies(worker.oneAtATime, () =>
              and(not(isSet(worker.maximumConcurrency)), not(isSet(worker.reservedConcurrency))),
            ),
            must: "not set maximum_concurrency or reserved_concurrency together with one_at_a_time",
          }),
          (worker) => ({
            holds: implies(atLeast(worker.batchSize, 11), atLeast(worker.batchingWindowSeconds, 1)),
            must: "set batching_window_seconds to 1 or more for a batch_size over 10",
          }),
          (worker) => ({
            holds: implies(and(isSet(worker.reservedConcurrency), isSet(worker.maximumConcurrency)), () =>
              atLeast(worker.reservedConcurrency as number, worker.maximumConcurrency as number),
            ),
            must: "have a reserved_concurrency of at least maximum_concurrency, or throttled batches use up their receives",
          }),
          // Half of the time-out is for waiting, half for work; the token wait of all messages in flight must fit.
          (worker) => ({
            // A rate of 0 is refused by itself.
            holds: implies(and(isSet(worker.maxPerSecond), () => above(worker.maxPerSecond as number, 0)), () =>
              atLeast(
                multiply(multiply(worker.timeoutSeconds, 0.5), worker.maxPerSecond as number),
                multiply(worker.batchSize, orElse(worker.maximumConcurrency, 2)),
              ),
            ),
            must: "have batch_size × maximum_concurrency (default 2) of at most max_per_second × timeout_seconds / 2, so that messages wait their turn within one receive: lower batch_size or maximum_concurrency, or raise timeout_seconds",
          }),
        ],
      },
    ),
    queue: t.object(
      {
        fifo: t.bool({ description: "FIFO queues: the jobs of a message group run in order.", default: false }),
        messageGroupPointer: t.string({
          description:
            "JSON pointer to the message group in a job's payload, such as /customerId; null puts all jobs into one group. FIFO only.",
          optional: true,
          checks: [check.matching("^(/[^/]*)+$", "be a JSON pointer such as /customerId")],
        }),
        maxReceiveCount: t.number({
          description: "How often a job is tried before its message goes to the dead-letter queue.",
          default: 3,
          checks: [
            check.between(
              1,
              1000 - UNDELIVERABLE_EXTRA_RECEIVES,
              "receives: SQS counts to 1000, and the recorder needs some",
            ),
            check.wholeNumber(),
          ],
        }),
        retryDelaySeconds: t.number({
          description:
            "Seconds before the first retry of a failed job; each further retry waits twice as long, up to 900.",
          default: 5,
          checks: [check.between(1, 900, "seconds"), check.wholeNumber()],
        }),
        visibilityTimeoutSeconds: t.number({
          description:
            "Seconds that a received message is hidden. null is 6 × worker.timeout_seconds + batching_window_seconds.",
          optional: true,
          checks: [check.between(0, 43200, "seconds, SQS's bounds"), check.wholeNumber()],
        }),
        retentionSeconds: t.number({
          description: "Seconds that a job waits at most; the default is SQS's longest, 14 days.",
          default: 1209600,
          checks: [check.between(60, 1209600, "seconds, SQS's bounds"), check.wholeNumber()],
        }),
      },
      {
        description: "The queue between API and worker.",
        default: {},
        checks: [
          (queue) => ({
            holds: implies(isSet(queue.messageGroupPointer), queue.fifo),
            must: "set fifo = true for message_group_pointer, which standard queues do not know",
          }),
        ],
      },
    ),
    api: t.object(
      {
        ...httpApiMembers,
        requestSchema: t.string({
          description: "JSON Schema (draft 2020-12) that a job's payload must satisfy, as JSON; null accepts any JSON.",
          optional: true,
          checks: [schemaIsObject, schemaTypeIsKnown, schemaFitsEnvironment],
        }),
        maxBodyBytes: t.number({
          description:
            "Longest body of a request in bytes. 245760 (240 KiB) leaves room for attributes in a message of 256 KiB.",
          default: 245760,
          checks: [check.between(1, 261120, "bytes"), check.wholeNumber()],
        }),
        retryAfterSeconds: t.number({
          description: "Seconds after which clients should ask for the job again.",
          default: 5,
          checks: [check.between(1, 3600, "seconds"), check.wholeNumber()],
        }),
      },
      {
        description: "The HTTP API that accepts jobs and tells their status; null makes none.",
        optional: true,
        default: {},
        checks: [jwtGivenForJwt],
      },
    ),
    table: t.object(
      {
        retentionDays: t.number({
          description: "Days that a job and its result can be asked for, and that its idempotency key holds.",
          default: 30,
          checks: [check.between(1, 3650, "days"), check.wholeNumber()],
        }),
        deletionProtection: t.bool({ description: "Whether the table refuses to be deleted.", default: true }),
        pointInTimeRecovery: t.bool({
          description: "Whether the table can be restored to any second of the last 35 days.",
          default: true,
        }),
      },
      { description: "The table of jobs.", default: {} },
    ),
    redrive: t.object(
      {
        maxPerSecond: t.number({
          description: "Dead letters that a redrive moves back a second, unless the operator says otherwise.",
          default: 10,
          checks: [check.between(0.1, 500, "messages a second")],
        }),
      },
      { description: "The way back for dead letters.", default: {} },
    ),
    maintenanceWindow: t.object(
      {
        stopSchedule: t.string({
          description: "When the worker stops taking jobs, such as cron(0 22 ? * FRI *).",
          checks: [cron],
        }),
        startSchedule: t.string({
          description: "When it takes them again, such as cron(0 6 ? * SAT *).",
          checks: [cron],
        }),
        timeZone: t.string({ description: "Time zone of both, such as Europe/Berlin.", default: "UTC" }),
      },
      {
        description: "Scheduled stop while the worker's target is in maintenance; jobs wait in the queue.",
        optional: true,
      },
    ),
    alarms: t.object(
      {
        ...alarmMembers,
        oldestMessageSeconds: t.number({
          description: "Age of the oldest waiting job, in seconds, above which an alarm goes off.",
          default: 900,
          checks: [check.between(1, 1209600, "seconds")],
        }),
        backlogPerWorker: t.number({
          description: "Waiting jobs for each running worker above which an alarm goes off.",
          default: 1000,
          checks: [check.aboveZero("jobs")],
        }),
      },
      { description: "Alarms on age, backlog, dead letters and errors.", default: {} },
    ),
    kmsKeyArn: common.kmsKeyArn,
    logs: common.logs,
    tracing: common.tracing,
    permissionsBoundaryArn: common.permissionsBoundaryArn,
    tags: common.tags,
  },
  ({ worker, queue }) => [
    {
      about: "queue.visibilityTimeoutSeconds",
      holds: implies(isSet(queue.visibilityTimeoutSeconds), () =>
        atLeast(
          queue.visibilityTimeoutSeconds as number,
          add(multiply(worker.timeoutSeconds, VISIBILITY_TIMEOUTS), worker.batchingWindowSeconds),
        ),
      ),
      must: "be at least 6 × worker.timeout_seconds + worker.batching_window_seconds, or null for just that",
    },
    {
      about: "worker.batchSize",
      holds: implies(queue.fifo, () => and(atLeast(10, worker.batchSize), equals(worker.batchingWindowSeconds, 0))),
      must: "be at most 10, with a batching_window_seconds of 0, for a FIFO queue",
    },
  ],
);

/** What the parts of the pattern read: literals or tokens. */
export type JobsInput = ReadOf<typeof queueLoadLevelingInputs>;
