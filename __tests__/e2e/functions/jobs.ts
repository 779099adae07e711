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
  GetQueueAttributesCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context, SQSRecord } from "aws-lambda";
import { type JobsEnvironment, UNDELIVERABLE_EXTRA_RECEIVES } from "../../../functions/queue-load-leveling/contract";
import type { RedriveResult } from "../../../functions/queue-load-leveling/schemas";
import type { JobHandler, JobWorkerOptions } from "../../../functions/runtime";
import { SQS_CLIENT_OPTIONS } from "../../../functions/shared/aws";
import { fromItem, toItem, type Value } from "../../../functions/shared/items";
import { type LocalAws, startLocalAws } from "../../../local/aws";
import { watched } from "../support/aws-rules";
import { contextOf, countIn, deliver, deliverAll, receive, type SqsHandler, type Turn } from "./queues";

export interface JobsOptions {
  readonly fifo?: boolean;
  readonly maxReceiveCount?: number;
  readonly environment?: Partial<JobsEnvironment>;
}

type HttpHandler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;
type Row = Record<string, Value>;

export { contextOf } from "./queues";
export type QueueName = "main" | "undeliverable" | "deadLetter";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Record<string, unknown>;
}

/** One local AWS for a test file; an environment for its SDKs. */
export async function startAws(): Promise<LocalAws> {
  const aws = watched(await startLocalAws());
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
export function load<Module>(environment: object, path: string): Module {
  const key = JSON.stringify([path, environment]);
  if (!loaded.has(key)) {
    Object.assign(process.env, environment);
    jest.isolateModules(() => loaded.set(key, require(path)));
  }
  return loaded.get(key) as Module;
}

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
        JOBS_BASE_PATH: "",
        JOBS_MAX_BODY_BYTES: "1000",
        JOBS_REQUEST_SCHEMA_GZIP: "",
        JOBS_GROUP_POINTER: fifo ? "/group" : "",
        JOBS_FIFO: String(fifo),
        JOBS_MAX_RECEIVE_COUNT: String(maxReceiveCount),
        JOBS_MAX_PER_SECOND: "",
        JOBS_ONE_AT_A_TIME_SECONDS: "",
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
  receive(queue: QueueName = "main", limit = 10): Promise<SQSRecord[]> {
    return receive(this.queues[queue], limit);
  }

  /** One turn of an event source mapping. Returns how many came and how many stay. */
  deliver(handler: SqsHandler, queue: QueueName = "main", remainingMs?: number): Promise<Turn> {
    return deliver(this.queues[queue], handler, remainingMs);
  }

  /** A turn of the main queue with a batch of one message. */
  deliverOne(handler: SqsHandler, remainingMs: number): Promise<Turn> {
    return deliver(this.queues.main, handler, remainingMs, 1);
  }

  /** Turns until a queue shows nothing more. */
  deliverAll(handler: SqsHandler, queue: QueueName = "main"): Promise<void> {
    return deliverAll(this.queues[queue], handler);
  }

  /** Shows a message again at once. */
  async show(queue: QueueName, ReceiptHandle: string): Promise<void> {
    const input = { QueueUrl: this.queues[queue], ReceiptHandle, VisibilityTimeout: 0 };
    await this.sqs.send(new ChangeMessageVisibilityCommand(input));
  }

  count(queue: QueueName): Promise<number> {
    return countIn(this.queues[queue]);
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
