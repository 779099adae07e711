/** Keeps the latest orders for the screen above the counter: one query, newest first, is what it shows. */
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { type CloudEvent, eventSubscriber, parseTime } from "../../runtime";
import { CLIENT_OPTIONS } from "../../shared/aws";
import { readEnvironment } from "../../shared/environment";
import { toItem } from "../../shared/items";
import { TABLE_KEY, TABLE_TTL, WALL_SORT_KEY } from "./contract";
import { type Order, order } from "./events";

/** Nobody waits longer for a coffee. */
const SHOWN_SECONDS = 3_600;

const { VIDEO_WALL_TABLE_NAME } = readEnvironment(["VIDEO_WALL_TABLE_NAME"]);
const dynamo = new DynamoDBClient(CLIENT_OPTIONS);

/** The same order is the same row, however often it comes. Every event has a time: the runtime has read it. */
async function show({ source, time, data }: CloudEvent<Order>): Promise<void> {
  const { orderId, customer, drinks } = data;
  const placedAt = parseTime(time)!;
  const row = {
    [TABLE_KEY]: source,
    [WALL_SORT_KEY]: `${placedAt.toISOString()}#${orderId}`,
    customer,
    drinks: drinks.map(({ drink, quantity }) => `${quantity} × ${drink}`).join(", "),
    [TABLE_TTL]: Math.ceil(placedAt.getTime() / 1000) + SHOWN_SECONDS,
  };
  await dynamo.send(new PutItemCommand({ TableName: VIDEO_WALL_TABLE_NAME, Item: toItem(row) }));
}

export const handler = eventSubscriber(show, { schema: order });
