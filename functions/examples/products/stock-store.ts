/** The stock table: a row for each product, with its level. */
import { setTimeout as sleep } from "node:timers/promises";
import {
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  type BatchGetItemCommandOutput,
} from "@aws-sdk/client-dynamodb";
import { within } from "../../shared/aws";
import { backoff } from "../../shared/backoff";
import { fromItem, toItem } from "../../shared/items";
import { CALL_SECONDS, type Table, transact } from "./table";

type Levels = Readonly<Record<string, number>>;

const MAX_TRIES = 4;
const BACKOFF_MS = { base: 50, longest: 400 } as const;

/** The levels of some products, at most a hundred; those that are not known are left out. */
export async function readLevels({ client, name }: Table, productIds: readonly string[]): Promise<Levels> {
  const read = (RequestItems: BatchGetItemCommandInput["RequestItems"]): Promise<BatchGetItemCommandOutput> =>
    client.send(new BatchGetItemCommand({ RequestItems }), within(CALL_SECONDS));
  const levels: Record<string, number> = {};
  // DynamoDB refuses to be asked for one item twice.
  let keys = [...new Set(productIds)].map((id) => toItem({ id }));
  for (let attempt = 1; ; attempt++) {
    const { Responses, UnprocessedKeys } = await read({ [name]: { Keys: keys, ConsistentRead: true } });
    for (const item of Responses?.[name] ?? []) {
      const { id, level } = fromItem(item);
      levels[String(id)] = Number(level);
    }
    keys = UnprocessedKeys?.[name]?.Keys ?? [];
    if (keys.length === 0) return levels;
    if (attempt === MAX_TRIES) throw new Error("The stock table is too busy. Ask again later.");
    await sleep(backoff(BACKOFF_MS, attempt));
  }
}

/** Sets the levels of some products, at most a hundred: all or none. */
export async function writeLevels(table: Table, levels: Levels): Promise<void> {
  const puts = Object.entries(levels).map(([id, level]) => ({
    Put: { TableName: table.name, Item: toItem({ id, level }) },
  }));
  await transact(table, puts);
}
