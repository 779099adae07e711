import type { BatchGetItemCommand, BatchGetItemCommandOutput, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { readLevels } from "../../../../functions/examples/products/stock-store";
import { toItem } from "../../../../functions/shared/items";

/** A table that answers so many keys of a batch, and hands the others back. */
function tableThatTakes(keysAtOnce: number) {
  let calls = 0;
  const send = async ({ input }: BatchGetItemCommand): Promise<Partial<BatchGetItemCommandOutput>> => {
    calls++;
    const keys = input.RequestItems?.["t"]?.Keys ?? [];
    const left = keys.slice(keysAtOnce);
    return {
      Responses: {
        t: keys.slice(0, keysAtOnce).map((key) => ({ ...key, ...toItem({ level: Number(key["id"]?.S) }) })),
      },
      UnprocessedKeys: left.length > 0 ? { t: { Keys: left } } : {},
    };
  };
  return { table: { name: "t", client: { send } as unknown as DynamoDBClient }, calls: () => calls };
}

test("what a busy table hands back is asked for again", async () => {
  const { table, calls } = tableThatTakes(2);
  expect(await readLevels(table, ["1", "2", "3", "3", "4", "5"])).toEqual({ 1: 1, 2: 2, 3: 3, 4: 4, 5: 5 });
  expect(calls()).toBe(3);
});

test("a table that stays busy is an error, and not a level of none", async () => {
  const { table, calls } = tableThatTakes(0);
  await expect(readLevels(table, ["1"])).rejects.toThrow("too busy");
  expect(calls()).toBe(4);
});
