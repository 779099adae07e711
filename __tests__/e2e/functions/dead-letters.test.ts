import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { redriveLock } from "../../../functions/shared/redrive-lock";
import type { LocalAws } from "../../../local/aws";
import { eventually } from "../local/support";
import { contextOf, Jobs, startAws } from "./jobs";
import { losingTheFirstAnswer } from "./lost-answers";

jest.setTimeout(180_000);

let aws: LocalAws;
beforeAll(async () => {
  aws = await startAws();
});
afterAll(() => aws?.stop());

const who = { reason: "legacy is back", requestedBy: "ops@example.com" };
const attribute = (StringValue: string) => ({ DataType: "String", StringValue });

/** Receives until SQS has moved the message on: a worker that never says a word. */
async function dieSilently(jobs: Jobs): Promise<void> {
  for (let tries = 0; tries < 20 && (await jobs.count("main")) > 0; tries++) {
    await jobs.deliver(async ({ Records }) => {
      for (const { receiptHandle } of Records) await jobs.show("main", receiptHandle);
      return { batchItemFailures: Records.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    });
  }
}

async function deadLetters(jobs: Jobs, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n++) ids.push((await jobs.post({ n })).body["id"] as string);
  const { PermanentError } = jobs.runtime();
  await jobs.deliverAll(
    jobs.worker(async () => {
      throw new PermanentError("down");
    }),
  );
  expect(await jobs.count("deadLetter")).toBe(count);
  return ids;
}

test("a job whose worker never said a word shows as failed, and SQS keeps its message with id and attributes", async () => {
  const jobs = await Jobs.create();
  const accepted = (await jobs.post({ a: 1 })).body["id"] as string;
  const direct = await jobs.send('{"b":1}', { MessageAttributes: { tenant: attribute("t1") } });
  await dieSilently(jobs);
  expect(await jobs.count("undeliverable")).toBe(2);
  await jobs.deliverAll(jobs.recorder(), "undeliverable");
  for (const id of [accepted, direct]) {
    expect((await jobs.get(id)).body).toMatchObject({
      state: "failed",
      error: { title: "The worker ended without an answer" },
    });
  }
  const letters = await jobs.receive("deadLetter");
  expect(letters).toHaveLength(2);
  expect(letters.find(({ messageId }) => messageId === direct)).toMatchObject({
    body: '{"b":1}',
    messageAttributes: { tenant: { stringValue: "t1" } },
  });
});

test.each([
  ["has succeeded", { state: "succeeded" }, "succeeded"],
  ["has failed with its own error", { state: "failed", error: { type: "urn:x", title: "own" } }, "failed"],
  ["is running, its lease over", { state: "running", lease_until: 1 }, "failed"],
  ["is running under a lease", { state: "running", lease_until: Date.now() + 600_000 }, "running"],
])("the recorder meets a job that %s", async (_name, row, expected) => {
  const jobs = await Jobs.create();
  const id = randomUUID();
  await jobs.putRow({ id, created_at: new Date().toISOString(), attempts: 1, ...row });
  await jobs.send("{}", { QueueUrl: jobs.queues.undeliverable, MessageAttributes: { job_id: attribute(id) } });
  const Records = await jobs.receive("undeliverable");
  const { batchItemFailures } = await jobs.recorder()({ Records }, contextOf());
  expect(batchItemFailures).toEqual([{ itemIdentifier: Records[0]?.messageId }]);
  expect(await jobs.row(id)).toMatchObject({ state: expected, ...("error" in row ? { error: row.error } : {}) });
});

test("a recorder that cannot write keeps every message", async () => {
  const log = jest.spyOn(console, "error").mockImplementation(() => undefined);
  const jobs = await Jobs.create({ environment: { JOBS_TABLE_NAME: "missing" } });
  await jobs.send("{}", { QueueUrl: jobs.queues.undeliverable });
  expect(await jobs.deliver(jobs.recorder(), "undeliverable")).toEqual({ came: 1, stay: 1 });
  expect(await jobs.count("undeliverable")).toBe(1);
  log.mockRestore();
});

