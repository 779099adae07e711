import { gzipSync } from "node:zlib";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import fc from "fast-check";
import { type AcceptParts, acceptJob, type JobStore } from "../../../functions/queue-load-leveling/accept-job";
import type { JobRow } from "../../../functions/queue-load-leveling/contract";
import { ACCEPT_PROBLEMS } from "../../../functions/queue-load-leveling/openapi";
import { payloadValidator } from "../../../functions/queue-load-leveling/request-schema";
import { acceptedJob } from "../../../functions/queue-load-leveling/schemas";
import { answering } from "../../../functions/shared/problem";
import { problemDocument } from "../../../functions/shared/schemas";

interface World {
  readonly rows: Map<string, JobRow>;
  readonly sent: { id: string; body: string; group: string }[];
  readonly post: (event?: Partial<APIGatewayProxyEventV2>) => Promise<APIGatewayProxyStructuredResultV2>;
}

function world(
  changes: {
    failing?: "create" | "send" | "markQueued" | "withdraw";
    /** What there is instead of the row whose message was sent again. */
    instead?: JobRow | "gone";
    parts?: Partial<AcceptParts>;
  } = {},
): World {
  const rows = new Map<string, JobRow>();
  const sent: World["sent"] = [];
  const mayFail = async (step: string) => {
    if (changes.failing === step) throw new Error(`${step} failed in table jobs-prod`);
  };
  const store: JobStore = {
    async create(job) {
      await mayFail("create");
      const existing = rows.get(job.id);
      if (existing === undefined) rows.set(job.id, job);
      return existing;
    },
    async markQueued(job) {
      await mayFail("markQueued");
      if (changes.instead !== undefined) return changes.instead;
      rows.set(job.id, { ...job, ...rows.get(job.id), queued_at: "2026-01-01T00:00:00.000Z" });
      return undefined;
    },
    async withdraw(job) {
      await mayFail("withdraw");
      rows.delete(job.id);
    },
  };
  const queue = {
    async send(message: World["sent"][number]) {
      await mayFail("send");
      sent.push(message);
    },
  };
  const parts: AcceptParts = {
    store,
    queue,
    validate: payloadValidator(""),
    maxBodyBytes: 1024 * 1024,
    retentionSeconds: 60,
    retryAfterSeconds: 5,
    basePath: "v1",
    groupPointer: "",
    ...changes.parts,
  };
  const post = (event: Partial<APIGatewayProxyEventV2> = {}) => {
    const full = {
      rawPath: "/jobs",
      requestContext: { requestId: "r" },
      body: "{}",
      isBase64Encoded: false,
      ...event,
      headers: { "content-type": "application/json", ...event.headers },
    } as APIGatewayProxyEventV2;
    return answering(full, () => acceptJob(full, parts));
  };
  return { rows, sent, post };
}

const bodyOf = (answer: APIGatewayProxyStructuredResultV2) => JSON.parse(answer.body ?? "null");

let log: jest.SpyInstance;
beforeEach(() => {
  log = jest.spyOn(console, "error").mockImplementation(() => undefined);
});
afterEach(() => log.mockRestore());

test("an accepted job is stored, queued and answered as the API describes", async () => {
  const { rows, sent, post } = world();
  const answer = await post({ body: '{ "a":1}', rawPath: "/jobs/" });
  const body = bodyOf(answer);
  expect(answer.statusCode).toBe(202);
  expect(acceptedJob.safeParse(body).success).toBe(true);
  expect(answer.headers).toMatchObject({ location: `/v1/jobs/${body.id}`, "retry-after": "5" });
  expect(body.links.self).toBe(`/v1/jobs/${body.id}`);
  expect(sent).toEqual([{ id: body.id, body: '{ "a":1}', group: "jobs" }]);
  expect(rows.get(body.id)).toMatchObject({ state: "accepted", attempts: 0, created_at: body.createdAt });
});

