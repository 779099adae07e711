import { DeleteItemCommand, GetItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import type { ApiRequest } from "../../../../scripts/demo/signed-api";
import { type Call, callerTests } from "../callers";
import type { Clients } from "../suite";
import { INDEX } from "./full";
import { CALLERS, type Caller, type COLOURS } from "./root";
import type { Suite } from "./suite";

const CALLER_NAMES = Object.keys(CALLERS) as Caller[];

/** Rejects when the gateway refuses a call. */
async function admitted(suite: Suite, clients: Clients, endpoint: string, path: string, request: ApiRequest = {}) {
  const { status } = await suite.api(endpoint, clients).ask(path, request);
  if (status === 403) throw new Error("403");
}

const probe =
  (colour: (typeof COLOURS)[number], path = "/probe", method = "GET") =>
  (suite: Suite, clients: Clients) =>
    admitted(suite, clients, suite.of.each[colour].api_endpoint, path, { method });

const ITEM = { id: { S: "probe" }, at: { N: "1" } };

const CALLS: readonly Call<Suite, Caller>[] = [
  {
    what: "list products",
    allowed: ["shopper"],
    make: (suite, clients) => admitted(suite, clients, suite.of.shop.api_endpoint, "/products"),
  },
  {
    what: "delete a product",
    allowed: ["shopper"],
    make: (suite, clients) =>
      admitted(suite, clients, suite.of.shop.api_endpoint, "/products/none", { method: "DELETE" }),
  },
  {
    what: "ask the stock service",
    allowed: ["clerk"],
    make: (suite, clients) => suite.invoke(suite.of.shop.stock_function_arn, { warmUp: true }, clients),
  },
  {
    what: "ask the stock service past its alias",
    allowed: [],
    make: (suite, clients) =>
      suite.invoke(suite.of.shop.stock_function_arn.replace(/:live$/, ""), { warmUp: true }, clients),
  },
  { what: "call the red one", allowed: ["tenant"], make: probe("red") },
  { what: "call the blue one", allowed: [], make: probe("blue") },
  { what: "delete a thing of the red one", allowed: ["tenant"], make: probe("red", "/things/1", "DELETE") },
  { what: "delete a thing of the blue one", allowed: [], make: probe("blue", "/things/1", "DELETE") },
  { what: "call the red one where no other route fits", allowed: ["tenant"], make: probe("red", "/some/where", "PUT") },
  { what: "call the blue one where no other route fits", allowed: [], make: probe("blue", "/some/where", "PUT") },
  {
    what: "invoke the minimal one's function",
    allowed: ["invoker"],
    make: (suite, clients) => suite.invoke(suite.of.minimal.function_arns["probe"]!, {}, clients),
  },
  {
    what: "call a signed route of the full one",
    allowed: [],
    make: (suite, clients) => admitted(suite, clients, suite.of.full.api_endpoint, "/signed"),
  },
  {
    what: "read the full one's table",
    allowed: ["reader"],
    make: (suite, { dynamo }) => dynamo.send(new GetItemCommand({ TableName: suite.of.full.table_name, Key: ITEM })),
  },
  {
    what: "query the full one's index",
    allowed: ["reader"],
    make: (suite, { dynamo }) =>
      dynamo.send(
        new QueryCommand({
          TableName: suite.of.full.table_name,
          IndexName: INDEX,
          KeyConditionExpression: "kind = :kind",
          ExpressionAttributeValues: { ":kind": { S: "probe" } },
        }),
      ),
  },
  {
    what: "delete from the full one's table",
    allowed: [],
    make: (suite, { dynamo }) => dynamo.send(new DeleteItemCommand({ TableName: suite.of.full.table_name, Key: ITEM })),
  },
  {
    what: "read the products' table",
    allowed: [],
    make: (suite, { dynamo }) =>
      dynamo.send(new GetItemCommand({ TableName: suite.of.shop.product_table_name, Key: { id: { S: "x" } } })),
  },
];

export function callers(suite: () => Suite): void {
  callerTests(suite, CALLER_NAMES, CALLS);
}
