/**
 * What the infrastructure of a subscriber and its redrive function agree on. Imports nothing, so that both sides can import it.
 *
 * The function's role needs {@link REDRIVE_DEAD_LETTER_ACTIONS} on each dead-letter queue there is, {@link REDRIVES_TABLE_ACTIONS} on the table and, by mode,
 * {@link REDRIVE_QUEUE_ACTIONS} on the subscriber's queue (buffered, queue) or {@link REDRIVE_FUNCTION_ACTIONS} on the function (direct).
 * Queues with a key of the customer need `kms:Decrypt` and `kms:GenerateDataKey` on it as well. The audit record is log lines of level INFO:
 * the function's log level must let them through.
 */

/** Every environment variable of the redrive function. All values are strings: Lambda knows nothing else. */
export interface RedriveEnvironment {
  /** URL of the subscriber's queue, where dead letters go back to; "" in direct mode. */
  readonly REDRIVE_QUEUE_URL: string;
  /** Name or ARN of the subscriber's function, with its alias if it has one; "" in every mode but direct. */
  readonly REDRIVE_FUNCTION_NAME: string;
  /** URL of the dead-letter queue of the subscription: what SNS could not deliver. */
  readonly REDRIVE_DELIVERY_DEAD_LETTER_QUEUE_URL: string;
  /** URL of the dead-letter queue behind the subscriber's queue or function: what was delivered and failed; "" where there is none. */
  readonly REDRIVE_PROCESSING_DEAD_LETTER_QUEUE_URL: string;
  /** Name of the table by which one redrive runs at a time. */
  readonly REDRIVE_TABLE_NAME: string;
  /** Dead letters moved back a second when the operator does not say, a decimal number above 0. */
  readonly REDRIVE_MAX_PER_SECOND: string;
}

/** Variables that the redrive function reads. */
export const REDRIVE_ENVIRONMENT = [
  "REDRIVE_QUEUE_URL",
  "REDRIVE_FUNCTION_NAME",
  "REDRIVE_DELIVERY_DEAD_LETTER_QUEUE_URL",
  "REDRIVE_PROCESSING_DEAD_LETTER_QUEUE_URL",
  "REDRIVE_TABLE_NAME",
  "REDRIVE_MAX_PER_SECOND",
] as const satisfies readonly (keyof RedriveEnvironment)[];

/** Partition key of the table of redrives, a string. */
export const REDRIVES_TABLE_KEY = "id";
/** Time-to-live attribute of the table of redrives, epoch seconds. */
export const REDRIVES_TABLE_TTL = "expires_at";
/** All that a redrive calls on the table of redrives. */
export const REDRIVES_TABLE_ACTIONS = ["dynamodb:UpdateItem"] as const;

/** All that a redrive calls on a dead-letter queue. */
export const REDRIVE_DEAD_LETTER_ACTIONS = [
  "sqs:ChangeMessageVisibility",
  "sqs:DeleteMessage",
  "sqs:GetQueueAttributes",
  "sqs:ReceiveMessage",
] as const;

/** All that a redrive calls on the subscriber's queue. */
export const REDRIVE_QUEUE_ACTIONS = ["sqs:SendMessage"] as const;

/** All that a redrive calls on the subscriber's function, in direct mode. */
export const REDRIVE_FUNCTION_ACTIONS = ["lambda:InvokeFunction"] as const;
