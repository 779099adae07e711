/** Where functions of the suites note what they did, and the switches that somebody turns on for them. */
import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { CLIENT_OPTIONS } from "../../../../functions/shared/aws";
import { readEnvironment } from "../../../../functions/shared/environment";
import { toItem } from "../../../../functions/shared/items";
import { SWITCHES } from "./event-switches";

const { SINK_TABLE_NAME: TableName, SUBSCRIBER } = readEnvironment(["SINK_TABLE_NAME", "SUBSCRIBER"]);
const dynamo = new DynamoDBClient(CLIENT_OPTIONS);

/** Under which name the function notes things. */
export const subscriber = SUBSCRIBER;

export async function isOn(about: string): Promise<boolean> {
  const Key = toItem({ subscriber: SWITCHES, about });
  const { Item } = await dynamo.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
  return Item !== undefined;
}

/** Adds to what was done about something, such as a message group: in a row, things keep their order; in rows of their own, writers keep apart. */
export async function note(about: string, id: string): Promise<void> {
  await dynamo.send(
    new UpdateItemCommand({
      TableName,
      Key: toItem({ subscriber, about }),
      UpdateExpression: "SET events = list_append(if_not_exists(events, :none), :event)",
      ExpressionAttributeValues: { ":none": { L: [] }, ":event": { L: [{ S: id }] } },
    }),
  );
}
