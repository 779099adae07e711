import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { fromItem, type Value } from "./items";

/**
 * Options of every SDK client. A connection inside a region stands within milliseconds, so a second without one is a fault; three
 * attempts are the SDK's own default, written out because an environment variable could change it.
 */
export const CLIENT_OPTIONS = { maxAttempts: 3, requestHandler: { connectionTimeout: 1_000 } } as const;

/**
 * Options of SQS clients: the region's endpoint (or AWS_ENDPOINT_URL) and not the host of the queue's URL, which is composed from the
 * queue's name, so that functions need not wait for queues at deployment.
 */
export const SQS_CLIENT_OPTIONS = { ...CLIENT_OPTIONS, useQueueUrlAsEndpoint: false } as const;

/** Ends a call, its retries included, after a time: `client.send(command, within(3))`. */
export const within = (seconds: number) => ({ abortSignal: AbortSignal.timeout(seconds * 1000) });

/** A conditional write that was refused, with the item that refused it, if there was one. */
export interface Refusal {
  readonly refusedBy: Record<string, Value> | undefined;
}

/** Waits for a conditional write: undefined when it happened, the refusal when its condition did not hold. */
export async function refusal(write: Promise<unknown>): Promise<Refusal | undefined> {
  try {
    await write;
    return undefined;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { refusedBy: error.Item === undefined ? undefined : fromItem(error.Item) };
  }
}
