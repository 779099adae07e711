/** What the infrastructure of a subscriber and `eventSubscriber()` agree on. Imports nothing, so that both sides can import it. */

/** Every environment variable that `eventSubscriber()` reads. All values are strings: Lambda knows nothing else. */
export interface SubscriberEnvironment {
  /** Name of the table that remembers the events that were handled; "" for none: then an event delivered twice is handled twice. */
  readonly EVENTS_IDEMPOTENCY_TABLE_NAME: string;
  /** How long an event is remembered, in seconds, a whole number above 0; "" without a table. */
  readonly EVENTS_IDEMPOTENCY_SECONDS: string;
  /** `maxReceiveCount` of the subscriber's queue: how often an event is tried; "" when no queue or no dead-letter queue is between. */
  readonly EVENTS_MAX_RECEIVE_COUNT: string;
  /** URL of the subscriber's queue; "" when no queue is between. */
  readonly EVENTS_QUEUE_URL: string;
  /** URL of the queue for what was delivered and failed for good; "" where the function has none: SQS or Lambda then moves it, if they do. */
  readonly EVENTS_DEAD_LETTER_QUEUE_URL: string;
  /** Wait before the first retry, in seconds; it doubles with each. "" leaves it to the queue's visibility time-out, or to Lambda. */
  readonly EVENTS_RETRY_BASE_SECONDS: string;
}

/** Variables that `eventSubscriber()` reads in the user's function. */
export const SUBSCRIBER_ENVIRONMENT = [
  "EVENTS_IDEMPOTENCY_TABLE_NAME",
  "EVENTS_IDEMPOTENCY_SECONDS",
  "EVENTS_MAX_RECEIVE_COUNT",
  "EVENTS_QUEUE_URL",
  "EVENTS_DEAD_LETTER_QUEUE_URL",
  "EVENTS_RETRY_BASE_SECONDS",
] as const satisfies readonly (keyof SubscriberEnvironment)[];

/** Names that the environment of a user's subscriber must not set: they belong to the pattern. */
export const RESERVED_SUBSCRIBER_ENVIRONMENT: readonly string[] = SUBSCRIBER_ENVIRONMENT;

/** `error_type` of dead letters that `eventSubscriber()` sends. */
export const EVENT_ERROR_TYPES = {
  /** The handler threw a PermanentError. */
  permanent: "urn:problem-type:event-refused",
  /** The message is none that the subscriber takes. */
  unreadable: "urn:problem-type:event-unreadable",
  /** The handler threw something else, for the last time. */
  unexpected: "urn:problem-type:event-failed",
} as const;

/**
 * Message attribute (String) of a dead letter whose body is a message that SNS gave straight to the function: the rest of the notification,
 * JSON, or {} where that had no room.
 */
export const SNS_NOTIFICATION_ATTRIBUTE = "sns_notification";

/** Partition key of the idempotency table, a string. */
export const IDEMPOTENCY_TABLE_KEY = "id";
/** Time-to-live attribute of the idempotency table, epoch seconds. */
export const IDEMPOTENCY_TABLE_TTL = "expiration";
/**
 * All that `eventSubscriber()` calls on the idempotency table: an event is claimed by PutItem, marked as handled by UpdateItem, given free
 * for the next try by DeleteItem. Nothing is read: a claim that is refused answers with the row (ReturnValuesOnConditionCheckFailure).
 */
export const IDEMPOTENCY_TABLE_ACTIONS = ["dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"] as const;
