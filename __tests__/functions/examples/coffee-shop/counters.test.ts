import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { countersIn } from "../../../../functions/examples/coffee-shop/counters";

/** DynamoDB's answers to TransactWriteItems, in order: the code of each item's reason, or none for a success. The last one stays. */
let answers: (readonly string[])[];
let requests: string[];
let server: Server;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    requests.push(Buffer.concat(chunks).toString());
    const codes = answers.length > 1 ? answers.shift()! : answers[0]!;
    const error = {
      __type: "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
      message: "Transaction cancelled",
      CancellationReasons: codes.map((Code) => ({ Code })),
    };
    response.writeHead(codes.length === 0 ? 200 : 400, { "content-type": "application/x-amz-json-1.0" });
    response.end(JSON.stringify(codes.length === 0 ? {} : error));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  });
});
afterAll(() => {
  delete process.env["AWS_ENDPOINT_URL_DYNAMODB"];
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  requests = [];
});

const taken: readonly string[] = [];
const conflict = ["None", "TransactionConflict"];
const known = ["ConditionalCheckFailed", "None"];
const count = () => countersIn("board")("order-1", new Map([["drink#latte", 2]]));

test.each<[string, (readonly string[])[], boolean, number]>([
  ["counts an order", [taken], true, 1],
  ["tries again when another order was at the same counter", [conflict, conflict, taken], true, 3],
  ["leaves an order alone that was counted", [known], false, 1],
  [
    "leaves it alone as well when its other delivery was counting it just now",
    [["TransactionConflict"], known],
    false,
    2,
  ],
])("%s", async (_name, given, counted, calls) => {
  answers = [...given];
  expect(await count()).toBe(counted);
  expect(requests).toHaveLength(calls);
});

test("writes the mark and the counters in one transaction", async () => {
  answers = [taken];
  await count();
  expect(JSON.parse(requests[0]!).TransactItems).toMatchObject([
    {
      Put: {
        TableName: "board",
        Item: { id: { S: "order#order-1" } },
        ConditionExpression: "attribute_not_exists(#key)",
      },
    },
    { Update: { TableName: "board", Key: { id: { S: "drink#latte" } } } },
  ]);
});

test.each([
  ["a fault that is no conflict at once", ["None", "ThrottlingError"], 1],
  ["conflicts without end in the end", conflict, 12],
])("gives up on %s", async (_name, codes, calls) => {
  answers = [codes];
  await expect(count()).rejects.toThrow("Transaction cancelled");
  expect(requests).toHaveLength(calls);
});
