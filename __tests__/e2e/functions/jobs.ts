/** The parts of queue-load-leveling on the local AWS, with the handlers in this process: what Lambda does between them is done here. */
import { randomUUID } from "node:crypto";
import {
  type AttributeValue,
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  Context,
  SQSBatchResponse,
  SQSEvent,
  SQSRecord,
} from "aws-lambda";
import { type JobsEnvironment, UNDELIVERABLE_EXTRA_RECEIVES } from "../../../functions/queue-load-leveling/contract";
import type { RedriveResult } from "../../../functions/queue-load-leveling/schemas";
import type { JobHandler, JobWorkerOptions } from "../../../functions/runtime";
import { SQS_CLIENT_OPTIONS } from "../../../functions/shared/aws";
import { fromItem, toItem, type Value } from "../../../functions/shared/items";
import { type LocalAws, startLocalAws } from "../../../local/aws";

export interface JobsOptions {
  readonly fifo?: boolean;
  readonly maxReceiveCount?: number;
  readonly environment?: Partial<JobsEnvironment>;
}

type HttpHandler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;
type SqsHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;
type Row = Record<string, Value>;
export type QueueName = "main" | "undeliverable" | "deadLetter";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Record<string, unknown>;
}

/** One local AWS for a test file; an environment for its SDKs. */
export async function startAws(): Promise<LocalAws> {
  const aws = await startLocalAws();
  Object.assign(process.env, aws.environment, {
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_REGION: aws.region,
    AWS_ACCESS_KEY_ID: aws.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: aws.credentials.secretAccessKey,
    POWERTOOLS_LOG_LEVEL: "SILENT",
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  });
  return aws;
}

const loaded = new Map<string, unknown>();

/** Loads a handler module with an environment of its own; once, as Lambda does. */
function load<Module>(environment: JobsEnvironment, path: string): Module {
  const key = JSON.stringify([path, environment]);
  if (!loaded.has(key)) {
    Object.assign(process.env, environment);
    jest.isolateModules(() => loaded.set(key, require(path)));
  }
  return loaded.get(key) as Module;
}

export const contextOf = (remainingMs = 30_000): Context => {
  const end = Date.now() + remainingMs;
  return { awsRequestId: randomUUID(), getRemainingTimeInMillis: () => Math.max(0, end - Date.now()) } as Context;
};

export class Jobs {
  readonly dynamo = new DynamoDBClient({});
  readonly sqs = new SQSClient(SQS_CLIENT_OPTIONS);

  private constructor(
    readonly environment: JobsEnvironment,
    readonly queues: Readonly<Record<QueueName, string>>,
  ) {}

