import * as z from "zod/mini";
import type { LocalAws } from "../../../local/aws";
import { callsOn } from "./calls";
import { contextOf, Jobs, startAws } from "./jobs";

jest.setTimeout(180_000);

let aws: LocalAws;
beforeAll(async () => {
  aws = await startAws();
});
afterAll(() => aws?.stop());

const attribute = (StringValue: string) => ({ DataType: "String", StringValue });

test("a job runs once, its result is kept and its message gone", async () => {
  const jobs = await Jobs.create();
  const id = (await jobs.post({ n: 20 })).body["id"] as string;
  await jobs.deliverAll(jobs.worker(async (job) => ({ doubled: (job.payload as { n: number }).n * 2 })));
  const { body, headers } = await jobs.get(id);
  expect(body).toMatchObject({ state: "succeeded", attempts: 1, result: { doubled: 40 } });
  expect(headers).not.toHaveProperty("retry-after");
  expect(await jobs.count("main")).toBe(0);
});

test("a job that goes well costs what docs/queue-load-leveling.md counts: a message, three writes, and a read for who asks", async () => {
  const jobs = await Jobs.create();
  const id = (await jobs.post({ n: 20 })).body["id"] as string;
  await jobs.deliverAll(jobs.worker(async () => "done"));
  await jobs.get(id);
  expect(callsOn(aws, jobs.environment.JOBS_TABLE_NAME)).toEqual({
    "sqs:SendMessage": 1,
    "dynamodb:PutItem": 1,
    "dynamodb:UpdateItem": 2,
    "dynamodb:GetItem": 1,
  });
});

test("a message of a direct producer is a job by its own id, or by the id it names", async () => {
  const jobs = await Jobs.create();
  const messageId = await jobs.send("{}");
  await jobs.send("{}", { MessageAttributes: { job_id: attribute("named-1") } });
  await jobs.deliverAll(jobs.worker(async () => "done"));
  for (const id of [messageId, "named-1"]) {
    expect((await jobs.get(id)).body).toMatchObject({ id, state: "succeeded", result: "done" });
  }
});

test("no message can name a row that is not a job", async () => {
  const jobs = await Jobs.create();
  const messageId = await jobs.send("{}", { MessageAttributes: { job_id: attribute("rate#worker") } });
  const handle = jest.fn();
  await jobs.deliverAll(jobs.worker(handle));
  expect(handle).not.toHaveBeenCalled();
  expect(await jobs.row("rate#worker")).toBeUndefined();
  expect(await jobs.row(messageId)).toMatchObject({ state: "failed" });
  expect(await jobs.count("deadLetter")).toBe(1);
});

test("ten deliveries at once are one run", async () => {
  const jobs = await Jobs.create();
  const id = await jobs.send("{}");
  const [record] = await jobs.receive();
  let runs = 0;
  const worker = jobs.worker(async () => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    return ++runs;
  });
  const Records = [record!];
  const answers = await Promise.all(Array.from({ length: 10 }, () => worker({ Records }, contextOf())));
  expect(runs).toBe(1);
  expect(answers.filter(({ batchItemFailures }) => batchItemFailures.length === 0)).toHaveLength(1);
  expect(await worker({ Records }, contextOf())).toEqual({ batchItemFailures: [] });
  expect(await jobs.row(id)).toMatchObject({ state: "succeeded", attempts: 1, result: "1" });
});

test.each([
  ["once", () => Promise.resolve("done"), { state: "succeeded", attempts: 1 }, { main: 0, deadLetter: 0 }],
  [
    "again, where the first message comes again",
    () => Promise.reject(new Error("not yet")),
    { state: "accepted", attempts: 1 },
    { main: 2, deadLetter: 0 },
  ],
] as const)("a job whose message comes twice in a batch is done %s", async (_, handle, job, messages) => {
  const jobs = await Jobs.create();
  const key = { "idempotency-key": "twice" };
  // The second request may not know that the first one sent, and sends as well.
  const id = (await jobs.post({}, key)).body["id"] as string;
  await jobs.post({}, key);
  expect(await jobs.count("main")).toBe(2);
  expect((await jobs.deliver(jobs.worker(handle))).came).toBe(2);
  expect((await jobs.get(id)).body).toMatchObject(job);
  expect({ main: await jobs.count("main"), deadLetter: await jobs.count("deadLetter") }).toEqual(messages);
});

