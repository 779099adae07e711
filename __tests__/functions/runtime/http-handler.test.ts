import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import fc from "fast-check";
import * as z from "zod/mini";
import {
  type HttpAnswer,
  HttpProblem,
  type HttpRequestRules,
  httpHandler,
  PROBLEMS,
  redirect,
} from "../../../functions/runtime";
import { problemDocument } from "../../../functions/shared/schemas";
import { WARM_UP_EVENT } from "../../../functions/web-service/contract";

const eventOf = (fields: Partial<APIGatewayProxyEventV2> = {}) =>
  ({
    rawPath: "/things",
    requestContext: { requestId: "r-1" },
    isBase64Encoded: false,
    ...fields,
    headers: { "content-type": "application/json", ...fields.headers },
  }) as APIGatewayProxyEventV2;

const context = { awsRequestId: "a-1" } as Context;

/** What a handler answers, and what reached its logic. */
async function send<Body, Path, Query>(
  rules: HttpRequestRules<Body, Path, Query>,
  fields: Partial<APIGatewayProxyEventV2> = {},
) {
  const reached: unknown[] = [];
  const handler = httpHandler(rules, async ({ body, path, query, ifMatch }) => {
    reached.push({ body, path, query, ifMatch });
    return { status: 200, body: {} };
  });
  const answer = await handler(eventOf(fields), context);
  return { status: answer.statusCode, document: JSON.parse(answer.body ?? "null"), reached };
}

let log: jest.SpyInstance;
beforeEach(() => {
  log = jest.spyOn(console, "error").mockImplementation(() => undefined);
});
afterEach(() => log.mockRestore());

const thing = z.strictObject({
  name: z.string().check(z.maxLength(3)),
  parts: z.optional(z.array(z.strictObject({ "a/b": z.int() }))),
});
const rules = {
  body: thing,
  path: z.object({ id: z.string().check(z.regex(/^\d+$/)) }),
  query: z.strictObject({ limit: z.optional(z.pipe(z.string(), z.transform(Number))) }),
  ifMatch: "required",
} as const;
const good = {
  body: '{"name":"a"}',
  pathParameters: { id: "7" },
  queryStringParameters: { limit: "5" },
  headers: { "if-match": '"1"' },
};

describe("a preflight request", () => {
  const requestContext = { requestId: "r-1", http: { method: "OPTIONS" } } as APIGatewayProxyEventV2["requestContext"];
  const headers = { origin: "https://app.example.com", "access-control-request-method": "PUT" };

  test("is answered at once, whatever the rules are", async () => {
    const { status, document, reached } = await send(rules, { requestContext, headers });
    expect([status, document, reached]).toEqual([204, null, []]);
  });

  test("is one of OPTIONS that asks for a method; others reach the logic", async () => {
    expect((await send({}, { requestContext })).reached).toHaveLength(1);
    const get = { ...requestContext, http: { ...requestContext.http, method: "GET" } };
    expect((await send({}, { requestContext: get, headers })).reached).toHaveLength(1);
  });
});

test("logic gets what the schemas made of the request", async () => {
  const { status, reached } = await send(rules, good);
  expect(status).toBe(200);
  expect(reached).toEqual([{ body: { name: "a" }, path: { id: "7" }, query: { limit: 5 }, ifMatch: ['"1"'] }]);
});

test("logic gets the event and the context as they came", async () => {
  const handler = httpHandler({}, async ({ event, context: { awsRequestId } }) => ({
    status: 200,
    body: { path: event.rawPath, awsRequestId },
  }));
  expect((await handler(eventOf(), context)).body).toBe('{"path":"/things","awsRequestId":"a-1"}');
});

test("what has no rule is not read", async () => {
  const fields = {
    body: "{",
    queryStringParameters: { x: "1" },
    headers: { "content-type": "text/plain", "if-match": "x" },
  };
  const { status, reached } = await send({}, fields);
  expect(status).toBe(200);
  expect(reached).toEqual([{ body: undefined, path: undefined, query: undefined, ifMatch: "*" }]);
});

