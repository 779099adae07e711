/** Packs a parcel for each order that is shipped. Of the orders team it knows the shape of the event, and nothing more. */
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod/mini";
import { type CloudEvent, eventSubscriber } from "../../runtime";
import { CLIENT_OPTIONS } from "../../shared/aws";
import { readEnvironment } from "../../shared/environment";
import { toItem } from "../../shared/items";
import { PARCELS_TABLE_KEY } from "./contract";

/** What this team reads of the order; what else it has, and may have one day, is no concern of theirs. */
const order = z.object({ orderId: z.string().check(z.minLength(1)), address: z.string().check(z.minLength(1)) });

const { PARCELS_TABLE_NAME } = readEnvironment(["PARCELS_TABLE_NAME"]);
const dynamo = new DynamoDBClient(CLIENT_OPTIONS);

/** The same order is the same row, however often it comes. */
async function pack({ time, data }: CloudEvent<z.infer<typeof order>>): Promise<void> {
  const parcel = { [PARCELS_TABLE_KEY]: data.orderId, address: data.address, ordered_at: time };
  await dynamo.send(new PutItemCommand({ TableName: PARCELS_TABLE_NAME, Item: toItem(parcel) }));
}

export const handler = eventSubscriber(pack, { schema: order });
