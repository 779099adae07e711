/** Counters that count each order once, however often it comes. */
import { setTimeout as sleep } from "node:timers/promises";
import {
  DynamoDBClient,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { CLIENT_OPTIONS } from "../../shared/aws";
import { backoff } from "../../shared/backoff";
import { toItem } from "../../shared/items";
import { updateInput } from "../../shared/update";
import { TABLE_KEY, TABLE_TTL } from "./contract";

/** Longer than any queue keeps an order: SQS ends at 14 days. */
const REMEMBERED_SECONDS = 30 * 24 * 3_600;
/** Orders that count the same drink at the same moment get in each other's way; each time, one of them gets through. */
const MAX_TRIES = 12;
const BACKOFF_MS = { base: 20, longest: 500 } as const;

/** Adds to counters: `id` → how much. Returns false, and adds nothing, when the order was counted before. */
export type CountOnce = (orderId: string, counts: ReadonlyMap<string, number>) => Promise<boolean>;

/** Counters in a table: the counters and a mark for the order are written together or not at all. */
export function countersIn(tableName: string): CountOnce {
  const dynamo = new DynamoDBClient(CLIENT_OPTIONS);
  return async (orderId, counts) => {
    const expiresAt = Math.ceil(Date.now() / 1000) + REMEMBERED_SECONDS;
    const mark = {
      TableName: tableName,
      Item: toItem({ [TABLE_KEY]: `order#${orderId}`, [TABLE_TTL]: expiresAt }),
      ConditionExpression: "attribute_not_exists(#key)",
      ExpressionAttributeNames: { "#key": TABLE_KEY },
    };
    const additions = [...counts].map(([id, amount]) => updateInput(tableName, id, { add: { amount } }));
    const TransactItems = [{ Put: mark }, ...additions.map((Update) => ({ Update }))] as TransactWriteItem[];
    for (let attempt = 1; ; attempt++) {
      try {
        await dynamo.send(new TransactWriteItemsCommand({ TransactItems }));
        return true;
      } catch (error) {
        const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
        if (reasons[0]?.Code === "ConditionalCheckFailed") return false;
        if (attempt === MAX_TRIES || !reasons.some(({ Code }) => Code === "TransactionConflict")) throw error;
        await sleep(backoff(BACKOFF_MS, attempt));
      }
    }
  };
}
