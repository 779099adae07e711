/** Notes in a table which events it handled, in their order, and fails as long as a switch is off. */
import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { type CloudEvent, eventSubscriber, PermanentError } from "../../../../functions/runtime";
import { CLIENT_OPTIONS } from "../../../../functions/shared/aws";
import { readEnvironment } from "../../../../functions/shared/environment";
import { toItem } from "../../../../functions/shared/items";
import { SWITCHES } from "./event-switches";

/** What the recorder reads of an event's data. */
export interface RecordedData {
  /** Subscriber that needs the switch of this name, and fails without it. */
  readonly trouble?: { readonly subscriber: string; readonly needs: string; readonly permanent?: true };
}

const { SINK_TABLE_NAME: TableName, SUBSCRIBER: subscriber } = readEnvironment(["SINK_TABLE_NAME", "SUBSCRIBER"]);
const dynamo = new DynamoDBClient(CLIENT_OPTIONS);

async function isOn(about: string): Promise<boolean> {
  const Key = toItem({ subscriber: SWITCHES, about });
  const { Item } = await dynamo.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
  return Item !== undefined;
}

export const handler = eventSubscriber<RecordedData>(async ({ id, data }: CloudEvent<RecordedData>, { groupId }) => {
  const own = data.trouble?.subscriber === subscriber ? data.trouble : undefined;
  const needs = own?.needs ?? process.env["NEEDS"];
  if (needs !== undefined && !(await isOn(needs))) {
    const why = `The switch ${needs} is off.`;
    throw own?.permanent ? new PermanentError(why) : new Error(why);
  }
  // A row for each group keeps its order; without groups, a row for each event keeps writers apart.
  await dynamo.send(
    new UpdateItemCommand({
      TableName,
      Key: toItem({ subscriber, about: groupId ?? id }),
      UpdateExpression: "SET events = list_append(if_not_exists(events, :none), :event)",
      ExpressionAttributeValues: { ":none": { L: [] }, ":event": { L: [{ S: id }] } },
    }),
  );
});