test("a redrive brings dead letters home: the jobs start anew, succeed, and the audit row says who and why", async () => {
  const jobs = await Jobs.create();
  const ids = await deadLetters(jobs, 12);
  const result = await jobs.redrive(who);
  expect(result).toMatchObject({ moved: 12, failed: 0, remaining: 0, stoppedBecause: "empty" });
  expect((await jobs.get(ids[0]!)).body).toMatchObject({ state: "accepted", attempts: 0 });
  expect((await jobs.get(ids[0]!)).body).not.toHaveProperty("error");
  expect(await jobs.row(result.auditId)).toMatchObject({
    requested_by: who.requestedBy,
    reason: who.reason,
    moved: 12,
    failed: 0,
    stopped_because: "empty",
    started_at: expect.any(String),
    finished_at: expect.any(String),
    request_id: expect.any(String),
  });
  expect(await jobs.row(result.auditId)).not.toHaveProperty("expires_at");
  await jobs.deliverAll(jobs.worker(async () => "ok"));
  for (const id of ids) expect(await jobs.row(id)).toMatchObject({ state: "succeeded", attempts: 1, redrives: 1 });
});

test("a redrive moves only the chosen jobs, and no more than asked for", async () => {
  const jobs = await Jobs.create();
  const ids = await deadLetters(jobs, 5);
  const chosen = await jobs.redrive({ ...who, jobIds: [ids[3]] });
  expect(chosen).toMatchObject({ moved: 1, remaining: 4, stoppedBecause: "all_found" });
  expect(await jobs.row(ids[3]!)).toMatchObject({ state: "accepted" });
  expect(await jobs.row(ids[0]!)).toMatchObject({ state: "failed" });
  expect(await jobs.redrive({ ...who, jobIds: ["unknown"] })).toMatchObject({ moved: 0, stoppedBecause: "empty" });
  // Those that were looked at show again at once.
  expect(await jobs.redrive({ ...who, maxMessages: 2 })).toMatchObject({
    moved: 2,
    remaining: 2,
    stoppedBecause: "max_messages",
  });
});

test("a redrive that cannot send leaves letters and jobs as they were, and stops", async () => {
  const log = jest.spyOn(console, "error").mockImplementation(() => undefined);
  const jobs = await Jobs.create();
  const ids = await deadLetters(jobs, 7);
  const before = await jobs.row(ids[0]!);
  const result = await jobs.redrive(who, { JOBS_QUEUE_URL: `${jobs.queues.main}-missing` });
  expect(result).toMatchObject({ moved: 0, remaining: 7, stoppedBecause: "failures" });
  expect(await jobs.row(ids[0]!)).toMatchObject({
    state: "failed",
    error: before?.["error"],
    attempts: before?.["attempts"],
  });
  expect(await jobs.redrive(who)).toMatchObject({ moved: 7, remaining: 0 });
  log.mockRestore();
});

test("a job reads failed until its message is sent, so that a redrive that is killed leaves none that waits for ever", async () => {
  const jobs = await Jobs.create();
  const [id] = (await deadLetters(jobs, 1)) as [string];
  const before = await jobs.row(id);
  const slow = await aws.faults.failApi({ service: "sqs", action: "SendMessage", delayMs: 2_000 });
  const redrive = jobs.redrive(who);
  await eventually("the row is ready", async () => (await jobs.row(id))?.["redrives"] === 1);
  expect(await jobs.row(id)).toMatchObject({ state: "failed", attempts: 0, error: before?.["error"] });
  expect(await jobs.count("deadLetter")).toBe(1);
  expect(Number((await jobs.row("lock#redrive"))?.["lease_until"])).toBeGreaterThan(Date.now());
  expect(await redrive).toMatchObject({ moved: 1 });
  await slow.remove();
  expect(await jobs.row(id)).toMatchObject({ state: "accepted", queued_at: expect.any(String) });
});

