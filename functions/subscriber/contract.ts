/** What the infrastructure of a subscriber and `eventSubscriber()` agree on. Imports nothing, so that both sides can import it. */

/** Every environment variable that `eventSubscriber()` reads. All values are strings: Lambda knows nothing else. */
export interface SubscriberEnvironment {
  /** Name of the table that remembers the events that were handled; "" for none: then an event delivered twice is handled twice. */
  readonly EVENTS_IDEMPOTENCY_TABLE_NAME: string;
  /** How long an event is remembered, in seconds, a whole number above 0; "" without a table. */
  readonly EVENTS_IDEMPOTENCY_SECONDS: string;
  /** `maxReceiveCount` of the subscriber's queue: how often an event is tried; "" when no queue or no dead-letter queue is between. */
  readonly EVENTS_MAX_RECEIVE_COUNT: string;
}

/** Variables that `eventSubscriber()` reads in the user's function. */
export const SUBSCRIBER_ENVIRONMENT = [
  "EVENTS_IDEMPOTENCY_TABLE_NAME",
  "EVENTS_IDEMPOTENCY_SECONDS",
  "EVENTS_MAX_RECEIVE_COUNT",
] as const satisfies readonly (keyof SubscriberEnvironment)[];

/** Names that the environment of a user's subscriber must not set: they belong to the pattern. */
export const RESERVED_SUBSCRIBER_ENVIRONMENT: readonly string[] = SUBSCRIBER_ENVIRONMENT;

/** Partition key of the idempotency table, a string. */
export const IDEMPOTENCY_TABLE_KEY = "id";
/** Time-to-live attribute of the idempotency table, epoch seconds. */
export const IDEMPOTENCY_TABLE_TTL = "expiration";
/**
 * All that `eventSubscriber()` calls on the idempotency table: an event is claimed by PutItem, marked as handled by UpdateItem, given free
 * for the next try by DeleteItem. Nothing is read: a claim that is refused answers with the row (ReturnValuesOnConditionCheckFailure).
 */
export const IDEMPOTENCY_TABLE_ACTIONS = ["dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"] as const;
