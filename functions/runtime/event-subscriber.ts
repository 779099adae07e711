import { Logger } from "@aws-lambda-powertools/logger";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import type {
  Context,
  EventBridgeEvent,
  S3EventRecord,
  SNSEvent,
  SQSBatchResponse,
  SQSEvent,
  SQSRecord,
} from "aws-lambda";
import { CLIENT_OPTIONS, SQS_CLIENT_OPTIONS } from "../shared/aws";
import { readEnvironment } from "../shared/environment";
import { prepared } from "../shared/prepared";
import { SUBSCRIBER_ENVIRONMENT } from "../subscriber/contract";
import type { CloudEvent } from "./cloud-event";
import { eventFailures } from "./event-failures";
import { formatOf } from "./event-formats";
import { eventHandling } from "./event-handling";
import { everyTime, type Once, rememberingOnce } from "./event-once";
import type {
  AnyOptions,
  Delivery,
  EventBridgeOptions,
  EventSubscriber,
  EventSubscriberOptions,
  JsonOptions,
  S3Options,
} from "./event-options";
import { eventQueues } from "./event-queues";
import { fromSns, fromSqs } from "./event-record";
import { processBatch } from "./process-batch";

/**
 * Makes the Lambda handler of a subscriber from a function that handles one event:
 *
 *     export const handler = eventSubscriber(async ({ data }: CloudEvent<Order>) => wall.show(data), { schema: order });
 *
 * Takes CloudEvents, or what the option `format` says, from a subscribed queue (raw or in SNS's envelope, standard or FIFO) or straight from the
 * topic. An event that is delivered twice is handled once while the idempotency table remembers it. What failed comes again, alone, after a wait
 * that grows; a PermanentError, and what is no event, goes to the dead-letter queue at once. On a FIFO queue a group stops at its first failure,
 * so that its order holds, and goes on once that event is given up.
 *
 * The handler throws when a variable of the pattern is not set; the module sets them all.
 */
export function eventSubscriber<Data = unknown>(
  handle: (event: CloudEvent<Data>, delivery: Delivery) => Promise<unknown>,
  options?: EventSubscriberOptions<Data>,
): EventSubscriber;
export function eventSubscriber(
  handle: (event: S3EventRecord, delivery: Delivery) => Promise<unknown>,
  options: S3Options,
): EventSubscriber;
export function eventSubscriber<Detail = unknown>(
  handle: (event: EventBridgeEvent<string, Detail>, delivery: Delivery) => Promise<unknown>,
  options: EventBridgeOptions<Detail>,
): EventSubscriber;
export function eventSubscriber<Value = unknown>(
  handle: (message: Value, delivery: Delivery) => Promise<unknown>,
  options: JsonOptions<Value>,
): EventSubscriber;
export function eventSubscriber(
  handle: (event: never, delivery: Delivery) => Promise<unknown>,
  options: AnyOptions = {},
): EventSubscriber {
  const ready = prepared(() =>
    subscriberOf(handle as (event: unknown, delivery: Delivery) => Promise<unknown>, options),
  );
  return (async (event: SQSEvent | SNSEvent, context: Context) => ready()(event, context)) as EventSubscriber;
}

function subscriberOf(handle: (event: unknown, delivery: Delivery) => Promise<unknown>, options: AnyOptions) {
  const environment = readEnvironment(SUBSCRIBER_ENVIRONMENT);
  const { EVENTS_DEAD_LETTER_QUEUE_URL: deadLetterQueueUrl, EVENTS_RETRY_BASE_SECONDS: retryBase } = environment;
  const maxReceiveCount = Number(environment.EVENTS_MAX_RECEIVE_COUNT || Number.POSITIVE_INFINITY);
  const log = new Logger();
  const process = eventHandling({ handle, format: formatOf(options), once: onceOf(environment), log });
  const queues = eventQueues(new SQSClient(SQS_CLIENT_OPTIONS), environment.EVENTS_QUEUE_URL, deadLetterQueueUrl);
  const hasDeadLetters = deadLetterQueueUrl !== "";
  const retryBaseSeconds = retryBase === "" ? undefined : Number(retryBase);

  return async (event: SQSEvent | SNSEvent, context: Context): Promise<SQSBatchResponse | undefined> => {
    const fifo = isQueued(event) && event.Records.some(({ eventSourceARN }) => eventSourceARN.endsWith(".fifo"));
    const failures = eventFailures({ queues, hasDeadLetters, fifo, maxReceiveCount, retryBaseSeconds, log });
    if (!isQueued(event)) {
      for (const record of event.Records) {
        await process(fromSns(record), context, 1).catch((error) => failures.ofTopic(record, error));
      }
      return undefined;
    }
    const { sequential = false } = options;
    const share = (record: SQSRecord) =>
      fifo || sequential ? 1 / (event.Records.length - event.Records.indexOf(record)) : 1;
    return processBatch(event, {
      fifo,
      sequential,
      processRecord: (record) =>
        process(fromSqs(record), context, share(record)).catch((error) => failures.ofQueue(record, error)),
      comeAgain: queues.comeAgain,
      wasLastTry: ({ attributes }) => Number(attributes.ApproximateReceiveCount) >= maxReceiveCount,
    });
  };
}

const isQueued = (event: SQSEvent | SNSEvent): event is SQSEvent => !event.Records.some((record) => "Sns" in record);

function onceOf(environment: Readonly<Record<(typeof SUBSCRIBER_ENVIRONMENT)[number], string>>): Once {
  const { EVENTS_IDEMPOTENCY_TABLE_NAME: tableName, EVENTS_IDEMPOTENCY_SECONDS: seconds } = environment;
  if (tableName === "") return everyTime;
  if (!/^[1-9]\d*$/.test(seconds)) throw new Error("EVENTS_IDEMPOTENCY_SECONDS must be a whole number above 0.");
  return rememberingOnce(new DynamoDBClient(CLIENT_OPTIONS), tableName, Number(seconds));
}
