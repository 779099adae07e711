import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import type { LocalAws } from "../../../local/aws";
import { Jobs, startAws } from "./jobs";

jest.setTimeout(180_000);

let aws: LocalAws;
let jobs: Jobs;
beforeAll(async () => {
  aws = await startAws();
  jobs = await Jobs.create();
});
afterAll(() => aws?.stop());

const hide = () => jest.spyOn(console, "error").mockImplementation(() => undefined);

test("a job is accepted once the queue has it, exactly as it was sent, and can be read at once", async () => {
  const accepted = await jobs.post({ customerId: "1", name: "ä€" });
  expect(accepted.status).toBe(202);
  const id = accepted.body["id"] as string;
  expect(accepted.headers).toMatchObject({ location: `/jobs/${id}`, "retry-after": "7" });
  const [message] = await jobs.receive();
  expect(message?.body).toBe('{"customerId":"1","name":"ä€"}');
  expect(message?.messageAttributes["job_id"]?.stringValue).toBe(id);
  const read = await jobs.get(id);
  expect(read.status).toBe(200);
  expect(read.body).toMatchObject({ id, state: "accepted", attempts: 0, links: { self: `/jobs/${id}` } });
  expect(read.headers).toMatchObject({ "retry-after": "7", "cache-control": "no-store" });
});

test("a queue that refuses leaves no job behind and asks to come again", async () => {
  const log = hide();
  const missing = { JOBS_QUEUE_URL: `${jobs.queues.main}-missing` };
  const answer = await jobs.post({ a: 1 }, { "idempotency-key": "queue-down" }, missing);
  expect(answer.status).toBe(503);
  expect(answer.headers).toMatchObject({ "content-type": "application/problem+json", "retry-after": "7" });
  expect(JSON.stringify(answer.body)).not.toMatch(/queue-load|jobs-|amazon|arn:/i);
  const again = await jobs.post({ a: 1 }, { "idempotency-key": "queue-down" });
  expect(again.status).toBe(202);
  const row = await jobs.row(again.body["id"] as string);
  expect(row).toMatchObject({ state: "accepted" });
  // A row that was still there would have been found, and marked as sent again.
  expect(row).not.toHaveProperty("queued_at");
  log.mockRestore();
});

test.each([
  ["refuses connections", async () => ({ url: "http://127.0.0.1:1", stop: () => undefined })],
  ["never answers", silentServer],
])("a queue that %s is a 503 too, and no job is left behind", async (name, start) => {
  const log = hide();
  const { url, stop } = await start();
  process.env["AWS_ENDPOINT_URL_SQS"] = url;
  // A value of its own gives it a handler of its own, with the endpoint of this moment.
  const changes = { JOBS_RETRY_AFTER_SECONDS: String(name.length) };
  const answer = await jobs.post({ a: 1 }, { "idempotency-key": name.replaceAll(" ", "-") }, changes);
  delete process.env["AWS_ENDPOINT_URL_SQS"];
  stop();
  expect(answer).toMatchObject({ status: 503, headers: { "retry-after": String(name.length) } });
  const again = await jobs.post({ a: 1 }, { "idempotency-key": name.replaceAll(" ", "-") });
  expect(await jobs.row(again.body["id"] as string)).not.toHaveProperty("queued_at");
  log.mockRestore();
});

/** Takes connections and says nothing. */
async function silentServer() {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => sockets.add(socket)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const stop = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}

test("a table that fails is a 503, for writers and readers", async () => {
  const log = hide();
  const missing = { JOBS_TABLE_NAME: "missing" };
  expect((await jobs.post({ a: 1 }, {}, missing)).status).toBe(503);
  const read = await jobs.get("some-id", missing);
  expect(read.status).toBe(503);
  expect(JSON.stringify(read.body)).not.toContain("missing");
  log.mockRestore();
});

test("twenty requests at once with one key and one body are one job", async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => jobs.post({ same: true }, { "idempotency-key": "race" })),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(202));
  expect(new Set(answers.map(({ body }) => body["id"])).size).toBe(1);
  const handled: string[] = [];
  await jobs.deliverAll(jobs.worker(async (job) => handled.push(job.id)));
  expect(handled.filter((id) => id === answers[0]?.body["id"])).toHaveLength(1);
});

test("of twenty bodies with one key exactly one becomes the job", async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => jobs.post({ n }, { "idempotency-key": "bodies" })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([202, ...Array(19).fill(422)]);
});

test("a replay sends again while nobody has seen the job, once, and later says how far the job is", async () => {
  const key = { "idempotency-key": "replayed" };
  const id = (await jobs.post({ r: 1 }, key)).body["id"] as string;
  expect(await jobs.row(id)).not.toHaveProperty("queued_at");
  await jobs.post({ r: 1 }, key);
  await jobs.post({ r: 1 }, key);
  expect(await jobs.row(id)).toHaveProperty("queued_at");
  const messages = await jobs.receive();
  expect(messages.filter((message) => message.messageAttributes["job_id"]?.stringValue === id)).toHaveLength(2);
  await jobs.putRow({ ...(await jobs.row(id)), id, state: "succeeded" });
  expect((await jobs.post({ r: 1 }, key)).body).toMatchObject({ id, state: "succeeded" });
});

test("a replay that cannot send keeps the job of the first request", async () => {
  const log = hide();
  const key = { "idempotency-key": "kept" };
  const id = (await jobs.post({ k: 1 }, key)).body["id"] as string;
  const replay = await jobs.post({ k: 1 }, key, { JOBS_QUEUE_URL: `${jobs.queues.main}-missing` });
  expect(replay.status).toBe(503);
  expect(await jobs.row(id)).toMatchObject({ state: "accepted" });
  log.mockRestore();
});

test("a row past its time is no job: not for readers, and its key is free", async () => {
  const key = { "idempotency-key": "expired" };
  const id = (await jobs.post({ e: 1 }, key)).body["id"] as string;
  await jobs.putRow({ ...(await jobs.row(id)), id, expires_at: 1 });
  expect((await jobs.get(id)).status).toBe(404);
  expect((await jobs.post({ e: 2 }, key)).status).toBe(202);
  expect((await jobs.get(id)).status).toBe(200);
});

test("a payload that breaks the schema is refused, with the places", async () => {
  const schema = { type: "object", required: ["a"], properties: { a: { type: "integer" }, b: { type: "string" } } };
  const JOBS_REQUEST_SCHEMA_GZIP = gzipSync(JSON.stringify(schema)).toString("base64");
  const answer = await jobs.post({ a: "x", b: 1 }, {}, { JOBS_REQUEST_SCHEMA_GZIP });
  expect(answer.status).toBe(400);
  expect(answer.body["errors"]).toEqual([
    { pointer: "#/a", detail: "must be integer" },
    { pointer: "#/b", detail: "must be string" },
  ]);
  expect((await jobs.post({ a: 1 }, {}, { JOBS_REQUEST_SCHEMA_GZIP })).status).toBe(202);
});

test.each(["unknown", "redrive#1", "rate#worker", "", "a/b", "x".repeat(200)])("there is no job %j", async (id) => {
  await jobs.putRow({ id: "rate#worker", next_at: 1 });
  const answer = await jobs.get(id);
  expect(answer.status).toBe(404);
  expect(answer.headers["content-type"]).toBe("application/problem+json");
});
