import { connect } from "node:net";
import { AwsClient } from "aws4fetch";
import { ECHO, httpApi } from "../../http-api";
import { describePatch, withLocalAws } from "../../support";

interface ApiEvent {
  readonly headers: Record<string, string>;
  readonly requestContext: {
    readonly http: object;
    readonly requestId: string;
    readonly time: string;
    readonly timeEpoch: number;
    readonly apiId: string;
    readonly domainName: string;
    readonly domainPrefix: string;
    readonly [more: string]: unknown;
    readonly authorizer?: { readonly iam: Record<string, unknown> };
  };
}

describePatch(
  "http_api",
  "the event is complete",
  async (bench) => {
    const url = await httpApi(bench, ECHO, { "POST /jobs/{id}": "NONE" });
    const response = await bench.aws.fetchApi(`${url}/jobs/a%20b?x=1&x=2&y=%26`, {
      method: "POST",
      body: '{"a":1}',
      headers: [
        ["Content-Type", "application/json"],
        ["Cookie", "one=1; two=2"],
        ["X-Mine", "1"],
        ["X-Mine", "2"],
        ["User-Agent", "tests"],
        ["X-Forwarded-For", "203.0.113.7"],
      ],
    });
    const { headers, requestContext, ...event } = (await response.json()) as ApiEvent;
    const { http, requestId, time, timeEpoch, apiId, domainName, domainPrefix, ...context } = requestContext;
    return {
      event,
      http,
      context,
      headers: ["content-type", "cookie", "x-mine", "x-forwarded-for", "x-forwarded-port", "x-forwarded-proto"].map(
        (name) => headers[name],
      ),
      traced: /^Root=1-/.test(headers["x-amzn-trace-id"] ?? ""),
      named: response.headers.get("apigw-requestid") === requestId,
      domain: domainName.startsWith(`${apiId}.`) && domainPrefix === apiId,
      timed: [typeof timeEpoch, /^\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d \+0000$/.test(time)],
    };
  },
  {
    event: {
      version: "2.0",
      routeKey: "POST /jobs/{id}",
      rawPath: "/jobs/a b",
      rawQueryString: "x=1&x=2&y=%26",
      cookies: ["one=1", "two=2"],
      queryStringParameters: { x: "1,2", y: "&" },
      pathParameters: { id: "a b" },
      stageVariables: { colour: "green" },
      body: '{"a":1}',
      isBase64Encoded: false,
    },
    http: {
      method: "POST",
      path: "/jobs/a b",
      protocol: "HTTP/1.1",
      sourceIp: "127.0.0.1",
      userAgent: "tests",
    },
    context: { accountId: "123456789012", routeKey: "POST /jobs/{id}", stage: "$default" },
    headers: ["application/json", undefined, "1, 2", "203.0.113.7, 127.0.0.1", "443", "https"],
    traced: true,
    named: true,
    domain: true,
    timed: ["number", true],
  },
);

/** What the handler does, and what the client sees. */
const ANSWERS: readonly (readonly [body: string, status: number, contentType: string, answer: string])[] = [
  ["return { statusCode: 201, body: 'made' }", 201, "text/plain;charset=utf-8", "made"],
  [
    "return { statusCode: 200, headers: { 'Content-Type': 'a/b' }, body: 'YQ==', isBase64Encoded: true }",
    200,
    "a/b",
    "a",
  ],
  ["return { ok: true }", 200, "application/json", '{"ok": true}'],
  ["throw new Error('secret')", 500, "application/json", '{"message":"Internal Server Error"}'],
  ["return { statusCode: 'fine' }", 500, "application/json", '{"message":"Internal Server Error"}'],
  ["return { statusCode: 200, body: { a: 1 } }", 500, "application/json", '{"message":"Internal Server Error"}'],
  [
    "return { statusCode: 200, body: '*', isBase64Encoded: true }",
    500,
    "application/json",
    '{"message":"Internal Server Error"}',
  ],
  [
    "return { statusCode: 200, headers: { a: 'b\\r\\nSet-Cookie: x=1' } }",
    500,
    "application/json",
    '{"message":"Internal Server Error"}',
  ],
  [
    "return { statusCode: 200, headers: { 'a b': 'c' } }",
    500,
    "application/json",
    '{"message":"Internal Server Error"}',
  ],
  [
    "return { statusCode: 200, cookies: ['a=1\\r\\nb: 2'] }",
    500,
    "application/json",
    '{"message":"Internal Server Error"}',
  ],
];

