import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { OPERATION_PROBLEMS } from "../../../functions/examples/products/openapi";
import { ACCEPT_PROBLEMS, STATUS_PROBLEMS } from "../../../functions/queue-load-leveling/openapi";
import { answer, answering, emptyAnswer, HttpProblem, PROBLEMS } from "../../../functions/shared/problem";

const event = { rawPath: "/jobs", requestContext: { requestId: "r-1" } } as APIGatewayProxyEventV2;
const answerTo = (thrown: unknown) => answering(event, () => Promise.reject(thrown));

let log: jest.SpyInstance;
beforeEach(() => {
  log = jest.spyOn(console, "error").mockImplementation(() => undefined);
});
afterEach(() => log.mockRestore());

test("a problem becomes a problem document", async () => {
  const errors = [{ pointer: "#/a", detail: "must be integer" }];
  const { statusCode, headers, body } = await answerTo(
    new HttpProblem(PROBLEMS.invalidBody, "See errors.", { errors }),
  );
  expect(statusCode).toBe(400);
  expect(headers).toEqual({ "content-type": "application/problem+json", "cache-control": "no-store" });
  expect(JSON.parse(body ?? "")).toEqual({
    type: "urn:problem-type:invalid-body",
    title: PROBLEMS.invalidBody.title,
    status: 400,
    detail: "See errors.",
    instance: "/jobs",
    errors,
  });
  expect(log).not.toHaveBeenCalled();
});

test("what nobody expected is a 500 that tells the client nothing and the log everything", async () => {
  const answers = await answerTo(new TypeError("table jobs-prod is gone"));
  expect(answers.statusCode).toBe(500);
  expect(answers.body).not.toMatch(/jobs-prod|TypeError|at /);
  expect(JSON.parse(log.mock.calls[0]?.[0])).toMatchObject({ message: "table jobs-prod is gone", requestId: "r-1" });
});

test("a 503 says when to come again, and its cause goes to the log only", async () => {
  const problem = new HttpProblem(PROBLEMS.unavailable, "Later.", {
    retryAfterSeconds: 3,
    cause: new Error("queue-7"),
  });
  const { headers, body } = await answerTo(problem);
  expect(headers).toMatchObject({ "retry-after": "3" });
  expect(body).not.toContain("queue-7");
  expect(log.mock.calls[0]?.[0]).toContain("queue-7");
});

test.each([["text"], [undefined], [null]])("even a thrown %j is answered", async (thrown) => {
  expect((await answerTo(thrown)).statusCode).toBe(500);
});

test("an answer is not kept by caches", () => {
  expect(answer(200, {}).headers).toMatchObject({ "cache-control": "no-store" });
});

test("an answer without a body is not kept by caches either", () => {
  expect(emptyAnswer(204, { etag: '"1"' })).toEqual({
    statusCode: 204,
    headers: { "cache-control": "no-store", etag: '"1"' },
  });
});

test("every kind of problem is documented by an API, and none has another's name", () => {
  const documented = [...ACCEPT_PROBLEMS, ...STATUS_PROBLEMS, ...Object.values(OPERATION_PROBLEMS).flat()];
  const kinds = Object.values(PROBLEMS);
  expect(new Set(documented)).toEqual(new Set(kinds));
  expect(new Set(kinds.map(({ name }) => name)).size).toBe(kinds.length);
});
