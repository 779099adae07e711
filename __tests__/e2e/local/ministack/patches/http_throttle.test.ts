import { httpApi } from "../../http-api";
import { describePatch, eventually } from "../../support";

const OK = "exports.handler = async () => ({ statusCode: 200, body: 'ok' });";

const CALLS = ["/slow", "/slow", "/slow", "/other", "/own", "/own", "/signed", "/signed", "/signed", "/fast", "/fast"];

describePatch(
  "http_throttle",
  "each route has a bucket of its own, with the limits of the stage or its own, and fills again",
  async (bench) => {
    const url = await httpApi(
      bench,
      OK,
      { "GET /slow": "NONE", "GET /other": "NONE", "GET /own": "NONE", "GET /signed": "AWS_IAM", "GET /fast": "NONE" },
      {
        stage: {
          defaultRouteSettings: { throttlingRateLimit: 0.001, throttlingBurstLimit: 2 },
          routeSettings: {
            "GET /own": { throttlingBurstLimit: 1 },
            "GET /fast": { throttlingRateLimit: 2, throttlingBurstLimit: 1 },
          },
        },
      },
    );
    const call = async (path: string) => {
      const response = await bench.aws.fetchApi(`${url}${path}`);
      return response.ok ? response.status : [response.status, await response.text()];
    };
    const seen: unknown[] = [];
    for (const path of CALLS) {
      seen.push(await call(path));
    }
    await eventually("a token", async () => (await call("/fast")) === 200);
    return seen;
  },
  [
    200,
    200,
    [429, '{"message":"Too Many Requests"}'],
    200,
    200,
    [429, '{"message":"Too Many Requests"}'],
    [403, '{"message":"Forbidden"}'],
    [403, '{"message":"Forbidden"}'],
    [429, '{"message":"Too Many Requests"}'],
    200,
    [429, '{"message":"Too Many Requests"}'],
  ] as unknown[],
);