  static async create(options: JobsOptions = {}): Promise<Jobs> {
    const { fifo = false, maxReceiveCount = 3 } = options;
    const sqs = new SQSClient(SQS_CLIENT_OPTIONS);
    const name = `jobs-${randomUUID()}`;
    const suffix = fifo ? ".fifo" : "";
    const makeQueue = async (role: string, redriveTo?: string, maxReceives?: number) => {
      const Attributes: Record<string, string> = { VisibilityTimeout: "60" };
      if (fifo) Attributes["FifoQueue"] = "true";
      if (redriveTo !== undefined) {
        const { Attributes: target } = await sqs.send(
          new GetQueueAttributesCommand({ QueueUrl: redriveTo, AttributeNames: ["QueueArn"] }),
        );
        const policy = { deadLetterTargetArn: target?.["QueueArn"], maxReceiveCount: maxReceives };
        Attributes["RedrivePolicy"] = JSON.stringify(policy);
      }
      const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: `${name}${role}${suffix}`, Attributes }));
      return QueueUrl ?? "";
    };
    const deadLetter = await makeQueue("-dead-letter");
    const staged = maxReceiveCount + UNDELIVERABLE_EXTRA_RECEIVES;
    const undeliverable = await makeQueue("-undeliverable", deadLetter, staged);
    const main = await makeQueue("", undeliverable, maxReceiveCount);
    await new DynamoDBClient({}).send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      }),
    );
    return new Jobs(
      {
        JOBS_TABLE_NAME: name,
        JOBS_QUEUE_URL: main,
        JOBS_UNDELIVERABLE_QUEUE_URL: undeliverable,
        JOBS_DEAD_LETTER_QUEUE_URL: deadLetter,
        JOBS_RETENTION_SECONDS: "3600",
        JOBS_RETRY_AFTER_SECONDS: "7",
        JOBS_MAX_BODY_BYTES: "1000",
        JOBS_REQUEST_SCHEMA_GZIP: "",
        JOBS_GROUP_POINTER: fifo ? "/group" : "",
        JOBS_FIFO: String(fifo),
        JOBS_MAX_RECEIVE_COUNT: String(maxReceiveCount),
        JOBS_MAX_PER_SECOND: "",
        // Retries come at once, so that tests need not wait.
        JOBS_RETRY_BASE_SECONDS: "0",
        JOBS_MAX_PER_SECOND_REDRIVE: "500",
        ...options.environment,
      },
      { main, undeliverable, deadLetter },
    );
  }

  async post(
    body: unknown,
    headers: Record<string, string> = {},
    changes: Partial<JobsEnvironment> = {},
  ): Promise<Answer> {
    const { handler } = load<{ handler: HttpHandler }>(
      { ...this.environment, ...changes },
      "../../../functions/queue-load-leveling/accept",
    );
    return this.#call(handler, "/jobs", {
      body: JSON.stringify(body),
      headers: { "content-type": "application/json", ...headers },
    });
  }

  async get(id: string, changes: Partial<JobsEnvironment> = {}): Promise<Answer> {
    const { handler } = load<{ handler: HttpHandler }>(
      { ...this.environment, ...changes },
      "../../../functions/queue-load-leveling/status",
    );
    return this.#call(handler, `/jobs/${id}`, { pathParameters: { id } });
  }

  async #call(handler: HttpHandler, rawPath: string, event: Partial<APIGatewayProxyEventV2>): Promise<Answer> {
    const requestContext = { requestId: randomUUID() };
    const answer = await handler({
      rawPath,
      requestContext,
      isBase64Encoded: false,
      ...event,
    } as APIGatewayProxyEventV2);
    return { status: answer.statusCode ?? 0, headers: answer.headers ?? {}, body: JSON.parse(answer.body ?? "null") };
  }

  /** What user code imports, with this pattern's environment. */
  runtime(changes: Partial<JobsEnvironment> = {}): typeof import("../../../functions/runtime") {
    return load({ ...this.environment, ...changes }, "../../../functions/runtime");
  }

  worker<Payload, Result>(
    handle: JobHandler<Payload, Result>,
    options: JobWorkerOptions<Payload> = {},
    changes: Partial<JobsEnvironment> = {},
  ): SqsHandler {
    const { jobWorker } = this.runtime(changes);
    // The worker reads its environment when it is made.
    Object.assign(process.env, this.environment, changes);
    return jobWorker(handle, options);
  }

  /** The story's worker, as it is deployed. */
  customerMigration(legacyUrl: string): SqsHandler {
    process.env["LEGACY_URL"] = legacyUrl;
    type Worker = { handler: SqsHandler };
    return load<Worker>(this.environment, "../../../functions/examples/customer-migration/worker").handler;
  }

  recorder(): SqsHandler {
    return load<{ handler: SqsHandler }>(this.environment, "../../../functions/queue-load-leveling/recorder").handler;
  }

  async redrive(
    payload: unknown,
    changes: Partial<JobsEnvironment> = {},
    context = contextOf(),
  ): Promise<RedriveResult> {
    type Redrive = { handler: (payload: unknown, context: Context) => Promise<RedriveResult> };
    const { handler } = load<Redrive>(
      { ...this.environment, ...changes },
      "../../../functions/queue-load-leveling/redrive",
    );
    return handler(payload, context);
  }

  async send(body: string, more: Partial<SendMessageCommandInput> = {}): Promise<string> {
    const { MessageId } = await this.sqs.send(
      new SendMessageCommand({ QueueUrl: this.queues.main, MessageBody: body, ...more }),
    );
    return MessageId ?? "";
  }

  /** Takes what is in a queue now, as Lambda's poller would. */
  async receive(queue: QueueName = "main", limit = 10): Promise<SQSRecord[]> {
    const { Messages = [] } = await this.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: this.queues[queue],
        MaxNumberOfMessages: limit,
        MessageAttributeNames: ["All"],
        MessageSystemAttributeNames: ["All"],
      }),
    );
    return Messages.map(recordOf);
  }

  /** One turn of an event source mapping: receive, invoke, delete what was not reported. Returns how many came and how many stay. */
  async deliver(
    handler: SqsHandler,
    queue: QueueName = "main",
    remainingMs?: number,
  ): Promise<{ came: number; stay: number }> {
    const Records = await this.receive(queue);
    if (Records.length === 0) return { came: 0, stay: 0 };
    const { batchItemFailures } = await handler({ Records }, contextOf(remainingMs));
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    for (const { messageId, receiptHandle } of Records) {
      if (failed.has(messageId)) continue;
      await this.sqs.send(new DeleteMessageCommand({ QueueUrl: this.queues[queue], ReceiptHandle: receiptHandle }));
    }
    return { came: Records.length, stay: failed.size };
  }

  /** Turns until a queue shows nothing more. */
  async deliverAll(handler: SqsHandler, queue: QueueName = "main"): Promise<void> {
    for (let turn = 0; turn < 50; turn++) {
      if ((await this.deliver(handler, queue)).came === 0) return;
    }
    throw new Error(`The ${queue} queue was not empty after 50 turns.`);
  }

  /** Shows a message again at once. */
  async show(queue: QueueName, ReceiptHandle: string): Promise<void> {
    const input = { QueueUrl: this.queues[queue], ReceiptHandle, VisibilityTimeout: 0 };
    await this.sqs.send(new ChangeMessageVisibilityCommand(input));
  }

  async count(queue: QueueName): Promise<number> {
    const { Attributes = {} } = await this.sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: this.queues[queue],
        AttributeNames: [
          "ApproximateNumberOfMessages",
          "ApproximateNumberOfMessagesNotVisible",
          "ApproximateNumberOfMessagesDelayed",
        ],
      }),
    );
    return Object.values(Attributes).reduce((sum, text) => sum + Number(text), 0);
  }

  async row(id: string): Promise<Row | undefined> {
    const { Item } = await this.dynamo.send(
      new GetItemCommand({ TableName: this.environment.JOBS_TABLE_NAME, Key: { id: { S: id } }, ConsistentRead: true }),
    );
    return Item === undefined ? undefined : fromItem(Item as Record<string, AttributeValue>);
  }

  async putRow(row: Row): Promise<void> {
    await this.dynamo.send(new PutItemCommand({ TableName: this.environment.JOBS_TABLE_NAME, Item: toItem(row) }));
  }
}

/** A message as Lambda hands it on. */
function recordOf(message: Message): SQSRecord {
  const attributes = Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [
    name,
    {
      dataType: value.DataType,
      stringValue: value.StringValue,
      binaryValue: value.BinaryValue && Buffer.from(value.BinaryValue).toString("base64"),
    },
  ]);
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes,
    messageAttributes: Object.fromEntries(attributes),
    eventSource: "aws:sqs",
  } as SQSRecord;
}
