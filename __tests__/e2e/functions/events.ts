/** Topics and subscribers for tests: what the modules pub-sub and subscriber make, by hand. */
import { randomUUID } from "node:crypto";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { EventHandler, EventSubscriberOptions, NewEvent, PublishResult } from "../../../functions/runtime";
import { SQS_CLIENT_OPTIONS } from "../../../functions/shared/aws";
import { IDEMPOTENCY_TABLE_KEY, type SubscriberEnvironment } from "../../../functions/subscriber/contract";
import { load } from "./jobs";
import type { SqsHandler } from "./queues";

type Runtime = typeof import("../../../functions/runtime");

export const runtime = (): Runtime => load<Runtime>({}, "../../../functions/runtime");

export async function makeTable(sortKey?: string, hashKey = IDEMPOTENCY_TABLE_KEY): Promise<string> {
  const names = [hashKey, ...(sortKey === undefined ? [] : [sortKey])];
  const TableName = `table-${randomUUID()}`;
  await new DynamoDBClient({}).send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: names.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? "HASH" : "RANGE" })),
      AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
    }),
  );
  return TableName;
}

/** The queue of a subscriber and its dead-letter queue. */
export interface Subscription {
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
}

export interface SubscriptionOptions {
  /** Default: true. */
  readonly raw?: boolean;
  readonly maxReceiveCount?: number;
  /** Default: 1, so that what failed comes again soon. */
  readonly visibilityTimeoutSeconds?: number;
  readonly filterPolicy?: object;
}

export class Topic {
  readonly #sns = new SNSClient({});
  readonly #sqs = new SQSClient(SQS_CLIENT_OPTIONS);

  private constructor(
    readonly arn: string,
    readonly fifo: boolean,
  ) {}

  static async create(fifo = false): Promise<Topic> {
    const Name = `topic-${randomUUID()}${fifo ? ".fifo" : ""}`;
    const Attributes = fifo ? { FifoTopic: "true" } : undefined;
    const { TopicArn = "" } = await new SNSClient({}).send(new CreateTopicCommand({ Name, Attributes }));
    return new Topic(TopicArn, fifo);
  }

  publish(events: readonly NewEvent[]): Promise<PublishResult> {
    return runtime().publish(events, { source: "/test", topicArn: this.arn });
  }

  async subscribe(options: SubscriptionOptions = {}): Promise<Subscription> {
    const { raw = true, maxReceiveCount = 3, filterPolicy, visibilityTimeoutSeconds = 1 } = options;
    const name = `queue-${randomUUID()}`;
    const [deadLetterQueueUrl, deadLetterArn] = await this.#queue(`${name}-dead`, {});
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: deadLetterArn, maxReceiveCount });
    const VisibilityTimeout = String(visibilityTimeoutSeconds);
    const [queueUrl, Endpoint] = await this.#queue(name, { RedrivePolicy, VisibilityTimeout });
    const Attributes: Record<string, string> = { RawMessageDelivery: String(raw) };
    if (filterPolicy !== undefined) Attributes["FilterPolicy"] = JSON.stringify(filterPolicy);
    await this.#sns.send(new SubscribeCommand({ TopicArn: this.arn, Protocol: "sqs", Endpoint, Attributes }));
    return { queueUrl, deadLetterQueueUrl };
  }

  async #queue(name: string, attributes: Record<string, string>): Promise<[url: string, arn: string]> {
    const suffix = this.fifo ? ".fifo" : "";
    const arn = this.arn.replace(":sns:", ":sqs:").replace(/[^:]+$/, `${name}${suffix}`);
    const allow = { Effect: "Allow", Principal: { Service: "sns.amazonaws.com" }, Action: "sqs:SendMessage" };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [{ ...allow, Resource: arn }] });
    const Attributes: Record<string, string> = { ...attributes, Policy };
    if (this.fifo) Attributes["FifoQueue"] = "true";
    const { QueueUrl } = await this.#sqs.send(new CreateQueueCommand({ QueueName: `${name}${suffix}`, Attributes }));
    const { Attributes: made } = await this.#sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
    );
    return [QueueUrl ?? "", made?.["QueueArn"] ?? ""];
  }
}

/** A subscriber's function. Without a table it forgets what it handled. */
export function subscriber<Data>(
  handle: EventHandler<Data>,
  environment: Partial<SubscriberEnvironment> = {},
  options: EventSubscriberOptions<Data> = {},
): SqsHandler {
  const variables = subscriberEnvironment(environment);
  const { eventSubscriber } = runtime();
  // The subscriber reads its environment when it is made.
  Object.assign(process.env, variables);
  return eventSubscriber(handle, options);
}

export const subscriberEnvironment = (changes: Partial<SubscriberEnvironment> = {}): SubscriberEnvironment => ({
  EVENTS_IDEMPOTENCY_TABLE_NAME: "",
  EVENTS_IDEMPOTENCY_SECONDS: "3600",
  EVENTS_MAX_RECEIVE_COUNT: "3",
  EVENTS_QUEUE_URL: "",
  EVENTS_DEAD_LETTER_QUEUE_URL: "",
  EVENTS_RETRY_BASE_SECONDS: "",
  ...changes,
});
