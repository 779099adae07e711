import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { describePatch } from "../../support";

const TableName = "leading";

/** Each way to a row, by the text of its partition key. */
const WAYS: Readonly<Record<string, (client: DynamoDBClient, id: string) => Promise<unknown>>> = {
  get: (client, id) => client.send(new GetItemCommand({ TableName, Key: { id: { S: id } } })),
  put: (client, id) => client.send(new PutItemCommand({ TableName, Item: { id: { S: id } } })),
  "batch get": (client, id) =>
    client.send(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [{ id: { S: id } }] } } })),
  "batch write": (client, id) =>
    client.send(
      new BatchWriteItemCommand({ RequestItems: { [TableName]: [{ PutRequest: { Item: { id: { S: id } } } }] } }),
    ),
  transaction: (client, id) =>
    client.send(new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item: { id: { S: id } } } }] })),
  query: (client, id) =>
    client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: "#id = :id",
        ExpressionAttributeNames: { "#id": "id" },
        ExpressionAttributeValues: { ":id": { S: id } },
      }),
    ),
  scan: (client) => client.send(new ScanCommand({ TableName })),
};

describePatch(
  "leading_keys",
  "rights on rows reach those rows, whichever way they are asked for, and no request without a key",
  async (bench) => {
    const { region, endpoint, credentials, accountId } = bench.aws;
    const root = new DynamoDBClient({ region, endpoint, credentials });
    await root.send(
      new CreateTableCommand({
        TableName,
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      }),
    );
    const user = await bench.user("reader", [
      {
        Effect: "Allow",
        Action: "dynamodb:*",
        Resource: `arn:aws:dynamodb:${region}:${accountId}:table/${TableName}`,
        Condition: {
          "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["mine-*"] },
          Null: { "dynamodb:LeadingKeys": "false" },
        },
      },
    ]);
    const client = new DynamoDBClient({ region, endpoint, credentials: user });
    const allowed: string[] = [];
    for (const [way, ask] of Object.entries(WAYS)) {
      for (const id of ["mine-1", "yours-1"]) {
        await ask(client, id).then(
          () => allowed.push(`${way} ${id}`),
          (error: Error) => {
            if (!/AccessDenied/.test(error.name)) throw error;
          },
        );
      }
    }
    return allowed;
  },
  ["get", "put", "batch get", "batch write", "transaction", "query"].map((way) => `${way} mine-1`),
);
