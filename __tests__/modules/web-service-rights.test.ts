import { join } from "node:path";
import type { WebServiceFunctions, WebServiceTable } from "../../modules/web-service/props";
import { temporaryFolder } from "../support/folders";
import { documentOf, standIn } from "../support/synthesize";
import { goodWebInputs, webStack } from "../support/web-service";

const filename = standIn(join(temporaryFolder("code"), "orders.zip"));
const { minimal, internal } = goodWebInputs(filename);

describe("the role of a function", () => {
  const READ = ["BatchGetItem", "ConditionCheckItem", "GetItem", "Query", "Scan"];
  const WRITE = ["BatchWriteItem", "ConditionCheckItem", "DeleteItem", "PutItem", "UpdateItem"];
  const table = { hashKey: "id", indexes: { "by-status": { hashKey: "status" } } };

  /** Sids with the DynamoDB actions and the ends of the resources that they admit. */
  function tableRights(fn: Partial<WebServiceFunctions>, indexes: WebServiceTable["indexes"] = table.indexes) {
    const document = documentOf(
      webStack({
        ...minimal,
        functions: { orders: { filename, ...fn } },
        table: { ...table, indexes },
      }),
    );
    const policy = document.resource?.["aws_iam_role_policy"]?.["function_orders"]?.["policy"] as string;
    const statements = [
      ...policy.matchAll(/\{ Sid = "(Use\w+)", Effect = "Allow", Action = \[(.*?)\], Resource = \[(.*?)\] \}/g),
    ];
    // No other statement speaks of the table.
    expect(
      statements
        .map(([text]) => text)
        .join()
        .match(/"dynamodb:/g)?.length,
    ).toBe(policy.match(/"dynamodb:/g)?.length);
    return Object.fromEntries(
      statements.map(([, sid, actions = "", resources = ""]) => [
        sid,
        [
          [...actions.matchAll(/"dynamodb:(\w+)"/g)].map(([, action]) => action),
          [...resources.matchAll(/:(table\/[^"]+)"/g)].map(([, resource]) => resource),
        ],
      ]),
    );
  }

  test.each<[string, object, object]>([
    ["none", { tableAccess: "none" }, {}],
    ["none, by default", {}, {}],
    [
      "read",
      { tableAccess: "read" },
      { UseTable: [READ, ["table/shop"]], UseIndexes: [["Query", "Scan"], ["table/shop/index/by-status"]] },
    ],
    ["write", { tableAccess: "write" }, { UseTable: [WRITE, ["table/shop"]] }],
    [
      "read_write",
      { tableAccess: "read_write" },
      {
        UseTable: [[...new Set([...READ, ...WRITE])].sort(), ["table/shop"]],
        UseIndexes: [["Query", "Scan"], ["table/shop/index/by-status"]],
      },
    ],
    [
      "read, with exact actions",
      { tableAccess: "read", tableActions: ["Query"] },
      { UseTable: [["Query"], ["table/shop"]], UseIndexes: [["Query"], ["table/shop/index/by-status"]] },
    ],
    [
      "read_write, with exact actions that no index knows",
      { tableAccess: "read_write", tableActions: ["PutItem", "GetItem"] },
      { UseTable: [["PutItem", "GetItem"], ["table/shop"]] },
    ],
  ])("has for table_access %s exactly this of the table", (_, fn, rights) => {
    expect(tableRights(fn)).toEqual(rights);
  });

  test("has nothing of indexes that are not there", () => {
    expect(tableRights({ tableAccess: "read" }, {})).toEqual({ UseTable: [READ, ["table/shop"]] });
  });
});

test("a function gets the table's name where it may use the table, beside its own environment", () => {
  const functions = {
    reader: { filename, tableAccess: "read", environment: { A_KEY: "b" } },
    other: { filename, environment: { TABLE_NAME: "of another service" } },
  };
  const { resource } = documentOf(webStack({ ...internal, functions }));
  const made = resource?.["aws_lambda_function"] as Record<string, { environment: { variables: object } }>;
  expect(made["function_reader"]?.environment.variables).toMatchObject({ A_KEY: "b", TABLE_NAME: "shop" });
  expect(made["function_other"]?.environment.variables).toMatchObject({ TABLE_NAME: "of another service" });
});