test("a job whose worker died is taken over once the lease is over, not before", async () => {
  const jobs = await Jobs.create();
  const id = await jobs.send("{}");
  const [record] = await jobs.receive();
  const Records = [record!];
  const worker = jobs.worker(async (job) => job.attempt);
  await jobs.putRow({
    id,
    state: "running",
    attempts: 1,
    lease_until: Date.now() + 60_000,
    created_at: "2026-01-01T00:00:00.000Z",
  });
  expect((await worker({ Records }, contextOf())).batchItemFailures).toHaveLength(1);
  await jobs.putRow({
    id,
    state: "running",
    attempts: 1,
    lease_until: Date.now() - 1,
    created_at: "2026-01-01T00:00:00.000Z",
  });
  expect(await worker({ Records }, contextOf())).toEqual({ batchItemFailures: [] });
  expect(await jobs.row(id)).toMatchObject({ state: "succeeded", attempts: 2, created_at: "2026-01-01T00:00:00.000Z" });
});

test("a poison record in a batch of ten harms only itself: it is tried, given up, recorded, and its message stays", async () => {
  const jobs = await Jobs.create({ maxReceiveCount: 3 });
  const ids: string[] = [];
  for (let n = 0; n < 10; n++) ids.push((await jobs.post({ n })).body["id"] as string);
  const tries = new Map<string, number>();
  const worker = jobs.worker(async (job) => {
    tries.set(job.id, (tries.get(job.id) ?? 0) + 1);
    if ((job.payload as { n: number }).n === 4) throw new Error("connect ECONNREFUSED 10.0.0.7:5432");
    return "ok";
  });
  await jobs.deliverAll(worker);
  await jobs.deliverAll(jobs.recorder(), "undeliverable");
  for (const [n, id] of ids.entries()) {
    expect(tries.get(id)).toBe(n === 4 ? 3 : 1);
    expect((await jobs.get(id)).body).toMatchObject({ state: n === 4 ? "failed" : "succeeded" });
  }
  expect([await jobs.count("main"), await jobs.count("undeliverable"), await jobs.count("deadLetter")]).toEqual([
    0, 0, 1,
  ]);
  const [letter] = await jobs.receive("deadLetter");
  expect(letter).toMatchObject({ body: '{"n":4}', messageAttributes: { job_id: { stringValue: ids[4] } } });
  // Operators see the cause, clients do not.
  expect(await jobs.row(ids[4]!)).toMatchObject({
    attempts: 3,
    error: { detail: "Error: connect ECONNREFUSED 10.0.0.7:5432" },
  });
  expect(JSON.stringify((await jobs.get(ids[4]!)).body)).not.toContain("10.0.0.7");
});

test("between two attempts a job waits, with the last error", async () => {
  const jobs = await Jobs.create({ environment: { JOBS_RETRY_BASE_SECONDS: "60" } });
  const id = (await jobs.post({})).body["id"] as string;
  const worker = jobs.worker(async () => {
    throw new Error("flaky");
  });
  expect(await jobs.deliver(worker)).toEqual({ came: 1, stay: 1 });
  expect((await jobs.get(id)).body).toMatchObject({
    state: "accepted",
    attempts: 1,
    error: { title: "The worker failed" },
  });
  expect(await jobs.deliver(worker)).toEqual({ came: 0, stay: 0 });
  expect(await jobs.count("main")).toBe(1);
});

test("a permanent error fails the job at once and keeps the whole message", async () => {
  const jobs = await Jobs.create();
  const id = await jobs.send('{ "raw" : 1 }', {
    MessageAttributes: { tenant: attribute("t1"), blob: { DataType: "Binary", BinaryValue: Buffer.from([1, 2, 255]) } },
  });
  const { PermanentError } = jobs.runtime();
  await jobs.deliverAll(
    jobs.worker(async () => {
      throw new PermanentError("No such customer", { type: "urn:example:no-customer", detail: "Customer 7 left." });
    }),
  );
  expect((await jobs.get(id)).body).toMatchObject({
    state: "failed",
    attempts: 1,
    error: { type: "urn:example:no-customer", title: "No such customer", detail: "Customer 7 left." },
  });
  expect([await jobs.count("main"), await jobs.count("deadLetter")]).toEqual([0, 1]);
  const [letter] = await jobs.receive("deadLetter");
  expect(letter).toMatchObject({
    body: '{ "raw" : 1 }',
    messageAttributes: {
      job_id: { stringValue: id },
      tenant: { stringValue: "t1" },
      blob: { binaryValue: Buffer.from([1, 2, 255]).toString("base64") },
      error_type: { stringValue: "urn:example:no-customer" },
    },
  });
});

test.each([
  ["not JSON", "{nope", "The message is not JSON."],
  ["against the schema", '{"n":"x"}', "n: "],
])("a payload that is %s never reaches the handler", async (_name, payload, detail) => {
  const jobs = await Jobs.create();
  const id = await jobs.send(payload);
  const handle = jest.fn();
  await jobs.deliverAll(jobs.worker(handle, { schema: z.object({ n: z.number() }) }));
  expect(handle).not.toHaveBeenCalled();
  expect(await jobs.row(id)).toMatchObject({ state: "failed", error: { detail: expect.stringContaining(detail) } });
  expect(await jobs.count("deadLetter")).toBe(1);
});

