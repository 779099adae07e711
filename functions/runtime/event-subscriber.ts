import { Logger } from "@aws-lambda-powertools/logger";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Context, SNSEvent, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { CLIENT_OPTIONS } from "../shared/aws";
import { readEnvironment } from "../shared/environment";
import { SUBSCRIBER_ENVIRONMENT } from "../subscriber/contract";
import type { CloudEvent } from "./cloud-event";
import { everyTime, type Once, rememberingOnce } from "./event-once";
import { type EventRecord, fromSns, fromSqs, readEvent } from "./event-record";
import type { PayloadSchema } from "./job";
import { processBatch } from "./process-batch";

/** How an event came. */
export interface Delivery extends Pick<EventRecord, "messageId" | "receiveCount" | "groupId"> {
  readonly context: Context;
}

/**
 * Handles one event. What it throws makes the event come again, until it is in the dead-letter queue. May be called twice for one event:
 * delivery is at least once, and the idempotency table can only remember what came to its end.
 */
export type EventHandler<Data> = (event: CloudEvent<Data>, delivery: Delivery) => Promise<unknown>;

/** Options of eventSubscriber. */
export interface EventSubscriberOptions<Data> {
  /** What an event's data must be; an event that is not like that ends in the dead-letter queue. Default: any JSON. */
  readonly schema?: PayloadSchema<Data>;
  /** Handle the events of a batch one after the other; those of a FIFO queue always are. Default: false. */
  readonly sequential?: boolean;
}

/** A handler for a queue that is subscribed to a topic, or for the topic itself. */
export interface EventSubscriber {
  (event: SQSEvent, context: Context): Promise<SQSBatchResponse>;
  (event: SNSEvent, context: Context): Promise<undefined>;
}

/**
 * Makes the Lambda handler of a subscriber from a function that handles one event:
 *
 *     export const handler = eventSubscriber(async ({ data }: CloudEvent<Order>) => wall.show(data), { schema: order });
 *
 * Takes CloudEvents from a subscribed queue (raw or in SNS's envelope, standard or FIFO) or straight from the topic. An event that is
 * delivered twice is handled once while the idempotency table remembers it. In a batch only what failed comes again; on a FIFO queue a group
 * stops at its first failure, so that its order holds, and goes on once that event is given up.
 *
 * @throws when a variable of the pattern is not set; the module sets them all.
 */
export function eventSubscriber<Data = unknown>(
  handle: EventHandler<Data>,
  options: EventSubscriberOptions<Data> = {},
): EventSubscriber {
  const { schema, sequential = false } = options;
  const environment = readEnvironment(SUBSCRIBER_ENVIRONMENT);
  const maxReceiveCount = Number(environment.EVENTS_MAX_RECEIVE_COUNT || Number.POSITIVE_INFINITY);
  const once = onceOf(environment);
  const log = new Logger();

  async function process(record: EventRecord, context: Context): Promise<void> {
    const { messageId, receiveCount, groupId } = record;
    let facts: Record<string, unknown> = { messageId, receiveCount };
    try {
      const event = await readEvent(record, schema);
      facts = { ...facts, eventId: event.id, eventSource: event.source, eventType: event.type };
      const handled = await once(event, context, async () => {
        try {
          await handle(event, { messageId, receiveCount, groupId, context });
        } catch (error) {
          // Said at once: a table that fails as well would hide it.
          log.error("Event handler failed", { ...facts, error });
          throw error;
        }
      });
      log.info(handled ? "Event handled" : "Event had been handled already", facts);
    } catch (error) {
      log.warn("Event not handled", { ...facts, reason: error instanceof Error ? error.message : String(error) });
      throw error;
    }
  }

  function subscriber(event: SQSEvent, context: Context): Promise<SQSBatchResponse>;
  function subscriber(event: SNSEvent, context: Context): Promise<undefined>;
  async function subscriber(event: SQSEvent | SNSEvent, context: Context): Promise<SQSBatchResponse | undefined> {
    if (isDirect(event)) {
      for (const record of event.Records) await process(fromSns(record), context);
      return undefined;
    }
    return processBatch(event, {
      fifo: event.Records.some(({ eventSourceARN }) => eventSourceARN.endsWith(".fifo")),
      sequential,
      processRecord: (record: SQSRecord) => process(fromSqs(record), context),
      wasLastTry: ({ attributes }) => Number(attributes.ApproximateReceiveCount) >= maxReceiveCount,
    });
  }
  return subscriber;
}

const isDirect = (event: SQSEvent | SNSEvent): event is SNSEvent => event.Records.some((record) => "Sns" in record);

function onceOf(environment: Readonly<Record<(typeof SUBSCRIBER_ENVIRONMENT)[number], string>>): Once {
  const { EVENTS_IDEMPOTENCY_TABLE_NAME: tableName, EVENTS_IDEMPOTENCY_SECONDS: seconds } = environment;
  if (tableName === "") return everyTime;
  if (!/^[1-9]\d*$/.test(seconds)) throw new Error("EVENTS_IDEMPOTENCY_SECONDS must be a whole number above 0.");
  return rememberingOnce(new DynamoDBClient(CLIENT_OPTIONS), tableName, Number(seconds));
}
