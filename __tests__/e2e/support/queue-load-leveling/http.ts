import { randomUUID } from "node:crypto";
import type { ApiRequest } from "../../../../scripts/demo/signed-api";
import { departures } from "./departures";
import type { Suite } from "./suite";

type Case = readonly [what: string, path: string, request: ApiRequest, status: number, problem?: string];

const named = ([what, path, request, status, problem]: Case) => ({ what, path, request, status, problem });

const JSON_TYPE = { "content-type": "application/json" };
const GOOD = JSON.stringify({ customerId: "http-good" });
const post = (body: string | Uint8Array, headers: Readonly<Record<string, string>> = JSON_TYPE): ApiRequest => ({
  method: "POST",
  body,
  headers,
});
const withKey = (key: string) => post(GOOD, { ...JSON_TYPE, "idempotency-key": key });
const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
/** What tries to end a header or a line of a log. */
const INJECTION = "x%0d%0aset-cookie:%20a=1%0d%0a%0d%0a<script>";

/** Requests to `POST /jobs` that the function answers. */
const POSTS: readonly Case[] = [
  ["malformed JSON", "/jobs", post('{"customerId": '), 400, "malformed-body"],
  ["a trailing comma", "/jobs", post('{"customerId": "x",}'), 400, "malformed-body"],
  ["NaN", "/jobs", post('{"customerId": NaN}'), 400, "malformed-body"],
  ["no body", "/jobs", post(""), 400, "malformed-body"],
  ["a byte order mark", "/jobs", post(`\uFEFF${GOOD}`), 400, "malformed-body"],
  ["a nest of a hundred objects", "/jobs", post(nested(100)), 400, "malformed-body"],
  ["a nest of 20,000 objects", "/jobs", post(nested(20_000)), 400, "malformed-body"],
  ["an array", "/jobs", post("[]"), 400, "invalid-body"],
  ["a member of the wrong type", "/jobs", post('{"customerId": 1}'), 400, "invalid-body"],
  ["a text that looks like code", "/jobs", post('{"customerId": "\'; DROP TABLE jobs; --"}'), 400, "invalid-body"],
  [
    "a member of the prototype for a required one",
    "/jobs",
    post('{"__proto__": {"customerId": "x"}}'),
    400,
    "invalid-body",
  ],
  [
    "a body of 1 MiB",
    "/jobs",
    post(JSON.stringify({ customerId: "x", note: "x".repeat(2 ** 20) })),
    413,
    "body-too-large",
  ],
  ["another media type", "/jobs", post(GOOD, { "content-type": "text/plain" }), 415, "unsupported-media-type"],
  ["no media type", "/jobs", post(GOOD, {}), 415, "unsupported-media-type"],
  [
    "another charset",
    "/jobs",
    post(GOOD, { "content-type": "application/json; charset=iso-8859-1" }),
    415,
    "unsupported-media-type",
  ],
  [
    "a content encoding",
    "/jobs",
    post(GOOD, { ...JSON_TYPE, "content-encoding": "gzip" }),
    415,
    "unsupported-media-type",
  ],
  ["a key of 256 characters", "/jobs", withKey("k".repeat(256)), 400, "invalid-header"],
  ["a key with a space", "/jobs", withKey("a b"), 400, "invalid-header"],
  ["a key beyond ASCII", "/jobs", withKey("clé"), 400, "invalid-header"],
  ["a key that tries to forge headers", "/jobs", withKey(INJECTION), 202],
  ["an own JSON media type", "/jobs", post(GOOD, { "content-type": "application/vnd.example+json" }), 202],
  ["the charset spelled out", "/jobs", post(GOOD, { "content-type": 'application/json; charset="UTF-8"' }), 202],
  ["a member that is there twice", "/jobs", post('{"customerId": "http-1", "customerId": "http-2"}'), 202],
];

/** Requests to `GET /jobs/{id}` that the function answers. */
const GETS: readonly Case[] = [
  ["an unknown job", `/jobs/${randomUUID()}`, {}, 404, "not-found"],
  ["an id that is none", "/jobs/%7B%22a%22%3A1%7D", {}, 404, "not-found"],
  ["an id that tries to forge headers", `/jobs/${INJECTION}`, {}, 404, "not-found"],
  ["a very long id", `/jobs/${"x".repeat(2_000)}`, {}, 404, "not-found"],
  ["an audit row", `/jobs/redrive%23${randomUUID()}`, {}, 404, "not-found"],
  ["the rate's row", "/jobs/rate%23worker", {}, 404, "not-found"],
];

/** Requests that do not get past the gateway. */
const GATEWAY: readonly Case[] = [
  ["no signature", "/jobs", { ...post(GOOD), unsigned: true }, 403],
  ["no signature on a status", `/jobs/${randomUUID()}`, { unsigned: true }, 403],
  ["an unknown route", "/nothing", {}, 404],
  ["a method that the route does not have", "/jobs", { ...post(GOOD), method: "PUT" }, 404],
  ["a method that no route has", `/jobs/${randomUUID()}`, { method: "DELETE" }, 404],
];

/** What tells a stranger how things are made inside. */
const INSIDE = /\n\s+at |node_modules|\.m?[jt]s:\d|arn:aws|amazonaws|dynamodb|lambda|sqs|TypeError|SyntaxError|stack/i;

export function http(suite: () => Suite): void {
  const call = async (path: string, request: ApiRequest) => {
    const jobs = suite().instance("jobs");
    const answer = await jobs.request(path, request);
    expect(answer.text).not.toMatch(INSIDE);
    expect(answer.text).not.toContain(jobs.name);
    expect(answer.headers.get("set-cookie")).toBeNull();
    return answer;
  };

  test.each(POSTS.map(named))("POST with $what", async ({ path, request, status, problem }) => {
    const answer = await call(path, request);
    expect([answer.status, answer.body.type]).toEqual([status, problem && `urn:problem-type:${problem}`]);
    expect(departures("post /jobs", answer)).toEqual([]);
  });

  test("a violation of the schema is named with its place", async () => {
    const { body } = await call("/jobs", post('{"customerId": "x", "waitMs": "long"}'));
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(["#/waitMs"]);
  });

  test.each(GETS.map(named))("GET of $what", async ({ path, request, status, problem }) => {
    const answer = await call(path, request);
    expect([answer.status, answer.body.type]).toEqual([status, `urn:problem-type:${problem}`]);
    expect(departures("get /jobs/{id}", answer)).toEqual([]);
  });

  test.each(GATEWAY.map(named))("$what", async ({ path, request, status }) => {
    expect((await call(path, request)).status).toBe(status);
  });

  test("an accepted job says where it is, and its payload reaches the worker as it was sent", async () => {
    const jobs = suite().instance("jobs");
    const echo = 'Grüße 👩‍👩‍👧 \u202Eעברית \u0000 \u2028 ﷽ "\\\n';
    const { status, headers, body } = await jobs.post({ customerId: "http-unicode", echo });
    expect([status, headers.get("location"), headers.get("retry-after")]).toEqual([202, `/jobs/${body.id}`, "1"]);
    expect(body.links.self).toBe(headers.get("location"));
    await jobs.ended([body.id]);
    const done = await jobs.get(body.id);
    expect(done.headers.get("cache-control")).toBe("no-store");
    expect(done.body).toMatchObject({
      state: "succeeded",
      result: { customerId: "http-unicode", created: true, echo },
    });
  });
}