test("with a rate the starts of all workers together keep the distance", async () => {
  const jobs = await Jobs.create({ environment: { JOBS_MAX_PER_SECOND: "20" } });
  const turns: number[] = [];
  for (let n = 0; n < 12; n++) await jobs.send(String(n));
  const { Records: batches } = { Records: [await jobs.receive("main", 6), await jobs.receive("main", 6)] };
  const worker = jobs.worker(async () => turns.push(Date.now()));
  const begun = Date.now();
  await Promise.all(batches.map((Records) => worker({ Records }, contextOf())));
  expect(turns).toHaveLength(12);
  turns.sort((a, b) => a - b);
  // Slots of 50 ms: a slow machine only starts later. A timer may fire a millisecond early.
  for (const [n, turn] of turns.entries()) expect(turn - begun).toBeGreaterThanOrEqual(n * 50 - 1);
});

test("at a rate the jobs of a batch run side by side, so that work that takes long hands nothing back", async () => {
  const jobs = await Jobs.create({ environment: { JOBS_MAX_PER_SECOND: "20" } });
  const ids: string[] = [];
  for (let n = 0; n < 10; n++) ids.push(await jobs.send(String(n)));
  // One after the other ten jobs of 0.7 s would take 7 s, and those from the third on would wait longer than half of the time.
  const worker = jobs.worker(async () => new Promise((resolve) => setTimeout(resolve, 700)));
  const Records = await jobs.receive("main", 10);
  expect(await worker({ Records }, contextOf(4_000))).toEqual({ batchItemFailures: [] });
  for (const id of ids) expect(await jobs.row(id)).toMatchObject({ state: "succeeded", attempts: 1 });
});

test("at a rate that the plan takes, no job comes again and again for want of a turn", async () => {
  // One after the other, ten jobs of 2.1 s would take 21 s, and the last five of them would wait longer than half of the time.
  const jobs = await Jobs.create({ environment: { JOBS_MAX_PER_SECOND: "20" } });
  const ids: string[] = [];
  for (let n = 0; n < 40; n++) ids.push(await jobs.send(String(n)));
  const worker = jobs.worker(async () => new Promise((resolve) => setTimeout(resolve, 2_100)));
  let deliveries = 0;
  const poll = async () => {
    for (;;) {
      const { came } = await jobs.deliver(worker, "main", 20_000);
      deliveries += came;
      if (came === 0) return;
    }
  };
  await Promise.all([poll(), poll()]);
  expect(deliveries).toBe(ids.length);
  for (const id of ids) expect(await jobs.row(id)).toMatchObject({ state: "succeeded", attempts: 1 });
});

describe("one at a time", () => {
  const seconds = "2";
  const one = () => Jobs.create({ environment: { JOBS_ONE_AT_A_TIME_SECONDS: seconds } });
  const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  const turnOf = (jobs: Jobs) => jobs.row("turn#worker");

  test("jobs of several invocations never overlap, none loses a try, and the turn is free afterwards", async () => {
    const jobs = await one();
    const ids: string[] = [];
    for (let n = 0; n < 6; n++) ids.push(await jobs.send(String(n)));
    let atWork = 0;
    let most = 0;
    const worker = jobs.worker(async () => {
      most = Math.max(most, ++atWork);
      await sleep(100);
      atWork--;
    });
    const batches = [await jobs.receive("main", 3), await jobs.receive("main", 3)];
    const answers = await Promise.all(batches.map((Records) => worker({ Records }, contextOf(30_000))));
    expect(answers.flatMap(({ batchItemFailures }) => batchItemFailures)).toEqual([]);
    expect(most).toBe(1);
    for (const id of ids) expect(await jobs.row(id)).toMatchObject({ state: "succeeded", attempts: 1 });
    expect(await turnOf(jobs)).toEqual({ id: "turn#worker" });
  });

  test("what gets no turn in its time waits in the queue as a copy, untried", async () => {
    const jobs = await one();
    const id = await jobs.send("{}");
    await jobs.putRow({ id: "turn#worker", holder: "another", held_until: Date.now() + 60_000 });
    const handle = jest.fn();
    const Records = await jobs.receive();
    const started = Date.now();
    expect(await jobs.worker(handle)({ Records }, contextOf(3_000))).toEqual({ batchItemFailures: [] });
    // It leaves a job's two seconds of its three untouched.
    expect(Date.now() - started).toBeGreaterThanOrEqual(900);
    expect(handle).not.toHaveBeenCalled();
    expect(await jobs.row(id)).toBeUndefined();
    expect(await jobs.count("main")).toBe(2);
  });

  test("the turn of a worker that died ends with its invocation", async () => {
    const jobs = await one();
    const id = await jobs.send("{}");
    await jobs.putRow({ id: "turn#worker", holder: "dead", held_until: Date.now() + 700 });
    const Records = await jobs.receive();
    expect(await jobs.worker(async () => "done")({ Records }, contextOf(4_000))).toEqual({ batchItemFailures: [] });
    expect(await jobs.row(id)).toMatchObject({ state: "succeeded", attempts: 1 });
  });

  test("a job that fails leaves its turn to the next", async () => {
    const jobs = await one();
    await jobs.send("{}");
    const worker = jobs.worker(async () => {
      throw new Error("flaky");
    });
    expect(await jobs.deliver(worker)).toEqual({ came: 1, stay: 1 });
    expect(await turnOf(jobs)).toEqual({ id: "turn#worker" });
  });
});

