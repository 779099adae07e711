import { gzipSync } from "node:zlib";
import type { JobsEnvironment } from "../../functions/queue-load-leveling/contract";

/** How a function is called for the first time, and what it must answer: an error would be quicker than the work. */
export interface Invocation {
  readonly event: unknown;
  /** Whether the answer is that of a call that went well. */
  readonly isGood: (answer: Readonly<Record<string, unknown>>) => boolean;
}

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
export const JOBS_ENVIRONMENT: Record<keyof JobsEnvironment, string> = {
  JOBS_TABLE_NAME: "jobs-jobs",
  JOBS_QUEUE_URL: "https://sqs.eu-central-1.amazonaws.com/123456789012/jobs",
  JOBS_UNDELIVERABLE_QUEUE_URL: "https://sqs.eu-central-1.amazonaws.com/123456789012/jobs-undeliverable",
  JOBS_DEAD_LETTER_QUEUE_URL: "https://sqs.eu-central-1.amazonaws.com/123456789012/jobs-dead-letter",
  JOBS_RETENTION_SECONDS: "604800",
  JOBS_RETRY_AFTER_SECONDS: "1",
  JOBS_MAX_BODY_BYTES: "131072",
  JOBS_REQUEST_SCHEMA_GZIP: gzipSync(SCHEMA).toString("base64"),
  JOBS_GROUP_POINTER: "",
  JOBS_FIFO: "false",
  JOBS_MAX_RECEIVE_COUNT: "3",
  JOBS_MAX_PER_SECOND: "",
  JOBS_RETRY_BASE_SECONDS: "1",
  JOBS_MAX_PER_SECOND_REDRIVE: "10",
};

/** A request as an HTTP API hands it over (payload format 2.0). */
const httpEvent = (method: string, path: string, rest: object) => ({
  version: "2.0",
  routeKey: `${method} ${path}`,
  rawPath: path,
  rawQueryString: "",
  headers: { "content-type": "application/json" },
  requestContext: {
    http: { method, path },
    requestId: "r",
    authorizer: { iam: { userArn: "arn:aws:iam::123456789012:user/u" } },
  },
  isBase64Encoded: false,
  ...rest,
});

const sqsEvent = {
  Records: [
    {
      messageId: "m-1",
      receiptHandle: "h-1",
      body: CUSTOMER,
      attributes: { ApproximateReceiveCount: "1" },
      messageAttributes: { job_id: { stringValue: "j-1", dataType: "String" } },
      eventSource: "aws:sqs",
      eventSourceARN: "arn:aws:sqs:eu-central-1:123456789012:jobs",
      awsRegion: "eu-central-1",
    },
  ],
};

/** By path of the zip without its ending, below terraform/<pattern>/functions or from the project's folder. */
export const INVOCATIONS: Readonly<Record<string, Invocation>> = {
  "queue-load-leveling/accept": {
    event: httpEvent("POST", "/jobs", { body: CUSTOMER }),
    isGood: ({ statusCode }) => statusCode === 202,
  },
  "queue-load-leveling/status": {
    event: httpEvent("GET", "/jobs/j", { pathParameters: { id: "j" } }),
    isGood: ({ statusCode }) => statusCode === 200,
  },
  "queue-load-leveling/recorder": {
    event: sqsEvent,
    isGood: ({ batchItemFailures }) => sizeOf(batchItemFailures) === 1,
  },
  "queue-load-leveling/redrive": {
    event: { reason: "benchmark", requestedBy: "benchmark" },
    isGood: ({ moved, failed }) => moved === 0 && failed === 0,
  },
  "examples/queue-load-leveling/worker": {
    event: sqsEvent,
    isGood: ({ batchItemFailures }) => sizeOf(batchItemFailures) === 0,
  },
};

const sizeOf = (list: unknown) => (list as readonly unknown[]).length;
