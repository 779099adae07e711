/** Says how it was called, and does all that its role allows. */
import { DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import type { APIGatewayProxyEventV2WithJWTAuthorizer, Context } from "aws-lambda";

/** What a call finds out. */
export interface Probed {
  readonly functionName: string;
  readonly version: string;
  /** The event's own `warmUp`, of schedules. */
  readonly warmUp?: boolean;
  readonly colour?: string;
  readonly claims?: Readonly<Record<string, unknown>>;
  /** What a Lambda authorizer said of the caller. */
  readonly caller?: Readonly<Record<string, unknown>>;
  /** Items that the table holds under the probe's key, and the index under its. */
  readonly items: number;
}

type ProbeEvent = Partial<APIGatewayProxyEventV2WithJWTAuthorizer> & { readonly warmUp?: boolean };

const KEY = { id: { S: "probe" }, at: { N: "1" } };

async function useTable(): Promise<number> {
  const { TABLE_NAME: TableName, INDEX_NAME: IndexName } = process.env;
  if (TableName === undefined || TableName === "") return 0;
  const client = new DynamoDBClient({});
  await client.send(new PutItemCommand({ TableName, Item: { ...KEY, kind: { S: "probe" }, size: { N: "1" } } }));
  const { Item } = await client.send(new GetItemCommand({ TableName, Key: KEY }));
  const found = Item === undefined ? 0 : 1;
  if (IndexName === undefined) return found;
  const { Count = 0 } = await client.send(
    new QueryCommand({
      TableName,
      IndexName,
      KeyConditionExpression: "kind = :kind",
      ExpressionAttributeValues: { ":kind": { S: "probe" } },
    }),
  );
  return found + Count;
}

async function publish(): Promise<void> {
  const { TOPIC_ARN: TopicArn } = process.env;
  if (TopicArn !== undefined) await new SNSClient({}).send(new PublishCommand({ TopicArn, Message: "Probed" }));
}

/** The type of the event knows tokens alone. */
function lambdaContext({ requestContext }: ProbeEvent): Probed["caller"] {
  return (requestContext?.authorizer as { readonly lambda?: Probed["caller"] } | undefined)?.lambda;
}

export async function handler(event: ProbeEvent, context: Context): Promise<object> {
  const probed: Probed = {
    functionName: context.functionName,
    version: context.functionVersion,
    warmUp: event.warmUp,
    colour: process.env["COLOUR"],
    claims: event.requestContext?.authorizer?.jwt?.claims,
    caller: lambdaContext(event),
    items: await useTable(),
  };
  await publish();
  console.log(JSON.stringify({ message: "Probed", ...probed }));
  const body = JSON.stringify(probed);
  return { statusCode: 200, headers: { "content-type": "application/json" }, body };
}
