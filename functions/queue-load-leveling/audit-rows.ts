import { type DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import type { Value } from "../shared/items";
import { updateInput } from "../shared/update";

type Facts = { readonly [name: string]: Value | undefined };

/** Writes into audit rows of the job table. They have no end: audits stay. */
export function auditRows(client: DynamoDBClient, tableName: string) {
  return async (id: string, facts: Facts): Promise<void> => {
    await client.send(new UpdateItemCommand(updateInput(tableName, id, { set: facts })));
  };
}