test("a second redrive moves nothing and says who runs the first; one that was killed gives way when its time is over", async () => {
  const jobs = await Jobs.create();
  await deadLetters(jobs, 3);
  const lock = redriveLock(new DynamoDBClient({}), jobs.environment.JOBS_TABLE_NAME, (error) => {
    throw error;
  });
  const now = Date.now();
  await lock.whileAlone({ requestId: "r-1", ...who, startedAt: now, endsAt: now + 60_000 }, () =>
    expect(jobs.redrive({ ...who, requestedBy: "somebody else" })).rejects.toThrow(
      /^A redrive runs already: ops@example\.com began it at .* \(request r-1\), because: legacy is back\. .* Nothing was moved/,
    ),
  );
  expect(await jobs.redrive({ ...who, maxMessages: 1 })).toMatchObject({ moved: 1, stoppedBecause: "max_messages" });
  const released = { ...(await jobs.row("lock#redrive")), id: "lock#redrive" };
  expect(released).toMatchObject({ requested_by: who.requestedBy, lease_until: 0 });
  await jobs.putRow({ ...released, lease_until: Date.now() + 60_000 });
  await expect(jobs.redrive(who)).rejects.toThrow("A redrive runs already");
  await jobs.putRow({ ...released, lease_until: Date.now() });
  expect(await jobs.redrive(who)).toMatchObject({ moved: 2, remaining: 0, hidden: 0 });
});

test("a redrive that took the lock and never heard so is not locked out by itself", async () => {
  const jobs = await Jobs.create();
  const dynamo = new DynamoDBClient({});
  const lost = losingTheFirstAnswer(dynamo);
  const lock = redriveLock(dynamo, jobs.environment.JOBS_TABLE_NAME, (error) => {
    throw error;
  });
  const run = { requestId: "r-1", ...who, startedAt: Date.now(), endsAt: Date.now() + 60_000 };
  // A client that sends twice may do so with one request id: the second is another run.
  await lock.whileAlone(run, () =>
    expect(lock.whileAlone(run, async () => "ran")).rejects.toThrow("A redrive runs already"),
  );
  expect(lost()).toBe(1);
  expect(await lock.whileAlone({ ...run, startedAt: Date.now() }, async () => "next")).toBe("next");
});

test("what was moved is told also when nothing can be counted", async () => {
  const log = jest.spyOn(console, "error").mockImplementation(() => undefined);
  const jobs = await Jobs.create();
  await deadLetters(jobs, 3);
  const uncounted = await aws.faults.failApi({
    ...{ service: "sqs", action: "GetQueueAttributes", code: "InternalError" },
    resource: `arn:aws:sqs:${aws.region}:${aws.accountId}:${jobs.queues.deadLetter.split("/").at(-1)}`,
  });
  const result = await jobs.redrive({ ...who, maxMessages: 2 });
  expect(result).toEqual({ auditId: result.auditId, moved: 2, failed: 0, stoppedBecause: "max_messages" });
  expect(await jobs.row(result.auditId)).toMatchObject({ moved: 2, failed: 0, stopped_because: "max_messages" });
  expect(JSON.stringify(log.mock.calls)).toContain("InternalError");
  await uncounted.remove();
  log.mockRestore();
});

test("a redrive stops before its time-out and says so", async () => {
  const jobs = await Jobs.create();
  await deadLetters(jobs, 3);
  const result = await jobs.redrive({ ...who, maxPerSecond: 0.01 }, {}, contextOf(5_000));
  expect(result).toMatchObject({ moved: 1, failed: 0, remaining: 2, stoppedBecause: "time" });
});

test("a job that succeeded after all stays so when its letter is moved back", async () => {
  const jobs = await Jobs.create();
  const [id] = await deadLetters(jobs, 1);
  await jobs.putRow({ ...(await jobs.row(id!)), id: id!, state: "succeeded", result: "1" });
  expect(await jobs.redrive(who)).toMatchObject({ moved: 1 });
  const handle = jest.fn();
  await jobs.deliverAll(jobs.worker(handle));
  expect(handle).not.toHaveBeenCalled();
  expect(await jobs.row(id!)).toMatchObject({ state: "succeeded", result: "1" });
});

test.each([
  ["nothing", undefined, /payload: /],
  ["no reason", { requestedBy: "x" }, /reason: /],
  ["too many", { ...who, maxMessages: 100_001 }, /maxMessages: .*100000/],
  ["a rate of zero", { ...who, maxPerSecond: 0 }, /maxPerSecond: /],
  ["an id that names no job", { ...who, jobIds: ["rate#worker"] }, /jobIds\.0: /],
  ["an unknown option", { ...who, all: true }, /all/],
])("a redrive request with %s is refused with a clear message", async (_name, payload, message) => {
  const jobs = await Jobs.create();
  await expect(jobs.redrive(payload)).rejects.toThrow(message);
});