describePatch(
  "http_api",
  "every answer of a handler becomes what AWS makes of it",
  async (bench) => {
    const cases = ANSWERS.map(([body], index) => `async () => { ${body} }, // ${index}`).join("\n");
    const url = await httpApi(
      bench,
      `const cases = [${cases}\n]; exports.handler = (event) => cases[Number(event.rawPath.slice(1))]();`,
    );
    const seen = [];
    for (const [index, [body]] of ANSWERS.entries()) {
      const response = await bench.aws.fetchApi(`${url}/${index}`);
      seen.push([body, response.status, response.headers.get("content-type"), await response.text()]);
    }
    return seen;
  },
  ANSWERS.map((answer) => [...answer]),
);

const plain = async (response: Response) => [response.status, await response.text()];

describePatch(
  "http_api",
  "a body over 10 MB, a call that the function's policy does not allow",
  async (bench) => {
    const url = await httpApi(bench, ECHO, { "POST /large": "NONE" }, { permitted: false });
    return [
      await plain(
        await bench.aws.fetchApi(`${url}/large`, { method: "POST", body: Buffer.alloc(10 * 1024 * 1024 + 1) }),
      ),
      await plain(await bench.aws.fetchApi(`${url}/large`, { method: "POST", body: "{}" })),
    ];
  },
  [
    [413, '{"message":"Request Entity Too Large"}'],
    [500, '{"message":"Internal Server Error"}'],
  ],
);

describePatch(
  "http_api",
  "an alias is invoked as itself",
  async (bench) => {
    const arn = "exports.handler = async (_event, { invokedFunctionArn }) => invokedFunctionArn;";
    const url = await httpApi(bench, arn, undefined, { alias: "live" });
    return plain(await bench.aws.fetchApi(`${url}/x`));
  },
  [200, "arn:aws:lambda:us-east-1:123456789012:function:web:live"],
);

describePatch(
  "http_api",
  "a permission for the function is none for its alias",
  async (bench) => {
    const url = await httpApi(bench, ECHO, undefined, { alias: "live", permittedQualifier: null });
    return plain(await bench.aws.fetchApi(`${url}/x`));
  },
  [500, '{"message":"Internal Server Error"}'],
);

describePatch(
  "http_api",
  "a function's time-out",
  async (bench) => {
    const url = await httpApi(bench, "exports.handler = () => new Promise(() => {});", undefined, { Timeout: 1 });
    return plain(await bench.aws.fetchApi(`${url}/x`));
  },
  [503, '{"message":"Service Unavailable"}'],
);

describePatch(
  "http_api",
  "a function slower than the integration's time-out",
  async (bench) => {
    const slow = "exports.handler = () => new Promise((resolve) => setTimeout(resolve, 2000, { statusCode: 200 }));";
    const url = await httpApi(bench, slow, undefined, { timeoutInMillis: 500 });
    return plain(await bench.aws.fetchApi(`${url}/x`));
  },
  [503, '{"message":"Service Unavailable"}'],
);

