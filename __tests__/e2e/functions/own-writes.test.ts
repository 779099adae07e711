import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Context } from "aws-lambda";
import { jobStore } from "../../../functions/queue-load-leveling/accept-store";
import { redriveRows } from "../../../functions/queue-load-leveling/redrive-rows";
import { rememberingOnce } from "../../../functions/runtime/event-once";
import { jobRows } from "../../../functions/runtime/job-rows";
import { rateRow } from "../../../functions/runtime/rate-row";
import { turnRow } from "../../../functions/runtime/turn-row";
import type { LocalAws } from "../../../local/aws";
import { makeTable } from "./events";
import { contextOf, Jobs, startAws } from "./jobs";
import { losingTheFirstAnswer } from "./lost-answers";

jest.setTimeout(180_000);

let aws: LocalAws;
let jobs: Jobs;
beforeAll(async () => {
  aws = await startAws();
  jobs = await Jobs.create();
});
afterAll(() => aws?.stop());

/** A client whose first answer is lost; what it wrote is there. */
function deaf() {
  const client = new DynamoDBClient({});
  return { client, lost: losingTheFirstAnswer(client) };
}
const table = () => jobs.environment.JOBS_TABLE_NAME;
const HASH = "a".repeat(64);

describe("a conditional write whose answer is lost is known as one's own", () => {
  test("the claim of a job, which stays one attempt", async () => {
    const { client, lost } = deaf();
    const id = randomUUID();
    const lease = Date.now() + 60_000;
    const claim = await jobRows(client, table(), 3600).claim(id, HASH, lease);
    expect(claim).toEqual({ outcome: "claimed", attempt: 1, lease });
    expect(lost()).toBe(1);
    expect(await jobs.row(id)).toMatchObject({ state: "running", attempts: 1 });
    // A claim at the same time, with a lease to the same millisecond, is another one.
    const other = await jobRows(new DynamoDBClient({}), table(), 3600).claim(id, HASH, lease);
    expect(other).toEqual({ outcome: "leased", until: lease });
  });

  test("a slot of the rate, which is taken once", async () => {
    const cell = rateRow(new DynamoDBClient({}), table());
    expect(await cell.restart(1_000, 1_000)).toBe(true);
    const { client, lost } = deaf();
    expect(await rateRow(client, table()).advance(1_000, 9_000, 200)).toEqual({ took: true, value: 1_000 });
    expect(lost()).toBe(1);
    expect(await jobs.row("rate#worker")).toMatchObject({ next_at: 1_200 });
    expect(await cell.advance(1_000, 9_000, 200)).toEqual({ took: true, value: 1_200 });
  });

  test("the first slot after a pause", async () => {
    const { client, lost } = deaf();
    const now = Date.now();
    expect(await rateRow(client, table()).restart(now, now + 200)).toBe(true);
    expect(lost()).toBe(1);
    expect(await rateRow(new DynamoDBClient({}), table()).restart(now, now + 400)).toBe(false);
  });

  test("the turn", async () => {
    const { client, lost } = deaf();
    const now = Date.now();
    expect(await turnRow(client, table()).take("me", now + 60_000, now)).toEqual({ took: true });
    expect(lost()).toBe(1);
    expect(await turnRow(new DynamoDBClient({}), table()).take("other", now + 60_000, now)).toEqual({
      took: false,
      heldUntil: now + 60_000,
    });
  });

  test("the row of an accepted job", async () => {
    const { client, lost } = deaf();
    const time = new Date().toISOString();
    const job = {
      ...{ id: randomUUID(), state: "accepted" as const, created_at: time, updated_at: time, attempts: 0 },
      ...{ request_hash: HASH, accepted_by: "request-1", expires_at: Math.ceil(Date.now() / 1000) + 60 },
    } as const;
    expect(await jobStore(client, table()).create(job)).toBeUndefined();
    expect(lost()).toBe(1);
    expect(await jobStore(new DynamoDBClient({}), table()).create({ ...job, accepted_by: "request-2" })).toEqual(job);
  });

  test("the row of a job that is redriven, once", async () => {
    const { client, lost } = deaf();
    const id = randomUUID();
    await jobs.putRow({ id, state: "failed", created_at: new Date().toISOString(), attempts: 3, request_hash: HASH });
    const reopening = await redriveRows(client, table(), 3600).reopen(id, HASH);
    expect(lost()).toBe(1);
    expect(await jobs.row(id)).toMatchObject({ state: "failed", redrives: 1, attempts: 0 });
    await reopening.sent();
    expect(await jobs.row(id)).toMatchObject({ state: "accepted", redrives: 1 });
    expect(await jobs.row(id)).not.toHaveProperty("reopened_by");
  });

  test("the row of a job whose message could not be sent, put back once", async () => {
    const id = randomUUID();
    await jobs.putRow({ id, state: "failed", created_at: new Date().toISOString(), attempts: 0, redrives: 4 });
    const client = new DynamoDBClient({});
    const reopening = await redriveRows(client, table(), 3600).reopen(id, HASH);
    const lost = losingTheFirstAnswer(client);
    await reopening.undo();
    expect(lost()).toBe(1);
    expect(await jobs.row(id)).toMatchObject({ state: "failed", redrives: 4, attempts: 0 });
  });

  test("the claim of an event, which is handled at once and not when the invocation ends", async () => {
    const { client, lost } = deaf();
    const name = await makeTable();
    const context: Context = contextOf(60_000);
    let runs = 0;
    const run = async () => void runs++;
    expect(await rememberingOnce(client, name, 60)({ id: "e-1" }, context, run, 1)).toBe(true);
    expect(lost()).toBe(1);
    expect(await rememberingOnce(new DynamoDBClient({}), name, 60)({ id: "e-1" }, context, run, 1)).toBe(false);
    expect(runs).toBe(1);
  });
});
