/** Reads an order from the service's table. Written with what the runtime of the last release has, too. */
import { DynamoDBClient, QueryCommand } from "@aws-sdk/client-dynamodb";
import { httpHandler } from "../../../../functions/runtime";

const dynamo = new DynamoDBClient({});

export const handler = httpHandler({}, async ({ event }) => {
  const { Items = [] } = await dynamo.send(
    new QueryCommand({
      TableName: process.env["TABLE_NAME"],
      KeyConditionExpression: "id = :id",
      ExpressionAttributeValues: { ":id": { S: event.pathParameters?.["id"] ?? "" } },
    }),
  );
  return { status: 200, body: { lines: Items.map(({ line }) => line?.S) } };
});
