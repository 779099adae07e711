import { setTimeout as sleep } from "node:timers/promises";
import {
  DynamoDBClient,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { CLIENT_OPTIONS, within } from "../../shared/aws";
import { backoff } from "../../shared/backoff";
import { readEnvironment } from "../../shared/environment";
import { TABLE_ENVIRONMENT } from "../../web-service/contract";

/** A table, and how to reach it. */
export interface Table {
  readonly name: string;
  readonly client: DynamoDBClient;
}

/** One call takes milliseconds; a client had better ask again than wait longer. */
export const CALL_SECONDS = 3;

/** Transactions that meet at an item are over within milliseconds; the waits of all tries add up to half a second. */
const MAX_TRIES = 6;
const BACKOFF_MS = { base: 20, longest: 320 } as const;

/** The function's table, as its environment says. */
export function tableFromEnvironment(): Table {
  const { TABLE_NAME } = readEnvironment(TABLE_ENVIRONMENT);
  return { name: TABLE_NAME, client: new DynamoDBClient(CLIENT_OPTIONS) };
}

/** Writes all or nothing. Returns false when a condition did not hold. A conflict with another transaction is tried again. */
export async function transact({ client }: Table, writes: TransactWriteItem[]): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.send(new TransactWriteItemsCommand({ TransactItems: writes }), within(CALL_SECONDS));
      return true;
    } catch (error) {
      const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
      const codes = reasons.map(({ Code }) => Code);
      if (codes.includes("ConditionalCheckFailed")) return false;
      if (!codes.includes("TransactionConflict") || attempt === MAX_TRIES) throw error;
      await sleep(backoff(BACKOFF_MS, attempt));
    }
  }
}
