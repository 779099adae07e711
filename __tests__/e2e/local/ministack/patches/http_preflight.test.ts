import { httpApi } from "../../http-api";
import { describePatch } from "../../support";

const ORIGIN = "https://app.example.com";
const CORS = { allowOrigins: [ORIGIN], allowMethods: ["GET"] };
const NAMED = "exports.handler = async ({ routeKey, requestContext: { http } }) => `${http.method} at ${routeKey}`;";
const JWT = { issuer: "https://issuer.example.com", audience: ["web"] };

describePatch(
  "http_preflight",
  "a preflight request reaches the route that takes it, and its authorizer; the gateway answers those that none takes",
  async (bench) => {
    const url = await httpApi(
      bench,
      NAMED,
      {
        "GET /named": "AWS_IAM",
        "ANY /signed": "AWS_IAM",
        "ANY /token": { authorizationType: "JWT" },
        "ANY /open": "NONE",
        "ANY /both/{id}": { authorizationType: "JWT" },
        "OPTIONS /both/{id}": "NONE",
      },
      { cors: CORS, jwt: JWT },
    );
    const headers = { origin: ORIGIN, "access-control-request-method": "GET" };
    const ask = async (path: string) => {
      const answer = await bench.aws.fetchApi(`${url}${path}`, { method: "OPTIONS", headers });
      return [answer.status, answer.headers.get("access-control-allow-origin"), await answer.text()];
    };
    return Promise.all(["/named", "/signed", "/token", "/open", "/both/1", "/nothing"].map(ask));
  },
  [
    [204, ORIGIN, ""],
    [403, null, '{"message":"Forbidden"}'],
    [401, null, '{"message":"Unauthorized"}'],
    [200, ORIGIN, "OPTIONS at ANY /open"],
    [200, ORIGIN, "OPTIONS at OPTIONS /both/{id}"],
    [204, ORIGIN, ""],
  ],
);

describePatch(
  "http_preflight",
  "without CORS, a preflight request is one like any other",
  async (bench) => {
    const url = await httpApi(bench, NAMED, { "GET /named": "NONE", $default: "NONE" });
    const ask = async (path: string) => {
      const answer = await bench.aws.fetchApi(`${url}${path}`, { method: "OPTIONS", headers: { origin: ORIGIN } });
      return [answer.status, answer.headers.get("access-control-allow-origin"), await answer.text()];
    };
    return Promise.all(["/named", "/x/y"].map(ask));
  },
  [
    [200, null, "OPTIONS at $default"],
    [200, null, "OPTIONS at $default"],
  ],
);