test.each<[string, Partial<APIGatewayProxyEventV2>, number, string]>([
  ["half a body", { body: '{"name":' }, 400, "malformed-body"],
  ["no body", { body: undefined }, 400, "malformed-body"],
  ["33 levels", { body: "[".repeat(33) + "]".repeat(33) }, 400, "malformed-body"],
  ["another type", { body: "[]" }, 400, "invalid-body"],
  ["null", { body: "null" }, 400, "invalid-body"],
  ["an unknown member", { body: '{"name":"a","admin":true}' }, 400, "invalid-body"],
  ["a prototype", { body: '{"name":"a","__proto__":{"admin":true}}' }, 400, "invalid-body"],
  ["a path parameter of another kind", { pathParameters: { id: "x" } }, 400, "invalid-parameter"],
  ["no path parameter", { pathParameters: undefined }, 400, "invalid-parameter"],
  ["an unknown query parameter", { queryStringParameters: { limt: "5" } }, 400, "invalid-parameter"],
  ["If-Match that is none", { headers: { "if-match": "1" } }, 400, "invalid-header"],
  ["a long body", { body: JSON.stringify({ name: "x".repeat(256 * 1024) }) }, 413, "body-too-large"],
  ["another media type", { headers: { ...good.headers, "content-type": "text/plain" } }, 415, "unsupported-media-type"],
  ["no If-Match", { headers: {} }, 428, "precondition-required"],
])("%s gets a problem document and never reaches the logic", async (_name, fields, status, kind) => {
  const answer = await send(rules, { ...good, ...fields });
  expect(answer.status).toBe(status);
  expect(answer.document).toMatchObject({ type: `urn:problem-type:${kind}`, status, instance: "/things" });
  expect(problemDocument.safeParse(answer.document).success).toBe(true);
  expect(answer.reached).toEqual([]);
});

