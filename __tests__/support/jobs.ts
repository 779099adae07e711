import type { ModuleStack } from "../../lib/module-stack";
import { QueueLoadLeveling } from "../../modules/queue-load-leveling";
import { queueLoadLevelingInputs } from "../../modules/queue-load-leveling/inputs";
import type { QueueLoadLevelingProps } from "../../modules/queue-load-leveling/props";
import { functionOptions } from "./function-options";
import { moduleStack } from "./synthesize";
import { variablesOf } from "./variables";

/** The construct with literals, in a stack of its own, with all outputs. */
export function jobsStack(props: QueueLoadLevelingProps): ModuleStack {
  return moduleStack((stack) => {
    stack.outputs(new QueueLoadLeveling(stack, "Default", props).describedOutputs);
  });
}

/** The same inputs as values of the module's variables. */
export const jobsVariables = (props: QueueLoadLevelingProps) => variablesOf(queueLoadLevelingInputs, props);

const KMS_KEY_ARN = "arn:aws:kms:eu-central-1:123456789012:key/0f5e1c1e-7d6b-4c57-9d2f-2b8a0a1c6f00";

/** Sets of good inputs that together reach every option. `filename` is a zip file that exists. */
export function goodJobsInputs(filename: string): Readonly<Record<string, QueueLoadLevelingProps>> {
  return {
    minimal: { name: "jobs", worker: { filename } },
    "every option": {
      name: "every-option",
      worker: {
        filename,
        ...functionOptions,
        handler: "worker.handle",
        timeoutSeconds: 120,
        batchSize: 50,
        batchingWindowSeconds: 5,
        maximumConcurrency: 10,
      },
      queue: {
        maxReceiveCount: 5,
        retryDelaySeconds: 2,
        visibilityTimeoutSeconds: 900,
        retentionSeconds: 86_400,
        delaySeconds: 7,
      },
      api: {
        authorization: "JWT",
        jwt: { issuer: "https://idp.example.com", audience: ["jobs", "ops"] },
        throttle: { requestsPerSecond: 12.5, burst: 30 },
        cors: { allowOrigins: ["https://app.example.com"], allowHeaders: ["content-type"] },
        domain: {
          name: "api.example.com",
          certificateArn: "arn:aws:acm:eu-central-1:123456789012:certificate/0f5e1c1e-7d6b-4c57-9d2f-2b8a0a1c6f00",
          zone: { id: "Z0123456789" },
          basePath: "shop/v1",
          disableDefaultEndpoint: false,
        },
        detailedMetrics: true,
        requestSchema: JSON.stringify({ type: "object", properties: { id: { type: "string", pattern: '^"\\d+${$' } } }),
        maxBodyBytes: 1000,
        retryAfterSeconds: 1,
      },
      table: { retentionDays: 7, deletionProtection: false, pointInTimeRecovery: false },
      redrive: { maxPerSecond: 0.5 },
      maintenanceWindow: {
        stopSchedule: "cron(0 22 ? * FRI *)",
        startSchedule: "cron(0 6 ? * SAT *)",
        timeZone: "Europe/Berlin",
      },
      alarms: {
        actionArns: ["arn:aws:sns:eu-central-1:123456789012:ops"],
        oldestMessageSeconds: 60,
        backlogPerWorker: 10,
      },
      kmsKeyArn: KMS_KEY_ARN,
      logs: { level: "DEBUG", retentionDays: 1, kmsKeyArn: KMS_KEY_ARN },
      tracing: false,
      nodejsRuntime: "nodejs22.x",
      permissionsBoundaryArn: "arn:aws:iam::123456789012:policy/boundary",
      roleNameSuffix: "-eu-central-1",
      tags: { Team: "jobs", "a b:c/d": "+ - = . _ : / @ é" },
    },
    "no API": { name: "jobs", worker: { filename, reservedConcurrency: 3 }, api: null },
    "FIFO, at a rate, one at a time, with a window": {
      name: "jobs",
      worker: { filename, maxPerSecond: 2.5, timeoutSeconds: 60, oneAtATime: true },
      queue: { fifo: true, messageGroupPointer: "/customer/id", retentionSeconds: 1_209_600 },
      api: { authorization: "NONE", domain: { name: "api.example.com", existing: true, basePath: "jobs" } },
      maintenanceWindow: { stopSchedule: "rate(1 day)", startSchedule: "rate(2 days)" },
      alarms: { enabled: false },
    },
    "code in S3, an existing API": {
      name: "jobs",
      worker: { s3: { bucket: "code", key: "worker.zip", objectVersion: "7" }, oneAtATime: true },
      api: {
        authorization: "JWT",
        jwt: { issuer: "https://idp.example.com", audience: ["jobs"] },
        existingApi: { id: "a1b2c3d4e5", endpoint: "https://api.example.com/v1", basePath: "v1" },
      },
      alarms: { enabled: false },
    },
    "a snapshot at the start": {
      name: "jobs",
      worker: { filename, runtime: "java21", snapStart: true },
      api: null,
      alarms: { enabled: false },
    },
    "an image": {
      name: "jobs",
      worker: {
        imageUri: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/worker:1",
        maximumConcurrency: 5,
        maxPerSecond: 20,
      },
      api: null,
      alarms: { enabled: false },
      kmsKeyArn: KMS_KEY_ARN,
    },
  };
}
