import { UNDELIVERABLE_EXTRA_RECEIVES } from "../../functions/queue-load-leveling/contract";
import { check } from "../../lib/checks";
import { inputs, type ReadOf } from "../../lib/inputs";
import { equals, implies, isSet, not } from "../../lib/logic";
import { t } from "../../lib/types";
import {
  authorizationInput,
  corsMembers,
  httpApiMembers,
  jwtGivenForJwt,
  ownOrExisting,
} from "../parts/http-api-inputs";
import { alarmMembers, common, roleNamesFit } from "../parts/inputs";
import {
  batchSuitsFifo,
  delaySeconds,
  maxReceiveCount,
  redriveInput,
  retentionSeconds,
  retryDelaySeconds,
  visibilityCoversWork,
  visibilityTimeoutSeconds,
} from "../parts/queue-inputs";
import { schedule, timeZone } from "../parts/schedule-checks";
import { requestSchemaChecks } from "./request-schema-checks";
import { retentionRules } from "./retention-checks";
import { workerInput } from "./worker-inputs";
import { rateLeavesTime, waitingLeavesTries } from "./worker-pace";

/** The inputs of queue-load-leveling: variables of the module, props of the construct. */
export const queueLoadLevelingInputs = inputs(
  {
    name: common.name,
    worker: workerInput,
    queue: t.object(
      {
        fifo: t.bool({ description: "FIFO queues: the jobs of a message group run in order.", default: false }),
        messageGroupPointer: t.string({
          description:
            "JSON pointer to the message group in a job's payload, such as /customerId; null puts all jobs into one group. FIFO only.",
          optional: true,
          checks: [check.matching("^(/[^/]*)+$", "be a JSON pointer such as /customerId")],
        }),
        maxReceiveCount: maxReceiveCount(
          "a job",
          1000 - UNDELIVERABLE_EXTRA_RECEIVES,
          ": SQS counts to 1000, and the recorder needs some",
        ),
        retryDelaySeconds: retryDelaySeconds("job"),
        visibilityTimeoutSeconds: visibilityTimeoutSeconds("worker"),
        retentionSeconds: retentionSeconds("a job"),
        delaySeconds: delaySeconds("a job"),
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
        authorization: authorizationInput,
        ...httpApiMembers,
        cors: t.object(corsMembers(), {
          description: "Cross-origin calls from browsers; null admits none.",
          optional: true,
        }),
        requestSchema: t.string({
          description: "JSON Schema (draft 2020-12) that a job's payload must satisfy, as JSON; null accepts any JSON.",
          optional: true,
          checks: requestSchemaChecks,
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
        checks: [jwtGivenForJwt, ownOrExisting],
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
    redrive: redriveInput,
    maintenanceWindow: t.object(
      {
        stopSchedule: t.string({
          description: "When the worker stops taking jobs, such as cron(0 22 ? * FRI *).",
          checks: [schedule],
        }),
        startSchedule: t.string({
          description: "When it takes them again, such as cron(0 6 ? * SAT *).",
          checks: [schedule],
        }),
        timeZone: t.string({
          description: "Time zone of both, such as Europe/Berlin.",
          default: "UTC",
          checks: [timeZone],
        }),
      },
      {
        description: "Scheduled stop while the worker's target is in maintenance; jobs wait in the queue.",
        optional: true,
        checks: [
          (window) => ({
            holds: not(equals(window.stopSchedule, window.startSchedule)),
            must: "have a start_schedule other than its stop_schedule",
          }),
        ],
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
          description:
            "Waiting jobs for each worker that may run, as worker.maximum_concurrency says, above which an alarm goes off; where nothing bounds them, one counts.",
          default: 1000,
          checks: [check.aboveZero("jobs")],
        }),
      },
      { description: "Alarms on age, backlog, dead letters and errors.", default: {} },
    ),
    kmsKeyArn: common.kmsKeyArn,
    logs: common.logs,
    tracing: common.tracing,
    nodejsRuntime: common.nodejsRuntime,
    permissionsBoundaryArn: common.permissionsBoundaryArn,
    roleNameSuffix: common.roleNameSuffix,
    tags: common.tags,
  },
  (input) => [
    roleNamesFit(input),
    visibilityCoversWork(input.queue, input.worker, "worker"),
    batchSuitsFifo(input.queue.fifo, input.worker, "worker"),
    rateLeavesTime(input.worker, input.queue.fifo),
    waitingLeavesTries(input.worker, input.queue),
    ...retentionRules(input),
  ],
);

/** What the parts of the pattern read: literals or tokens. */
export type JobsInput = ReadOf<typeof queueLoadLevelingInputs>;
