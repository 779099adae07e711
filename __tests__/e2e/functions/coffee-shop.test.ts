import { randomUUID } from "node:crypto";
import { DynamoDBClient, QueryCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import {
  type CoffeeShopEnvironment,
  RECOMMENDATIONS_FILTER,
  SHOP,
  TABLE_ACTIONS,
  WALL_SORT_KEY,
} from "../../../functions/examples/coffee-shop/contract";
import type { NewOrder } from "../../../functions/examples/coffee-shop/events";
import { fromItem } from "../../../functions/shared/items";
import type { LocalAws } from "../../../local/aws";
import { makeTable, type Subscription, subscriberEnvironment, Topic } from "./events";
import { contextOf, load, startAws } from "./jobs";
import { countIn, deliverAll, type SqsHandler } from "./queues";

jest.setTimeout(180_000);

let aws: LocalAws;
beforeAll(async () => {
  aws = await startAws();
});
afterAll(() => aws?.stop());

type HttpHandler = (event: APIGatewayProxyEventV2, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;
const example = <Handler>(name: string, environment: object) =>
  load<{ handler: Handler }>(environment, `../../../functions/examples/coffee-shop/${name}`).handler;

/** No message has to come a second time here, and a busy machine takes more than a second for a batch. */
const IN_TIME = { visibilityTimeoutSeconds: 60 };

/** A shop with its three subscribers, none of which has an idempotency table. */
class Shop {
  private constructor(
    readonly environment: CoffeeShopEnvironment & { readonly TOPIC_ARN: string },
    readonly subscriptions: Readonly<Record<"video-wall" | "leaderboard" | "recommendations", Subscription>>,
  ) {}

  static async open(): Promise<Shop> {
    const topic = await Topic.create();
    return new Shop(
      {
        ...subscriberEnvironment(),
        TOPIC_ARN: topic.arn,
        VIDEO_WALL_TABLE_NAME: await makeTable(WALL_SORT_KEY),
        LEADERBOARD_TABLE_NAME: await makeTable(),
        RECOMMENDATIONS_TABLE_NAME: await makeTable(),
      },
      {
        "video-wall": await topic.subscribe(IN_TIME),
        leaderboard: await topic.subscribe(IN_TIME),
        recommendations: await topic.subscribe({ ...IN_TIME, filterPolicy: RECOMMENDATIONS_FILTER }),
      },
    );
  }

  async order(body: unknown, key?: string, topicArn = this.environment.TOPIC_ARN, authorizer?: object) {
    const handler = example<HttpHandler>("place-order", this.environment);
    // publish() reads its topic at each call.
    process.env["TOPIC_ARN"] = topicArn;
    const headers = { "content-type": "application/json", ...(key === undefined ? {} : { "idempotency-key": key }) };
    const event = {
      rawPath: "/orders",
      body: JSON.stringify(body),
      headers,
      isBase64Encoded: false,
      requestContext: { authorizer },
    };
    const answer = await handler(event as unknown as APIGatewayProxyEventV2, contextOf());
    return { status: answer.statusCode, body: JSON.parse(answer.body ?? "null") };
  }

  /** Lets all subscribers do what there is to do. */
  async settle(): Promise<void> {
    for (const [name, { queueUrl, deadLetterQueueUrl }] of Object.entries(this.subscriptions)) {
      await deliverAll(queueUrl, example<SqsHandler>(name, this.environment));
      expect([await countIn(queueUrl), await countIn(deadLetterQueueUrl)]).toEqual([0, 0]);
    }
  }

  /** The counters of a table. */
  async counters(TableName: string): Promise<Record<string, number>> {
    const { Items = [] } = await new DynamoDBClient({}).send(new ScanCommand({ TableName, ConsistentRead: true }));
    const rows = Items.map((item) => fromItem(item)).filter(({ id }) => !String(id).startsWith("order#"));
    return Object.fromEntries(rows.map(({ id, amount }) => [id, amount]));
  }
}

const order = (changes: Partial<NewOrder> = {}): NewOrder => ({
  customer: "Zoë",
  barista: "Ana",
  loyalty: "guest",
  drinks: [{ drink: "latte", quantity: 1 }],
  ...changes,
});

test("each order is counted once, though each request came twice and none of the subscribers remembers events", async () => {
  const shop = await Shop.open();
  const baristas = ["Ana", "Ben"];
  for (let n = 0; n < 20; n++) {
    const drinks = [
      { drink: "latte", quantity: 1 },
      { drink: "mocha", quantity: 2 },
      { drink: "latte", quantity: 1 },
    ];
    const body = order({ barista: baristas[n % 2], drinks, loyalty: n % 4 === 0 ? "member" : "guest" });
    const key = randomUUID();
    const placed = await shop.order(body, key);
    expect(placed).toEqual({ status: 202, body: { orderId: expect.stringMatching(/^[0-9a-f-]{36}$/) } });
    expect(await shop.order(body, key)).toEqual(placed);
  }
  await shop.settle();
  expect(await shop.counters(shop.environment.LEADERBOARD_TABLE_NAME)).toEqual({
    "drink#latte": 40,
    "drink#mocha": 40,
    "barista#Ana": 40,
    "barista#Ben": 40,
  });
  expect(await shop.counters(shop.environment.RECOMMENDATIONS_TABLE_NAME)).toEqual({ "pair#latte#mocha": 5 });
  const { Items = [] } = await new DynamoDBClient({}).send(
    new QueryCommand({
      TableName: shop.environment.VIDEO_WALL_TABLE_NAME,
      KeyConditionExpression: "id = :shop",
      ExpressionAttributeValues: { ":shop": { S: SHOP } },
    }),
  );
  const shown = Items.map((item) => fromItem(item));
  expect(new Set(shown.map(({ placed }) => String(placed).split("#")[1])).size).toBe(20);
  expect(shown[0]).toMatchObject({ customer: "Zoë", drinks: "1 × latte, 2 × mocha, 1 × latte" });
});

test("another order with the same key is another order, and without a key each is", async () => {
  const shop = await Shop.open();
  const ids = [
    await shop.order(order(), "key"),
    await shop.order(order({ barista: "Ben" }), "key"),
    await shop.order(order()),
    await shop.order(order()),
  ].map(({ body }) => body.orderId);
  expect(new Set(ids).size).toBe(4);
});

test("two customers with one key and one order have an order each, and a terminal in two sessions has one", async () => {
  const shop = await Shop.open();
  const identity = (identityId: string) => ({
    iam: { userArn: "arn:aws:sts::1:assumed-role/pool/x", cognitoIdentity: { identityId } },
  });
  const terminal = (session: string) => ({ iam: { userArn: `arn:aws:sts::1:assumed-role/terminal/${session}` } });
  const ids: string[] = [];
  for (const authorizer of [identity("ada"), identity("bob"), terminal("monday"), terminal("tuesday")]) {
    ids.push((await shop.order(order(), "key", undefined, authorizer)).body.orderId);
  }
  expect(new Set(ids).size).toBe(3);
  expect(ids[2]).toBe(ids[3]);
});

test("orders at the same moment all count, though they meet at the same counters", async () => {
  const shop = await Shop.open();
  await Promise.all(Array.from({ length: 30 }, () => shop.order(order())));
  const { queueUrl } = shop.subscriptions.leaderboard;
  const handler = example<SqsHandler>("leaderboard", shop.environment);
  await Promise.all([1, 2, 3, 4].map(() => deliverAll(queueUrl, handler)));
  expect(await shop.counters(shop.environment.LEADERBOARD_TABLE_NAME)).toEqual({
    "drink#latte": 30,
    "barista#Ana": 30,
  });
});

test.each([
  ["no drinks", { drinks: [] }],
  ["a customer whose name is markup", { customer: "<script>" }],
  ["half a latte", { drinks: [{ drink: "latte", quantity: 0.5 }] }],
  ["an unknown member", { tip: 1 }],
])("an order with %s is refused", async (_name, changes) => {
  const shop = await Shop.open();
  expect(await shop.order({ ...order(), ...changes })).toMatchObject({
    status: 400,
    body: { title: expect.any(String) },
  });
});

test("an order that cannot be published is not accepted, and the client is told to come again", async () => {
  const shop = await Shop.open();
  const log = jest.spyOn(console, "error").mockImplementation(() => undefined);
  expect(await shop.order(order(), undefined, `${shop.environment.TOPIC_ARN}-gone`)).toMatchObject({ status: 503 });
  log.mockRestore();
});

test("the subscribers call no more of their tables than they say", async () => {
  const shop = await Shop.open();
  await shop.order(
    order({
      loyalty: "member",
      drinks: [
        { drink: "latte", quantity: 1 },
        { drink: "mocha", quantity: 1 },
      ],
    }),
  );
  await shop.settle();
  const called = (table: string) => {
    const actions = aws.calls().flatMap(({ action, resource }) => (resource.endsWith(`/${table}`) ? [action] : []));
    return [...new Set(actions)].filter((action) => action !== "dynamodb:CreateTable").sort();
  };
  expect(called(shop.environment.VIDEO_WALL_TABLE_NAME)).toEqual(TABLE_ACTIONS.videoWall);
  expect(called(shop.environment.LEADERBOARD_TABLE_NAME)).toEqual(TABLE_ACTIONS.leaderboard);
  expect(called(shop.environment.RECOMMENDATIONS_TABLE_NAME)).toEqual(TABLE_ACTIONS.recommendations);
});
