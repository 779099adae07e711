import { gzipSync } from "node:zlib";
import type { JobsEnvironment } from "../../../functions/queue-load-leveling/contract";
import { emptyRedrive, hasFailures, hasStatus, httpEvent, type Suite, sqsEvent } from "./invocation";

const CUSTOMER = JSON.stringify({ customerId: "c-1", name: "Ada", email: "ada@example.com" });
const SCHEMA = JSON.stringify({
  type: "object",
  required: ["customerId", "name", "email"],
  properties: {
    customerId: { type: "string", pattern: "^[A-Za-z0-9-]{1,64}$" },
    name: { type: "string", maxLength: 200 },
    email: { type: "string" },
  },
});

/** The environment of all functions of queue-load-leveling at once, with the example's kind of request schema. */
const environment: Record<keyof JobsEnvironment, string> = {
  JOBS_TABLE_NAME: "jobs-jobs",
  JOBS_QUEUE_URL: "https://sqs.eu-central-1.amazonaws.com/123456789012/jobs",
  JOBS_UNDELIVERABLE_QUEUE_URL: "https://sqs.eu-central-1.amazonaws.com/123456789012/jobs-undeliverable",
  JOBS_DEAD_LETTER_QUEUE_URL: "https://sqs.eu-central-1.amazonaws.com/123456789012/jobs-dead-letter",
  JOBS_RETENTION_SECONDS: "604800",
  JOBS_RETRY_AFTER_SECONDS: "1",
  JOBS_BASE_PATH: "",
  JOBS_MAX_BODY_BYTES: "131072",
  JOBS_REQUEST_SCHEMA_GZIP: gzipSync(SCHEMA).toString("base64"),
  JOBS_GROUP_POINTER: "",
  JOBS_FIFO: "false",
  JOBS_MAX_RECEIVE_COUNT: "3",
  JOBS_MAX_PER_SECOND: "",
  JOBS_ONE_AT_A_TIME_SECONDS: "",
  JOBS_RETRY_BASE_SECONDS: "1",
  JOBS_MAX_PER_SECOND_REDRIVE: "10",
};

const message = sqsEvent("jobs", CUSTOMER, { job_id: { stringValue: "j-1", dataType: "String" } });

/** The functions of queue-load-leveling, and the worker of its example. */
export const queueLoadLeveling: Suite = {
  environment,
  items: { "jobs-jobs": { id: "j", state: "accepted", created_at: "2026-01-01T00:00:00.000Z", attempts: 0 } },
  invocations: {
    "functions/queue-load-leveling/accept.ts": {
      event: httpEvent("POST", "/jobs", { body: CUSTOMER }),
      isGood: hasStatus(202),
    },
    "functions/queue-load-leveling/status.ts": {
      event: httpEvent("GET", "/jobs/j", { pathParameters: { id: "j" } }),
      isGood: hasStatus(200),
    },
    "functions/queue-load-leveling/recorder.ts": { event: message, isGood: hasFailures(1) },
    "functions/queue-load-leveling/redrive.ts": emptyRedrive,
    "functions/examples/customer-migration/worker.ts": { event: message, isGood: hasFailures(0) },
  },
};
