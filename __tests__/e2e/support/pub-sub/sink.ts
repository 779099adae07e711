import { type AttributeValue, PutItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { toItem } from "../../../../functions/shared/items";
import type { Clients } from "../suite";
import { SWITCHES } from "../workers/event-switches";

/** What the subscribers noted. */
export class Sink {
  constructor(
    private readonly clients: Clients,
    private readonly tableName: string,
  ) {}

  /** The ids that a subscriber handled, once for each time: those of a group in their order. */
  public async handled(subscriber: string): Promise<string[]> {
    return (await this.rows(subscriber)).flatMap(({ events }) => events?.L?.map(({ S = "" }) => S) ?? []);
  }

  /** Lets what needs a switch work. */
  public async turnOn(about: string): Promise<void> {
    const Item = toItem({ subscriber: SWITCHES, about });
    await this.clients.dynamo.send(new PutItemCommand({ TableName: this.tableName, Item }));
  }

  private async rows(subscriber: string): Promise<Record<string, AttributeValue>[]> {
    const rows: Record<string, AttributeValue>[] = [];
    let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
    do {
      const query = new QueryCommand({
        TableName: this.tableName,
        KeyConditionExpression: "subscriber = :subscriber",
        ExpressionAttributeValues: { ":subscriber": { S: subscriber } },
        ConsistentRead: true,
        ExclusiveStartKey,
      });
      const { Items = [], LastEvaluatedKey } = await this.clients.dynamo.send(query);
      rows.push(...Items);
      ExclusiveStartKey = LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    return rows;
  }
}