test.each(["create", "send"] as const)("when %s fails the answer is 503 and nothing stays", async (failing) => {
  const { rows, sent, post } = world({ failing });
  const answer = await post();
  expect(answer).toMatchObject({ statusCode: 503, headers: { "retry-after": "5" } });
  expect(answer.body).not.toContain("jobs-prod");
  expect([rows.size, sent.length]).toEqual([0, 0]);
});

test("a schema that cannot be used is a 503 with a line in the log, and no job", async () => {
  const broken = gzipSync('{"pattern":"("}').toString("base64");
  const { rows, sent, post } = world({ parts: { validate: payloadValidator(broken) } });
  for (const _time of [1, 2]) {
    const answer = await post();
    expect(answer).toMatchObject({ statusCode: 503, headers: { "retry-after": "5" } });
    expect(bodyOf(answer).detail).not.toMatch(/schema|regular/);
  }
  expect([rows.size, sent.length]).toEqual([0, 0]);
  expect(log.mock.calls[1]?.[0]).toMatch(/request schema cannot be used.*regular expression/is);
});

test("a replay that cannot be sent again leaves the job of the first request", async () => {
  const first = world();
  const headers = { "idempotency-key": "k" };
  await first.post({ headers });
  const second = world({ failing: "send", parts: { store: storeOf(first.rows) } });
  expect((await second.post({ headers })).statusCode).toBe(503);
  expect(first.rows.size).toBe(1);
});

function storeOf(rows: Map<string, JobRow>): JobStore {
  return {
    create: async (job) => rows.get(job.id),
    markQueued: async () => undefined,
    withdraw: async (job) => void rows.delete(job.id),
  };
}

test.each([
  ["accepted, nobody has seen it", { state: "accepted", attempts: 0 }, 1],
  ["accepted and sent again before", { state: "accepted", attempts: 0, queued_at: "x" }, 0],
  ["accepted, between two attempts", { state: "accepted", attempts: 1 }, 0],
  ["running", { state: "running", attempts: 1 }, 0],
  ["succeeded", { state: "succeeded", attempts: 1 }, 0],
  ["failed", { state: "failed", attempts: 3 }, 0],
] as const)("a replay of a job that is %s gets the same job in its state", async (_name, row, sends) => {
  const { rows, sent, post } = world();
  const headers = { "idempotency-key": "k" };
  const first = bodyOf(await post({ headers }));
  const { queued_at: _, ...before } = rows.get(first.id)!;
  rows.set(first.id, { ...before, ...row });
  sent.length = 0;
  const again = await post({ headers });
  expect(again.statusCode).toBe(202);
  expect(bodyOf(again)).toEqual({ ...first, state: row.state });
  expect(sent).toHaveLength(sends);
});

test.each<[string, JobRow | "gone", number]>([
  ["gone", "gone", 503],
  ["another payload's", { id: "x", state: "accepted", request_hash: "another" }, 422],
])("a replay whose row is %s once its message was sent is promised nothing", async (_name, instead, status) => {
  const first = world();
  const headers = { "idempotency-key": "k" };
  await first.post({ headers });
  const second = world({ instead });
  for (const [id, row] of first.rows) second.rows.set(id, row);
  expect((await second.post({ headers })).statusCode).toBe(status);
});

test("a key that was used for another body is refused, whatever became of the job", async () => {
  const { post, sent } = world();
  const headers = { "idempotency-key": "k" };
  await post({ headers, body: "1" });
  expect((await post({ headers, body: "2" })).statusCode).toBe(422);
  expect(sent).toHaveLength(1);
});

test.each([
  ["too long", "x".repeat(256), 400],
  ["empty", "", 400],
  ["with a line end", "a\r\nset-cookie: x=1", 400],
  ["with a space", "a b", 400],
  ["not ASCII", "schlüssel", 400],
  ["as long as may be", "x".repeat(255), 202],
  ["joined from two headers", "a,b", 202],
])("an Idempotency-Key that is %s", async (_name, key, status) => {
  const answer = await world().post({ headers: { "idempotency-key": key } });
  expect(answer.statusCode).toBe(status);
  expect(JSON.stringify(answer.headers)).not.toContain("set-cookie");
});