test.each([
  ['{"name":5}', ["#/name"]],
  ['{"name":"abcd","parts":[{"a/b":1},{"a/b":"x"}]}', ["#/name", "#/parts/1/a~1b"]],
  ["{}", ["#/name"]],
  ['{"name":"a","b":1}', ["#"]],
])("%s is wrong at %j", async (body, pointers) => {
  const { document } = await send(rules, { ...good, body });
  expect(document.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(pointers);
  for (const { detail } of document.errors) expect(detail.length).toBeGreaterThan(0);
});

test("a hostile body gets a short answer", async () => {
  const parts = Array.from({ length: 1_000 }, () => 1);
  const { document } = await send(rules, { ...good, body: JSON.stringify({ name: "a", parts }) });
  expect(document.errors).toHaveLength(20);
});

test("a parameter's fault is named", async () => {
  const { document } = await send(rules, { ...good, pathParameters: { id: "x" } });
  expect(document.detail).toMatch(/^id: /);
});

test.each([
  ["optional", undefined, 200, "*"],
  ["optional", '"2"', 200, ['"2"']],
  ["optional", "2", 400, undefined],
  ["required", "*", 200, "*"],
] as const)("If-Match that is %s: %j", async (ifMatch, header, status, admits) => {
  const headers: Record<string, string> = header === undefined ? {} : { "if-match": header };
  const answer = await send({ ifMatch }, { headers });
  expect(answer.status).toBe(status);
  expect(answer.reached).toEqual(admits === undefined ? [] : [expect.objectContaining({ ifMatch: admits })]);
});

test("the limit of a body is up to the handler", async () => {
  const body = JSON.stringify({ name: "a" });
  expect((await send({ body: thing, maxBodyBytes: body.length }, { body })).status).toBe(200);
  expect((await send({ body: thing, maxBodyBytes: body.length - 1 }, { body })).status).toBe(413);
});

test("a schema may take its time", async () => {
  const slow = z.object({ name: z.string().check(z.refine(async (name) => name === "a")) });
  const body = {
    "~standard": { ...slow["~standard"], validate: (value: unknown) => slow["~standard"].validate(value) },
  };
  expect((await send({ body }, { body: '{"name":"a"}' })).status).toBe(200);
  expect((await send({ body }, { body: '{"name":"b"}' })).status).toBe(400);
});

test.each<[string, HttpAnswer, object]>([
  [
    "a body",
    { status: 201, body: { a: 1 }, headers: { etag: '"1"' } },
    {
      statusCode: 201,
      headers: { "content-type": "application/json", "cache-control": "no-store", etag: '"1"' },
      body: '{"a":1}',
    },
  ],
  ["no body", { status: 204 }, { statusCode: 204, headers: { "cache-control": "no-store" } }],
  [
    "a media type of its own",
    { status: 200, body: [], headers: { "content-type": "application/vnd.x+json" } },
    { statusCode: 200, headers: { "content-type": "application/vnd.x+json", "cache-control": "no-store" }, body: "[]" },
  ],
  [
    "a text, and two cookies",
    { status: 200, body: "a,b", headers: { "Content-Type": "text/csv" }, cookies: ["a=1", "b=2"] },
    {
      statusCode: 200,
      headers: { "content-type": "text/csv", "cache-control": "no-store" },
      cookies: ["a=1", "b=2"],
      body: "a,b",
    },
  ],
  [
    "bytes",
    { status: 200, body: Buffer.from([0, 1]) },
    {
      statusCode: 200,
      headers: { "content-type": "application/octet-stream", "cache-control": "no-store" },
      body: "AAE=",
      isBase64Encoded: true,
    },
  ],
  [
    "another place to go to",
    redirect("/things/1"),
    { statusCode: 303, headers: { location: "/things/1", "cache-control": "no-store" } },
  ],
])("an answer with %s", async (_name, answer, result) => {
  expect(await httpHandler({}, async () => answer)(eventOf(), context)).toEqual(result);
});

test.each([
  [new HttpProblem(PROBLEMS.conflict, "It is taken."), 409, "It is taken."],
  [new HttpProblem({ status: 402, name: "no-money", title: "No money" }, "Pay."), 402, "Pay."],
  [new HttpProblem(PROBLEMS.unavailable, "Later.", { retryAfterSeconds: 2 }), 503, "Later."],
  [new Error("secret-table"), 500, "The request failed for a reason on our side."],
])("logic that throws %s is answered with %i", async (thrown, status, detail) => {
  const answer = await httpHandler({}, () => Promise.reject(thrown))(eventOf(), context);
  expect(answer.statusCode).toBe(status);
  expect(JSON.parse(answer.body ?? "")).toMatchObject({ status, detail });
  expect(answer.body).not.toContain("secret-table");
});

test("an answer that cannot be sent is a 500 of ours, with a line in the log", async () => {
  const forged = { status: 200, headers: { "x-name": "a\r\nset-cookie: admin=1" } };
  expect((await httpHandler({}, async () => forged)(eventOf(), context)).statusCode).toBe(500);
  expect(log.mock.calls[0]?.[0]).toContain("x-name");
});

test("a body that JSON would change is a 500 of ours, and the log names the place", async () => {
  const answer = await httpHandler({}, async () => ({ status: 200, body: { items: [{ price: Number.NaN }] } }))(
    eventOf(),
    context,
  );
  expect(answer.statusCode).toBe(500);
  expect(answer.body).not.toContain("price");
  expect(log.mock.calls[0]?.[0]).toContain("The body cannot be written as JSON: /items/0/price is NaN.");
});

test("logic that throws before it promises anything is answered too", async () => {
  const throwing = () => {
    throw new HttpProblem(PROBLEMS.notFound, "No.");
  };
  expect((await httpHandler({}, throwing)(eventOf(), context)).statusCode).toBe(404);
});

test("a warm-up is answered at once and quietly", async () => {
  const logic = jest.fn();
  const answer = await httpHandler(rules, logic)(WARM_UP_EVENT as never, context);
  expect(answer.statusCode).toBe(204);
  expect(logic).not.toHaveBeenCalled();
  expect(log).not.toHaveBeenCalled();
});

test("a body that says it is a warm-up is a body like any other", async () => {
  expect((await send(rules, { ...good, body: JSON.stringify(WARM_UP_EVENT) })).status).toBe(400);
});

test("any request is taken or a documented client's fault", async () => {
  const fields = fc.record({
    body: fc.oneof(fc.string({ unit: "binary" }), fc.json(), fc.constant(undefined)),
    isBase64Encoded: fc.boolean(),
    headers: fc.dictionary(fc.constantFrom("content-type", "if-match"), fc.string(), { noNullPrototype: true }),
    queryStringParameters: fc.option(fc.dictionary(fc.string(), fc.string()), { nil: undefined }),
    pathParameters: fc.option(fc.dictionary(fc.string(), fc.string()), { nil: undefined }),
  });
  await fc.assert(
    fc.asyncProperty(fields, async (some) => {
      const { status, document, reached } = await send(rules, { ...good, ...some });
      expect(status).toBeLessThan(500);
      expect(reached).toHaveLength(status === 200 ? 1 : 0);
      if (status !== 200) expect(problemDocument.safeParse(document).success).toBe(true);
    }),
    { numRuns: 300 },
  );
});
