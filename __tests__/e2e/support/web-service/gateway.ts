import type { ApiRequest } from "../../../../scripts/demo/signed-api";
import { eventually } from "../eventually";
import { embeddedTest } from "../fault-test";
import { TokenIssuer } from "../tokens";
import { AUDIENCE, ISSUERS, ORIGIN, SCOPE } from "./full";
import type { Probed } from "./functions/probe";
import type { Suite } from "./suite";

/** Over the bucket of two that the route has, in less than the second that fills it. */
const AT_ONCE = 12;
/** CloudWatch Logs shows events after some seconds. */
const LOGS_WITHIN_MS = 180_000;

export function gateway(suite: () => Suite): void {
  const api = new TokenIssuer(ISSUERS.api, AUDIENCE);
  const partner = new TokenIssuer(ISSUERS.route, AUDIENCE);
  const stranger = new TokenIssuer(ISSUERS.api, AUDIENCE);
  beforeAll(async () => {
    const { embedded } = suite().target;
    if (embedded !== undefined) await Promise.all([api.register(embedded), partner.register(embedded)]);
  });

  /** Route, what the authorization is, the token, the status. */
  const tokens: readonly (readonly [path: string, what: string, token: () => string | undefined, status: number])[] = [
    ["/token", "a good token", () => api.token(), 200],
    ["/token", "no token", () => undefined, 401],
    ["/token", "a text that is none", () => "x", 401],
    ["/token", "a token of another audience", () => api.token({ aud: "others" }), 401],
    ["/token", "a token that has expired", () => api.token({ exp: 1 }), 401],
    ["/token", "a token that never expires", () => api.token({ exp: undefined }), 401],
    ["/token", "a token that names the issuer and has another's signature", () => stranger.token(), 401],
    ["/token", "a token of the partners' issuer", () => partner.token(), 401],
    ["/partner", "a token with the scope", () => partner.token({ scope: `email ${SCOPE}` }), 200],
    ["/partner", "a token without scopes", () => partner.token(), 403],
    ["/partner", "a token with other scopes", () => partner.token({ scope: "email" }), 403],
    ["/partner", "a token of the API's issuer", () => api.token({ scope: SCOPE }), 401],
  ];
  const bearer = (token: string | undefined): ApiRequest => ({
    unsigned: true,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  });

  for (const [path, what, token, status] of tokens) {
    embeddedTest(`GET ${path} with ${what}: ${status}`, async () => {
      expect((await suite().full(path, bearer(token()))).status).toBe(status);
    });
  }

  embeddedTest("the function gets the claims of the token", async () => {
    const { body } = await suite().full("/token", bearer(api.token({ sub: "ada" })));
    expect((body as Probed).claims).toMatchObject({ sub: "ada", iss: ISSUERS.api, aud: AUDIENCE });
  });

  test.each([
    ["/key", "own", 200],
    ["/key", "gate", 403],
    ["/key", undefined, 401],
    ["/key", "broken", 500],
    ["/cached", "gate", 200],
    ["/cached", "own", 403],
  ])("GET %s with the key %s is answered %i: code of the consumer's decides", async (path, key, status) => {
    const headers = key === undefined ? undefined : { "x-api-key": key };
    const answer = await suite().full(path, { unsigned: true, headers });
    expect(answer.status).toBe(status);
    if (status === 200) expect((answer.body as Probed).caller).toMatchObject({ customer: key, at: path });
  });

  test("a decision holds for cache_seconds, and only where it is to", async () => {
    const asked = async (path: string, key: string) => {
      const { body } = await suite().full(path, { unsigned: true, headers: { "x-api-key": key } });
      return (body as Probed).caller?.["asked"];
    };
    expect(await asked("/cached", "gate")).toBe(await asked("/cached", "gate"));
    expect(await asked("/key", "own")).not.toBe(await asked("/key", "own"));
  });

  test.each([
    ["/signed", false, 200],
    ["/signed", true, 403],
    ["/open", true, 200],
  ])("GET %s, unsigned: %s, is answered %i", async (path, unsigned, status) => {
    expect((await suite().full(path, { unsigned })).status).toBe(status);
  });

  test("a route with a throttle of its own lets its burst through and answers 429 beyond, and no other route does", async () => {
    const statuses = async (path: string) => {
      const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => suite().full(path, { unsigned: true })));
      return [...new Set(answers.map(({ status }) => status))].sort();
    };
    expect(await statuses("/busy")).toEqual([200, 429]);
    expect(await statuses("/open")).toEqual([200]);
  });

  test.each([
    ["a preflight request, which carries no token", "OPTIONS", 200],
    ["anything else without a token", "DELETE", 401],
  ])("a route of every method with an authorizer: %s", async (_, method, status) => {
    const headers = { origin: ORIGIN, "access-control-request-method": "DELETE" };
    const answer = await suite().full("/every/1", { method, headers, unsigned: true });
    expect(answer.status).toBe(status);
    if (status === 200) expect(answer.headers.get("access-control-allow-origin")).toBe(ORIGIN);
  });

  test.each([
    ["the origin that is admitted", ORIGIN, ORIGIN],
    ["another origin", "https://evil.example.com", null],
  ])("a browser is told what pages of %s may do", async (_, origin, admitted) => {
    const headers = { origin, "access-control-request-method": "GET" };
    const preflight = await suite().full("/open", { method: "OPTIONS", headers, unsigned: true });
    const { headers: of } = await suite().full("/open", { headers: { origin }, unsigned: true });
    expect([preflight.headers.get("access-control-allow-origin"), of.get("access-control-allow-origin")]).toEqual([
      admitted,
      admitted,
    ]);
    const details = ["allow-credentials", "allow-headers", "allow-methods", "max-age"];
    const told = details.map((name) => preflight.headers.get(`access-control-${name}`));
    expect(told).toEqual(admitted === null ? [null, null, null, null] : ["true", "authorization", "GET", "60"]);
  });

  test("an API without CORS admits no page", async () => {
    const { headers } = await suite().products("/products?limit=1", { headers: { origin: ORIGIN } });
    expect(headers.get("access-control-allow-origin")).toBeNull();
  });

  test("every call is a line of the access log, the refused ones too", async () => {
    const calls = [
      await suite().full("/open", { unsigned: true }),
      await suite().full("/signed", { unsigned: true }),
      await suite().full("/nothing"),
    ];
    const names = calls.map(({ headers }) => headers.get("apigw-requestid"));
    const look = async () => {
      const lines = await suite().logLines(`/aws/vendedlogs/apis/${suite().name}-full`);
      const own = names.map((name) => lines.find(({ requestId }) => requestId === name));
      return own.every((line) => line !== undefined) && own;
    };
    const lines = await eventually("the lines of three calls", look, { withinMs: LOGS_WITHIN_MS });
    expect(lines.map((line) => [line?.["method"], line?.["route"], line?.["status"]])).toEqual([
      ["GET", "GET /open", "200"],
      ["GET", "GET /signed", "403"],
      ["GET", expect.any(String), "404"],
    ]);
  });
}