test("keys of different callers never meet", async () => {
  const ids = new Set<string>();
  const callers = [
    undefined,
    { iam: { userArn: "arn:aws:iam::1:user/a" } },
    { iam: { userArn: "arn:aws:iam::1:user/b" } },
    { jwt: { claims: { iss: "i", sub: "s" } } },
    { jwt: { claims: { iss: "is", client_id: "s" } } },
    { jwt: { claims: { iss: "is", client_id: "t" } } },
    { iam: { userArn: "arn:aws:sts::1:assumed-role/pool/x", cognitoIdentity: { identityId: "us-east-1:ada" } } },
    { iam: { userArn: "arn:aws:sts::1:assumed-role/pool/x", cognitoIdentity: { identityId: "us-east-1:bob" } } },
    { iam: { userArn: "arn:aws:sts::1:assumed-role/pool/x", cognitoIdentity: null } },
  ];
  for (const authorizer of callers) {
    const { post } = world();
    const requestContext = { requestId: "r", authorizer } as unknown as APIGatewayProxyEventV2["requestContext"];
    ids.add(bodyOf(await post({ headers: { "idempotency-key": "k" }, requestContext })).id);
  }
  expect(ids.size).toBe(callers.length);
});

test("a role is one caller in all its sessions", async () => {
  const { post, rows } = world();
  for (const session of ["task-1", "task-2"]) {
    const authorizer = { iam: { userArn: `arn:aws:sts::1:assumed-role/orders/${session}`, cognitoIdentity: null } };
    const requestContext = { requestId: "r", authorizer } as unknown as APIGatewayProxyEventV2["requestContext"];
    expect((await post({ headers: { "idempotency-key": "k" }, requestContext })).statusCode).toBe(202);
  }
  expect(rows.size).toBe(1);
});

test("same key and same body: the same job; no key: always a new one", async () => {
  await fc.assert(
    fc.asyncProperty(fc.stringMatching(/^[\x21-\x7e]{1,255}$/), fc.json(), async (key, body) => {
      const { post, rows } = world();
      const headers = { "idempotency-key": key };
      const ids = [bodyOf(await post({ headers, body })).id, bodyOf(await post({ headers, body })).id];
      expect(new Set(ids).size).toBe(1);
      await post({ body });
      await post({ body });
      expect(rows.size).toBe(3);
      for (const id of rows.keys())
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-[48][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }),
    { numRuns: 50 },
  );
});

test("any body, any headers: 202 or a documented client's fault, and always the documented shape", async () => {
  const documented = new Set<number>([202, ...ACCEPT_PROBLEMS.map(({ status }) => status)]);
  const event = fc.record({
    body: fc.oneof(fc.string({ unit: "binary" }), fc.json(), fc.base64String(), fc.constant(undefined)),
    isBase64Encoded: fc.boolean(),
    headers: fc.dictionary(
      fc.constantFrom("content-type", "content-encoding", "idempotency-key"),
      fc.oneof(fc.string(), fc.constantFrom("application/json", "identity")),
      { noNullPrototype: true },
    ),
  });
  await fc.assert(
    fc.asyncProperty(event, async (fields) => {
      const { post, rows, sent } = world();
      const answer = await post(fields);
      const body = bodyOf(answer);
      expect(documented).toContain(answer.statusCode);
      expect(answer.statusCode).toBeLessThan(500);
      const shape = answer.statusCode === 202 ? acceptedJob : problemDocument;
      expect(shape.safeParse(body).success).toBe(true);
      expect([rows.size, sent.length]).toEqual(answer.statusCode === 202 ? [1, 1] : [0, 0]);
    }),
    { numRuns: 300 },
  );
});

test("a mebibyte is taken when the limit allows it, and refused when not", async () => {
  const body = JSON.stringify("x".repeat(1024 * 1024 - 2));
  expect((await world().post({ body })).statusCode).toBe(202);
  expect((await world().post({ body: `${body} ` })).statusCode).toBe(413);
});
