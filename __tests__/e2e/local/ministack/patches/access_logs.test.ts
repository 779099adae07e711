import { AwsClient } from "aws4fetch";
import { ACCESS_LOG } from "../../../../../modules/parts/http-api";
import { httpApi } from "../../http-api";
import { describePatch, type Workbench } from "../../support";

/** What the modules log, and what a client says of itself. */
const FORMAT = `${ACCESS_LOG.slice(0, -1)},"agent":"$context.identity.userAgent"}`;
const AGENT = 'a "quoted" \\ agent';

const GROUP = "/aws/vendedlogs/apis/web";

const HANDLER = `exports.handler = async ({ rawPath }) => {
  if (rawPath === "/fail") throw new Error('out of "paper"\\nand \\\\ ink');
  return { statusCode: 201, body: "made" };
};`;

async function logs<T>(bench: Workbench, action: string, body: object): Promise<T> {
  const { credentials, region, endpoint } = bench.aws;
  const client = new AwsClient({ ...credentials, region, service: "logs" });
  const headers = { "x-amz-target": `Logs_20140328.${action}`, "content-type": "application/x-amz-json-1.1" };
  const response = await client.fetch(endpoint, { method: "POST", body: JSON.stringify(body), headers });
  return (await response.json()) as T;
}

describePatch(
  "access_logs",
  "every call is a line of JSON in the stage's log group, whatever functions and clients say: answered, failed, refused, throttled",
  async (bench) => {
    await logs(bench, "CreateLogGroup", { logGroupName: GROUP });
    const { region, accountId } = bench.aws;
    const destinationArn = `arn:aws:logs:${region}:${accountId}:log-group:${GROUP}`;
    const url = await httpApi(
      bench,
      HANDLER,
      { "POST /jobs": "NONE", "GET /fail": "NONE", "GET /mine": "AWS_IAM", "GET /busy": "NONE" },
      {
        stage: {
          accessLogSettings: { destinationArn, format: FORMAT },
          routeSettings: { "GET /busy": { throttlingRateLimit: 0, throttlingBurstLimit: 0 } },
        },
      },
    );
    const names: (string | null)[] = [];
    const call = async (path: string, init: RequestInit = {}) => {
      const headers = { ...Object.fromEntries(new Headers(init.headers)), "user-agent": AGENT };
      names.push((await bench.aws.fetchApi(`${url}${path}`, { ...init, headers })).headers.get("apigw-requestid"));
    };
    await call("/jobs", { method: "POST" });
    await call("/fail");
    await call("/mine");
    const signed = await new AwsClient({ ...bench.aws.credentials, region, service: "execute-api" }).sign(
      `${url}/mine`,
    );
    await call("/mine", { headers: signed.headers });
    await call("/busy");
    await call("/unknown");
    const { events } = await logs<{ events: { message: string }[] }>(bench, "FilterLogEvents", { logGroupName: GROUP });
    const lines = events.map(({ message }) => JSON.parse(message) as Record<string, string>);
    return lines.map(({ requestId, time, latencyMs, functionRequestId, ...line }, index) => ({
      ...line,
      invoked: /^[0-9a-f-]{36}$/.test(functionRequestId!),
      named: names[index] === requestId,
      timed: /^\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d \+0000$/.test(time!) && /^\d+$/.test(latencyMs!),
    }));
  },
  (
    [
      ["POST", "POST /jobs", "201", "4", true],
      ["GET", "GET /fail", "500", "35", true],
      ["GET", "GET /mine", "403", "23", false],
      ["GET", "GET /mine", "201", "4", true],
      ["GET", "GET /busy", "429", "31", false],
      ["GET", "-", "404", "23", false],
    ] as [string, string, string, string, boolean][]
  ).map(([method, route, status, responseLength, invoked], index) => ({
    ip: "127.0.0.1",
    caller: index === 3 ? "arn:aws:iam::123456789012:root" : "-",
    method,
    route,
    status,
    responseLength,
    invoked,
    errorType: "-",
    agent: AGENT,
    named: true,
    timed: true,
  })),
);
