import type { PlainItem } from "../stub-aws";

/** How a function is called for the first time, and what it must answer: an error would be quicker than the work. */
export interface Invocation {
  readonly event: unknown;
  /** Whether the answer is that of a call that went well. */
  readonly isGood: (answer: Readonly<Record<string, unknown>>) => boolean;
}

/** Functions that are deployed together. */
export interface Suite {
  /** Every variable that one of them reads. */
  readonly environment: Readonly<Record<string, string>>;
  /** Name of a table → the one item that is read from it. */
  readonly items: Readonly<Record<string, PlainItem>>;
  /** By entry point. */
  readonly invocations: Readonly<Record<string, Invocation>>;
}

/** A request as an HTTP API hands it over (payload format 2.0). */
export const httpEvent = (method: string, path: string, rest: object) => ({
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

/** A batch of one message, as an event source mapping hands it over. */
export const sqsEvent = (queueName: string, body: string, messageAttributes: object = {}) => ({
  Records: [
    {
      messageId: "m-1",
      receiptHandle: "h-1",
      body,
      attributes: { ApproximateReceiveCount: "1", SentTimestamp: "1767225600000" },
      messageAttributes,
      eventSource: "aws:sqs",
      eventSourceARN: `arn:aws:sqs:eu-central-1:123456789012:${queueName}`,
      awsRegion: "eu-central-1",
    },
  ],
});

/** Whether an HTTP function answered with a status. */
export const hasStatus =
  (status: number): Invocation["isGood"] =>
  ({ statusCode }) =>
    statusCode === status;

/** Whether so many messages of a batch failed. */
export const hasFailures =
  (count: number): Invocation["isGood"] =>
  ({ batchItemFailures }) =>
    (batchItemFailures as readonly unknown[]).length === count;

/** A redrive that finds nothing: the stub's queues are empty. */
export const emptyRedrive: Invocation = {
  event: { reason: "benchmark", requestedBy: "benchmark" },
  isGood: ({ moved, failed }) => moved === 0 && failed === 0,
};
