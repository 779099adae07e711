import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import type { LocalAws } from "../../../local/aws";
import { ROWS_OF_JOBS, rowsOf } from "../../../modules/queue-load-leveling/table";
import { Workbench } from "../local/support";
import { makeTable } from "./events";
import { startAws } from "./jobs";

jest.setTimeout(180_000);

let aws: LocalAws;
beforeAll(async () => {
  aws = await startAws();
});
afterAll(() => aws?.stop());

const ROWS = ["0b6f4c1e-9f4d", "named.job_1", "redrive#1", "pause#1", "lock#redrive", "rate#worker", "turn#worker"];
const isJob = (id: string) => !id.includes("#");

/** A client of somebody who has this right on the table and no other. */
async function clientOf(name: string, Condition: object, table: string): Promise<DynamoDBClient> {
  const { region, accountId, endpoint } = aws;
  const Action = ["dynamodb:GetItem", "dynamodb:UpdateItem"];
  const Resource = `arn:aws:dynamodb:${region}:${accountId}:table/${table}`;
  const credentials = await new Workbench(aws).user(name, [{ Effect: "Allow", Action, Resource, Condition }]);
  return new DynamoDBClient({ region, endpoint, credentials });
}

test("a condition on rows lets through those that it names, to read and to write, and no others", async () => {
  const table = await makeTable();
  const cases = [
    { name: "jobs", condition: ROWS_OF_JOBS, rows: ROWS.filter(isJob) },
    { name: "pace", condition: rowsOf("rate#worker", "turn#worker"), rows: ["rate#worker", "turn#worker"] },
    { name: "audit", condition: rowsOf("lock#redrive", "redrive#*"), rows: ["redrive#1", "lock#redrive"] },
  ];
  for (const { name, condition, rows } of cases) {
    const client = await clientOf(name, condition, table);
    const allowed: Record<string, string[]> = { read: [], written: [] };
    for (const id of ROWS) {
      const at = { TableName: table, Key: { id: { S: id } } };
      const may = (what: string, call: Promise<unknown>) =>
        call.then(
          () => allowed[what]?.push(id),
          (error: Error) => expect(error.name).toBe("AccessDeniedException"),
        );
      await may("read", client.send(new GetItemCommand(at)));
      const write = { ...at, UpdateExpression: "SET a = :a", ExpressionAttributeValues: { ":a": { S: "x" } } };
      await may("written", client.send(new UpdateItemCommand(write)));
    }
    expect({ name, ...allowed }).toEqual({ name, read: rows, written: rows });
  }
});