test("receives that nobody used as tries do not count: a job that fails at its last receive comes again until it was tried as often as promised", async () => {
  const jobs = await Jobs.create({ maxReceiveCount: 2 });
  const id = await jobs.send("{}");
  // As a throttled batch does: received, and never handed to the worker.
  const [throttled] = await jobs.receive();
  await jobs.show("main", throttled!.receiptHandle);
  const tries: number[] = [];
  const worker = jobs.worker(async ({ attempt }) => {
    tries.push(attempt);
    throw new Error("flaky");
  });
  await jobs.deliverAll(worker);
  await jobs.deliverAll(jobs.recorder(), "undeliverable");
  expect(tries).toEqual([1, 2]);
  expect(await jobs.row(id)).toMatchObject({ state: "failed", attempts: 2, error: { title: "The worker failed" } });
  expect([await jobs.count("main"), await jobs.count("undeliverable"), await jobs.count("deadLetter")]).toEqual([
    0, 0, 1,
  ]);
});

test("a job whose turn comes too late is handed back without losing a try, and the number of tries still holds", async () => {
  const jobs = await Jobs.create({ maxReceiveCount: 2, environment: { JOBS_MAX_PER_SECOND: "1" } });
  const id = await jobs.send("{}", { MessageAttributes: { tenant: attribute("t1") } });
  await jobs.putRow({ id: "rate#worker", next_at: Date.now() + 100_000 });
  const handle = jest.fn(async () => {
    throw new Error("flaky");
  });
  const worker = jobs.worker(handle, {}, { JOBS_MAX_PER_SECOND: "0.1" });
  expect(await jobs.deliver(worker)).toEqual({ came: 1, stay: 0 });
  expect(handle).not.toHaveBeenCalled();
  expect(await jobs.row(id)).toBeUndefined();
  expect(await jobs.count("main")).toBe(1);

  // As if the copy had come with its turn, again and again: a fresh message each time, one job.
  for (const attempts of [1, 2]) {
    await jobs.putRow({ id: "rate#worker", next_at: 0 });
    await jobs.send("{}", { MessageAttributes: { job_id: attribute(id) } });
    const [record] = await jobs.receive();
    expect(record?.attributes.ApproximateReceiveCount).toBe("1");
    const { batchItemFailures } = await worker({ Records: [record!] }, contextOf());
    expect(await jobs.row(id)).toMatchObject({ attempts, state: attempts === 2 ? "failed" : "accepted" });
    expect(batchItemFailures).toHaveLength(attempts === 2 ? 0 : 1);
    if (attempts === 1) await jobs.receive("main", 1);
  }
  expect(await jobs.count("deadLetter")).toBe(1);
});

test("a result that is too long or no JSON is left out, and said so; the job has succeeded", async () => {
  const jobs = await Jobs.create();
  const long = await jobs.send('"long"');
  const circular = await jobs.send('"circular"');
  await jobs.deliverAll(
    jobs.worker(async ({ payload }) => (payload === "long" ? "x".repeat(256 * 1024) : { big: 10n })),
  );
  expect((await jobs.get(long)).body).toMatchObject({
    state: "succeeded",
    resultOmitted: expect.stringContaining("262146 bytes"),
  });
  expect((await jobs.get(circular)).body).toMatchObject({ state: "succeeded", resultOmitted: expect.any(String) });
});

test("digits that a number in JavaScript cannot hold are in the job's text", async () => {
  const jobs = await Jobs.create();
  const texts: string[] = [];
  await jobs.send('{"id": 9007199254740993}');
  await jobs.deliverAll(jobs.worker(async ({ text }) => texts.push(text)));
  expect(texts).toEqual(['{"id": 9007199254740993}']);
});