describePatch(
  "http_api",
  "a route with AWS_IAM takes signed calls of callers that may, and says no more than Forbidden to others",
  async (bench) => {
    const url = await httpApi(bench, ECHO, { "GET /mine": "AWS_IAM" });
    const { region, credentials } = bench.aws;
    const call = async (keys?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }) => {
      if (keys === undefined) return bench.aws.fetchApi(`${url}/mine`);
      const signed = await new AwsClient({ ...keys, region, service: "execute-api" }).sign(`${url}/mine`);
      return bench.aws.fetchApi(signed.url, { headers: signed.headers });
    };
    const user = (parameters: Record<string, string>) => bench.query("iam", "2010-05-08", parameters);
    await user({ Action: "CreateUser", UserName: "caller" });
    const key = await user({ Action: "CreateAccessKey", UserName: "caller" });
    const [, accessKeyId] = /<AccessKeyId>(.*)<\/AccessKeyId>/.exec(key)!;
    const [, secretAccessKey] = /<SecretAccessKey>(.*)<\/SecretAccessKey>/.exec(key)!;
    const keys = { accessKeyId: accessKeyId!, secretAccessKey: secretAccessKey! };
    const before = await plain(await call(keys));
    const Statement = [
      { Effect: "Allow", Action: "execute-api:Invoke", Resource: "arn:aws:execute-api:*:*:*/*/GET/mine" },
    ];
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await user({ Action: "PutUserPolicy", UserName: "caller", PolicyName: "call", PolicyDocument });
    const allowed = await call(keys);
    const { iam } = ((await allowed.json()) as ApiEvent).requestContext.authorizer!;
    return {
      unsigned: await plain(await call()),
      root: (await call(credentials)).status,
      badSecret: await plain(await call({ ...keys, secretAccessKey: "wrong" })),
      bearer: await plain(await bench.aws.fetchApi(`${url}/mine`, { headers: { authorization: "Bearer x" } })),
      before,
      allowed: allowed.status,
      iam: {
        ...iam,
        callerId: typeof iam.callerId,
        userId: typeof iam.userId,
        accessKey: iam.accessKey === accessKeyId,
      } as Record<string, unknown>,
    };
  },
  {
    unsigned: [403, '{"message":"Forbidden"}'],
    root: 200,
    badSecret: [403, '{"message":"Forbidden"}'],
    bearer: [403, '{"message":"Forbidden"}'],
    before: [403, '{"message":"Forbidden"}'],
    allowed: 200,
    iam: {
      accessKey: true,
      accountId: "123456789012",
      callerId: "string",
      cognitoIdentity: null,
      principalOrgId: null,
      userArn: "arn:aws:iam::123456789012:user/caller",
      userId: "string",
    },
  },
);

test(
  "IAM judges the method and the path of a request to $default, not the route's key",
  () =>
    withLocalAws([], async (bench) => {
      const url = await httpApi(bench, ECHO, { $default: "AWS_IAM" });
      const { region } = bench.aws;
      const user = (parameters: Record<string, string>) =>
        bench.query("iam", "2010-05-08", { UserName: "caller", ...parameters });
      await user({ Action: "CreateUser" });
      const key = await user({ Action: "CreateAccessKey" });
      const [, accessKeyId = ""] = /<AccessKeyId>(.*)<\/AccessKeyId>/.exec(key) ?? [];
      const [, secretAccessKey = ""] = /<SecretAccessKey>(.*)<\/SecretAccessKey>/.exec(key) ?? [];
      const signer = new AwsClient({ accessKeyId, secretAccessKey, region, service: "execute-api" });
      const statuses = async (end: string) => {
        const Resource = `arn:aws:execute-api:*:*:*/*/${end}`;
        const Statement = [{ Effect: "Allow", Action: "execute-api:Invoke", Resource }];
        const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
        await user({ Action: "PutUserPolicy", PolicyName: "call", PolicyDocument });
        const calls = ["/orders", "/others"].map(async (path) => {
          const signed = await signer.sign(`${url}${path}`);
          return (await bench.aws.fetchApi(signed.url, { headers: signed.headers })).status;
        });
        return Promise.all(calls);
      };
      expect([await statuses("$default"), await statuses("GET/orders"), await statuses("*/*")]).toEqual([
        [403, 403],
        [200, 403],
        [200, 200],
      ]);
    }),
  60_000,
);

test(
  "an unknown route is not found, and bytes that are no text arrive in base64",
  () =>
    withLocalAws([], async (bench) => {
      const url = await httpApi(bench, ECHO, { "POST /bytes": "NONE" });
      expect(await plain(await bench.aws.fetchApi(`${url}/unknown`))).toEqual([404, '{"message":"Not Found"}']);
      const headers = { "content-type": "application/octet-stream" };
      const sent = { method: "POST", body: Buffer.from([0, 255]), headers };
      const event = await (await bench.aws.fetchApi(`${url}/bytes`, sent)).json();
      expect(event).toMatchObject({ body: "AP8=", isBase64Encoded: true });
    }),
  60_000,
);

test(
  "a request that is no HTTP is answered, and the server goes on",
  () =>
    withLocalAws([], async (bench) => {
      const url = await httpApi(bench, ECHO);
      const { port } = new URL(bench.aws.endpoint);
      await new Promise<void>((resolve, reject) => {
        const socket = connect(Number(port), "127.0.0.1", () => socket.end("GET / HTTP/1.1\r\nHo st: \x00\r\n\r\n"));
        socket
          .resume()
          .on("close", () => resolve())
          .on("error", reject);
      });
      expect((await bench.aws.fetchApi(`${url}/x`)).status).toBe(200);
    }),
  60_000,
);
