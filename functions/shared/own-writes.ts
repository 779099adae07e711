import { randomUUID } from "node:crypto";
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  type PutItemCommandInput,
} from "@aws-sdk/client-dynamodb";

/** Attribute of an item by which its writer knows it. */
const WRITTEN_BY = "written_by";

/**
 * Makes a client know its own items: the SDK tries again when an answer is lost, and a PutItem that is to happen once would be refused by what it
 * wrote itself. Needs `ReturnValuesOnConditionCheckFailure`, and gives each item the attribute `written_by`.
 */
export function knowingOwnItems(client: DynamoDBClient): DynamoDBClient {
  client.middlewareStack.add(
    (next) => async (args) => {
      if (!("Item" in args.input)) return next(args);
      const input: PutItemCommandInput = args.input;
      const writtenBy = randomUUID();
      const Item = { ...input.Item, [WRITTEN_BY]: { S: writtenBy } };
      try {
        return await next({ ...args, input: { ...input, Item } });
      } catch (error) {
        const isOurs = error instanceof ConditionalCheckFailedException && error.Item?.[WRITTEN_BY]?.S === writtenBy;
        if (!isOurs) throw error;
        return { output: { $metadata: error.$metadata }, response: undefined };
      }
    },
    // Before the retries: all tries of a call write one name.
    { step: "initialize", name: "knowingOwnItems" },
  );
  return client;
}
