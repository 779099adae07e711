import { type DynamoDBClient, TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { transact } from "../../../../functions/examples/products/table";

const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({
    message: "cancelled",
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  });

/** A table whose calls end as the outcomes say, one after the other; the last one stays. */
function tableOf(outcomes: readonly (Error | undefined)[]) {
  let calls = 0;
  const send = async () => {
    const outcome = outcomes[Math.min(calls++, outcomes.length - 1)];
    if (outcome !== undefined) throw outcome;
    return {};
  };
  return { table: { name: "t", client: { send } as unknown as DynamoDBClient }, calls: () => calls };
}

test.each<[string, readonly (Error | undefined)[], boolean, number]>([
  ["is written", [undefined], true, 1],
  ["meets another", [cancelled("None", "TransactionConflict"), undefined], true, 2],
  ["has a condition that does not hold", [cancelled("None", "ConditionalCheckFailed"), undefined], false, 1],
  ["meets another that wins", [cancelled("TransactionConflict"), cancelled("ConditionalCheckFailed")], false, 2],
  ["meets another and the winner", [cancelled("TransactionConflict", "ConditionalCheckFailed")], false, 1],
])("a transaction that %s", async (_name, outcomes, written, calls) => {
  const world = tableOf(outcomes);
  expect(await transact(world.table, [])).toBe(written);
  expect(world.calls()).toBe(calls);
});

test.each<[string, Error, number]>([
  ["meets others forever", cancelled("TransactionConflict"), 6],
  ["is not valid", cancelled("ValidationError"), 1],
  ["finds no table", new Error("ResourceNotFoundException"), 1],
])("a transaction that %s ends with the error, after %3$i calls", async (_name, error, calls) => {
  const world = tableOf([error]);
  await expect(transact(world.table, [])).rejects.toBe(error);
  expect(world.calls()).toBe(calls);
});
