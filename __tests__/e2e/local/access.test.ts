import { request } from "node:http";
import { connect as connectHttp2 } from "node:http2";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { CreateFunctionUrlConfigCommand, GetFunctionCommand } from "@aws-sdk/client-lambda";
import { AwsV4Signer } from "aws4fetch";
import { strToU8, zipSync } from "fflate";
import { type LocalAws, startLocalAws } from "../../../local/aws";
import { TOKEN_HEADER } from "../../../local/control";
import type { Credentials } from "../../../local/credentials";
import { httpApi } from "./http-api";
import { Workbench } from "./workbench";

/** A page that anybody may have made. */
const PAGE = "https://evil.example.com";
/** The page that the CORS settings below admit. */
const APP = "https://app.example.com";
const CORS = { allowOrigins: [APP], allowMethods: ["GET"] };

let aws: LocalAws;
let bench: Workbench;
/** URLs of an API without CORS settings, of one with, and of a function with. */
const urls: Record<"plain" | "withCors" | "function", string> = { plain: "", withCors: "", function: "" };

beforeAll(async () => {
  aws = await startLocalAws();
  bench = new Workbench(aws);
  const said = "exports.handler = async ({ rawPath }) => rawPath;";
  urls.plain = await httpApi(bench, said, { $default: "NONE", "GET /signed": "AWS_IAM" });
  urls.withCors = await httpApi(bench, said, { $default: "NONE" }, { name: "pages", cors: CORS });
  const { FunctionUrl } = await bench.lambda.send(
    new CreateFunctionUrlConfigCommand({
      FunctionName: "pages",
      AuthType: "NONE",
      Cors: { AllowOrigins: [APP], AllowMethods: ["GET"] },
    }),
  );
  urls.function = `${aws.endpoint}/_aws/lambda-url/${new URL(FunctionUrl!).hostname.split(".")[0]}`;
  await bench.signed("s3", "PUT", "/files");
}, 60_000);

afterAll(() => aws.stop());

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** A request as it is written: `fetch` does not let one name the Host. */
async function sent({ method = "GET", path = "/", headers = {}, body = "" }: Sent) {
  const { hostname, port, host } = new URL(aws.endpoint);
  const answer = await new Promise<import("node:http").IncomingMessage>((resolve, reject) => {
    const call = request({ hostname, port, path, method, headers: { host, ...headers } }, resolve);
    call.on("error", reject).end(body);
  });
  return { status: answer.statusCode, headers: answer.headers, body: await text(answer) };
}

/** The same, to the URL of an API or of a function. */
const called = (url: string, { path = "/jobs", headers = {}, ...rest }: Sent = {}) => {
  const { host, pathname } = new URL(url);
  return sent({ ...rest, path: `${pathname.replace(/\/$/, "")}${path}`, headers: { host, ...headers } });
};

/** A signature that nobody made, where a page may put one without asking first: in the URL. */
const madeUp = (accessKeyId: string, service: string) =>
  new URLSearchParams({
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": `${accessKeyId}/20260101/us-east-1/${service}/aws4_request`,
    "X-Amz-Date": new Date().toISOString().replace(/[-:]|\.\d+/g, ""),
    "X-Amz-SignedHeaders": "host",
    "X-Amz-Signature": "0".repeat(64),
  }).toString();

describe("three requests that make a role and a function and run it", () => {
  const trust = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } };
  const role = new URLSearchParams({
    Action: "CreateRole",
    Version: "2010-05-08",
    RoleName: "theirs",
    AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: trust }),
  });
  const settings = {
    FunctionName: "theirs",
    Role: "arn:aws:iam::123456789012:role/theirs",
    Runtime: "nodejs22.x",
    Handler: "index.handler",
    Code: { ZipFile: Buffer.from(zipSync({ "index.js": strToU8("exports.handler = () => 1;") })).toString("base64") },
  };
  const functions = "/2015-03-31/functions";
  const steps = (key: string): Sent[] => [
    { path: `/?${role}&${madeUp(key, "iam")}` },
    { path: `${functions}?${madeUp(key, "lambda")}`, body: JSON.stringify(settings) },
    { path: `${functions}/theirs/invocations?${madeUp(key, "lambda")}`, body: "{}" },
  ];

  test.each<[who: string, headers: Record<string, string>, key: string | undefined]>([
    ["a page", { origin: PAGE }, "test"],
    ["a page without a name, such as a file's", { origin: "null" }, "test"],
    ["a page of this machine", { origin: "http://localhost:3000" }, "test"],
    ["a user of the machine", {}, "test"],
    ["a user of the machine who takes the account for a key", {}, "123456789012"],
    ["a user of the machine who has seen the key's id", {}, undefined],
  ])("are refused to %s", async (_, headers, key = aws.credentials.accessKeyId) => {
    for (const step of steps(key)) {
      const answer = await sent({ method: "POST", ...step, headers: { "content-type": "text/plain", ...headers } });
      expect([step.path, answer.status]).toEqual([step.path, 403]);
      expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
    }
    await expect(bench.lambda.send(new GetFunctionCommand({ FunctionName: "theirs" }))).rejects.toThrow("not found");
    const asked = bench.query("iam", "2010-05-08", { Action: "GetRole", RoleName: "theirs" });
    await expect(asked).rejects.toThrow("NoSuchEntity");
    expect(aws.invocations()).toEqual([]);
  });
});

/** Requests of each protocol that SDKs use, as they are right when root signs them. */
const REQUESTS: readonly (Sent & { readonly service: string })[] = [
  { service: "sqs", method: "POST", headers: { "x-amz-target": "AmazonSQS.ListQueues" }, body: "{}" },
  { service: "dynamodb", method: "POST", headers: { "x-amz-target": "DynamoDB_20120810.ListTables" }, body: "{}" },
  { service: "sns", method: "POST", body: "Action=ListTopics&Version=2010-03-31" },
  { service: "iam", method: "POST", body: "Action=ListRoles&Version=2010-05-08" },
  { service: "sts", method: "POST", body: "Action=GetCallerIdentity&Version=2011-06-15" },
  { service: "lambda", path: "/2015-03-31/functions" },
  { service: "apigateway", path: "/v2/apis" },
  { service: "logs", method: "POST", headers: { "x-amz-target": "Logs_20140328.DescribeLogGroups" }, body: "{}" },
  {
    service: "dynamodb",
    method: "POST",
    headers: { "x-amz-target": "DynamoDBStreams_20120810.ListStreams" },
    body: "{}",
  },
  { service: "monitoring", method: "POST", body: "Action=DescribeAlarms&Version=2010-08-01" },
  { service: "events", method: "POST", headers: { "x-amz-target": "AWSEvents.ListEventBuses" }, body: "{}" },
  { service: "states", method: "POST", headers: { "x-amz-target": "AWSStepFunctions.ListStateMachines" }, body: "{}" },
  { service: "kms", method: "POST", headers: { "x-amz-target": "TrentService.ListKeys" }, body: "{}" },
  { service: "s3", path: "/files" },
  { service: "s3", path: "/" },
].map((one) => ({
  ...one,
  headers: {
    ...one.headers,
    ...(one.body?.startsWith("Action=") ? { "content-type": "application/x-www-form-urlencoded" } : {}),
  },
}));

interface Signing extends Partial<Credentials> {
  readonly sessionToken?: string;
  readonly datetime?: string;
  readonly signQuery?: boolean;
}

/** The request with its signature by root's keys, unless said otherwise. */
async function signed(
  { service, path = "/", ...rest }: (typeof REQUESTS)[number],
  signing: Signing = {},
): Promise<Sent> {
  const signer = new AwsV4Signer({
    ...aws.credentials,
    ...rest,
    // GET has no body at all.
    body: rest.body,
    url: `${aws.endpoint}${path}`,
    region: aws.region,
    service,
    ...signing,
  });
  const { url, headers } = await signer.sign();
  return { ...rest, path: url.pathname + url.search, headers: Object.fromEntries(headers as Headers) };
}

const minutesAgo = (minutes: number) =>
  new Date(Date.now() - minutes * 60_000).toISOString().replace(/[-:]|\.\d+/g, "");

describe.each(REQUESTS.map((one) => [`${one.service} ${one.path ?? one.body}`, one] as const))("%s", (_, one) => {
  test("is served to root, by header and by URL", async () => {
    expect((await sent(await signed(one))).status).toBe(200);
    expect((await sent(await signed(one, { signQuery: true }))).status).toBe(200);
  });

  test.each<[what: string, signing: Signing]>([
    ["a key that nobody has", { accessKeyId: "AKIAAAAAAAAAAAAAAAAA" }],
    ["the keys of other emulators", { accessKeyId: "test", secretAccessKey: "test" }],
    ["an account as key", { accessKeyId: "123456789012", secretAccessKey: "test" }],
    ["root's key with another secret", { secretAccessKey: "test" }],
    ["root's keys with a session token", { sessionToken: "token" }],
    ["a date long gone", { datetime: minutesAgo(60 * 24 * 8) }],
  ])("is refused with %s, by header and by URL", async (_what, signing) => {
    for (const signQuery of [false, true]) {
      const { status, headers } = await sent(await signed(one, { ...signing, signQuery }));
      expect([signQuery, status]).toEqual([signQuery, expect.any(Number)]);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(404);
      expect(headers["access-control-allow-origin"]).toBeUndefined();
    }
  });

  test("is refused without a signature, with another body, and with two signatures", async () => {
    const right = await signed(one);
    const refused = [
      { ...one },
      { ...right, headers: { ...right.headers, "x-amz-content-sha256": "0".repeat(64) } },
      { ...right, path: `${right.path}${right.path?.includes("?") ? "&" : "?"}${madeUp("test", one.service)}` },
      ...(one.body === undefined ? [] : [{ ...right, body: `${one.body} ` }]),
    ];
    for (const request of refused) expect([403, 400]).toContain((await sent(request)).status);
  });

  test("is refused with headers of AWS that somebody added to it", async () => {
    const added: readonly Record<string, string>[] = [
      { "x-amz-target": "DynamoDB_20120810.ListBackups" },
      { "x-amz-security-token": "token" },
      { "X-Amz-Anything": "" },
    ];
    for (const signQuery of [false, true]) {
      const right = await signed(one, { signQuery });
      for (const headers of added) {
        const { status } = await sent({ ...right, headers: { ...right.headers, ...headers } });
        expect([signQuery, headers, [400, 403].includes(status ?? 0)]).toEqual([signQuery, headers, true]);
      }
    }
  });
});

// What has no target is what its signature says it is.
const TARGETED = REQUESTS.filter(({ headers }) => headers && "x-amz-target" in headers);
test.each(TARGETED.map((one) => [one.headers?.["x-amz-target"], one] as const))(
  "%s is refused with a signature for another service",
  async (_, one) => {
    const others = ["sqs", "dynamodb", "s3", "iam", "lambda", "monitoring", "execute-api", "nothing"];
    for (const service of others.filter((other) => other !== one.service)) {
      for (const signQuery of [false, true]) {
        const { status } = await sent(await signed({ ...one, service }, { signQuery }));
        expect([service, signQuery, [400, 403].includes(status ?? 0), status]).toEqual([
          service,
          signQuery,
          true,
          status,
        ]);
      }
    }
  },
);

test("a signature that is for any host is refused", async () => {
  const url = `${aws.endpoint}/2015-03-31/functions`;
  const signer = new AwsV4Signer({ ...aws.credentials, url, region: aws.region, service: "lambda" });
  signer.signedHeaders = "x-amz-date";
  signer.canonicalHeaders = `x-amz-date:${signer.datetime}`;
  const { headers } = await signer.sign();
  const { status, body } = await sent({
    path: "/2015-03-31/functions",
    headers: Object.fromEntries(headers as Headers),
  });
  expect([status, body]).toEqual([403, expect.stringContaining("must be a 'SignedHeader'")]);
});

test("a signature of S3 that leaves the body open opens nothing else", async () => {
  const open = { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" };
  const right = await signed({ service: "s3", method: "POST", headers: open, body: "" });
  const target = { "x-amz-target": "DynamoDB_20120810.ListTables" };
  const asked = { ...right, headers: { ...right.headers, ...target }, body: "{}" };
  expect((await sent(asked)).status).toBe(403);
  const both = await signed({ service: "s3", method: "POST", headers: { ...open, ...target }, body: "{}" });
  const { status, body } = await sent(both);
  expect([status, body]).toEqual([400, expect.stringContaining("scoped to correct service: 'dynamodb'")]);
});

describe("what claims no caller, or one in a way that cannot be verified", () => {
  const [sqs] = REQUESTS;

  test.each([
    ["a scheme of web pages", "Basic dGVzdDp0ZXN0"],
    ["a token", "Bearer test"],
    ["no credential", "AWS4-HMAC-SHA256"],
    ["an empty credential", "AWS4-HMAC-SHA256 Credential=, SignedHeaders=host, Signature=0"],
    ["a key without a scope", "AWS4-HMAC-SHA256 Credential=test, SignedHeaders=host, Signature=0"],
    [
      "no key in a scope",
      "AWS4-HMAC-SHA256 Credential=/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=0",
    ],
    [
      "small letters",
      "aws4-hmac-sha256 Credential=test/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=0",
    ],
    [
      "another algorithm",
      "AWS4-ECDSA-P256-SHA256 Credential=test/20260101/sqs/aws4_request, SignedHeaders=host, Signature=0",
    ],
    ["the old signatures", "AWS test:c2lnbmF0dXJl"],
    ["nothing", ""],
  ])("%s as Authorization is refused", async (_, authorization) => {
    for (const path of ["/", "/2015-03-31/functions", "/files"]) {
      const { status } = await sent({ ...sqs, path, headers: { ...sqs!.headers, authorization } });
      expect([path, [400, 401, 403].includes(status ?? 0), status]).toEqual([path, true, status]);
    }
  });

  test.each([
    ["the old signatures in a URL", "/files?AWSAccessKeyId=test&Signature=c2ln&Expires=4102444800"],
    [
      "a credential without an algorithm",
      "/files?X-Amz-Credential=test/20260101/us-east-1/s3/aws4_request&X-Amz-Signature=0",
    ],
    ["a signature without a credential", "/files?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=0"],
    ["small letters", `/files?${madeUp("test", "s3").toLowerCase()}`],
    ["a presigned URL of a key that nobody has", `/files?${madeUp("test", "s3")}&X-Amz-Expires=60`],
    [
      "a link of a topic's message",
      "/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:us-east-1:123456789012:t&Token=t",
    ],
    ["a web identity", "/?Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleSessionName=s&WebIdentityToken=t"],
  ])("%s is refused", async (_, path) => {
    for (const method of ["GET", "POST", "PUT", "DELETE", "HEAD"]) {
      const { status } = await sent({ method, path });
      expect([method, [400, 401, 403].includes(status ?? 0), status]).toEqual([method, true, status]);
    }
  });

  test("calls that SDKs do not sign are refused", async () => {
    for (const target of ["AWSCognitoIdentityProviderService.SignUp", "AWSCognitoIdentityService.GetId"]) {
      const { status } = await sent({ method: "POST", headers: { "x-amz-target": target }, body: "{}" });
      expect([target, [400, 403].includes(status ?? 0)]).toEqual([target, true]);
    }
  });
});

describe("what ministack and this project serve themselves", () => {
  const PATHS = [
    "POST /_local/reset",
    "POST /_local/faults",
    "POST /_ministack/reset",
    "POST /_ministack/reset?init=1",
    "POST /_ministack/config",
    "GET /_ministack/health",
    "GET /_ministack/ready",
    "GET /_ministack/sqs/messages",
    "GET /_ministack/ses/messages",
    "GET /_ministack/lambda-code/web",
    "POST /_ministack/rds/iam-auth",
    "GET /_localstack/health",
    "GET /_aws/sns/sms-messages",
    "GET /_alb/one/",
    "GET /health",
    "GET /oauth2/authorize",
    "POST /oauth2/token",
    "GET /login",
    "GET /logout",
    "GET /v2/_catalog",
    "GET /latest/meta-data/iam/security-credentials/",
    "GET /files/secret.txt",
    "PUT /files/theirs.txt",
    "OPTIONS /",
  ];

  test.each(PATHS)("%s is refused without token and signature, on every host", async (line) => {
    const [method = "", path = ""] = line.split(" ");
    for (const host of [new URL(aws.endpoint).host, "localhost", "anything.localhost"]) {
      const { status, headers } = await sent({ method, path, headers: { host, [TOKEN_HEADER]: "guessed" } });
      expect([host, status]).toEqual([host, 403]);
      expect(headers["access-control-allow-origin"]).toBeUndefined();
    }
  });

  test.each(PATHS.filter((line) => line.includes(" /_")))("%s is none of an API's paths", async (line) => {
    const [method = "", path = ""] = line.split(" ");
    const { status, body } = await called(urls.plain, { method, path });
    // What ministack looks for before it looks at the Host is nobody's; the others are the API's.
    expect([403, 200]).toContain(status);
    if (status === 200) expect(body).toBe(path);
  });

  test.each(["/health", "/login", "/logout", "/oauth2/authorize", "/Execute", "/iceberg/v1/config", "/v2/_catalog"])(
    "%s is a path of an API like any other",
    async (path) => {
      for (const method of ["GET", "POST"]) {
        expect(await called(urls.plain, { method, path })).toMatchObject({ status: 200, body: path });
      }
    },
  );

  test("a signature does not stand in for the token", async () => {
    const answer = await sent(await signed({ service: "s3", method: "POST", path: "/_ministack/reset" }));
    expect(answer.status).toBe(403);
    expect((await called(urls.plain)).status).toBe(200);
  });
});

describe("the Host", () => {
  test.each(["evil.example.com", "evil.example.com:80", "127.0.0.1.evil.example.com", "localhost.evil.example.com"])(
    "%s is refused, whatever is asked for",
    async (host) => {
      const token = { [TOKEN_HEADER]: aws.token };
      const of = new URL(urls.plain).hostname.split(".")[0];
      for (const request of [
        { path: `/_aws/execute-api/${of}/$default/jobs` },
        { path: "/_ministack/health", headers: token },
        await signed({ service: "lambda", path: "/2015-03-31/functions" }),
      ]) {
        const { status, body } = await sent({ ...request, headers: { ...request.headers, host } });
        expect([request.path, status, body]).toEqual([request.path, 403, expect.stringContaining("does not answer")]);
      }
    },
  );

  test.each([
    ["none", "GET /health HTTP/1.0\r\n\r\n"],
    ["two", "GET /health HTTP/1.1\r\nHost: localhost\r\nHost: evil.example.com\r\n\r\n"],
  ])("%s is refused", async (_, lines) => {
    const socket = connect(Number(new URL(aws.endpoint).port), "127.0.0.1", () => socket.end(lines));
    expect(await text(socket)).toMatch(/^HTTP\/1.1 40[03] /);
  });

  test("is what HTTP/2 calls the authority, and is refused as well", async () => {
    const status = (authority: string, more: Record<string, string> = {}) =>
      new Promise<unknown>((resolve) => {
        const session = connectHttp2(aws.endpoint);
        const stream = session.request({ ":path": "/_aws/nothing", ":authority": authority, ...more });
        for (const broken of [session, stream]) broken.on("error", () => resolve("broken off"));
        stream.on("response", (answer) => resolve(answer[":status"])).on("close", () => session.close());
        stream.resume().end();
      });
    expect(await status("evil.example.com")).toBe(403);
    expect([403, "broken off"]).toContain(await status("evil.example.com", { host: "localhost" }));
  });

  test("an API is called by its name, and by its path at the endpoint", async () => {
    const of = new URL(urls.plain).hostname.split(".")[0];
    expect(await called(urls.plain)).toMatchObject({ status: 200, body: "/jobs" });
    expect(await sent({ path: `/_aws/execute-api/${of}/$default/jobs` })).toMatchObject({ status: 200, body: "/jobs" });
  });
});

describe("the Origin", () => {
  const own = { plain: () => urls.plain, withCors: () => urls.withCors, function: () => urls.function };

  test.each<[url: keyof typeof own, origin: string, status: number, admitted: string | undefined]>([
    ["plain", PAGE, 403, undefined],
    ["plain", APP, 403, undefined],
    ["plain", "null", 403, undefined],
    ["withCors", PAGE, 403, undefined],
    ["withCors", "null", 403, undefined],
    ["withCors", APP, 200, APP],
    ["function", PAGE, 403, undefined],
    ["function", APP, 200, APP],
  ])("%s: a request of %s is answered %i and admits %s", async (url, origin, status, admitted) => {
    for (const method of ["GET", "POST"]) {
      const answer = await called(own[url](), { method, headers: { origin } });
      expect([method, answer.status, answer.headers["access-control-allow-origin"]]).toEqual([
        method,
        status,
        admitted,
      ]);
    }
  });

  /** As browsers send them: https://www.w3.org/TR/fetch-metadata/. */
  const fetched = (site: string, mode: string, dest: string) => ({
    "sec-fetch-site": site,
    "sec-fetch-mode": mode,
    "sec-fetch-dest": dest,
  });

  test.each<[what: string, headers: Record<string, string>, status: number]>([
    ["an image of another site's page", fetched("cross-site", "no-cors", "image"), 403],
    ["a script of another site's page", fetched("cross-site", "no-cors", "script"), 403],
    ["an answer that another site's page does not ask for", fetched("cross-site", "no-cors", "empty"), 403],
    ["a page in another site's page", fetched("cross-site", "navigate", "iframe"), 403],
    ["an image of a page of this machine", fetched("same-site", "no-cors", "image"), 403],
    ["an image of a page of its own", fetched("same-origin", "no-cors", "image"), 200],
    ["a link to it", fetched("cross-site", "navigate", "document"), 200],
    ["an address that a person typed", fetched("none", "navigate", "document"), 200],
    ["fetch of Node.js", { "sec-fetch-mode": "cors" }, 200],
  ])("%s names none", async (_, headers, status) => {
    for (const url of [urls.plain, urls.withCors, urls.function]) {
      for (const method of ["GET", "HEAD"]) expect((await called(url, { method, headers })).status).toBe(status);
    }
  });

  test("a page that the API admits is served, whatever its site", async () => {
    const headers = { origin: APP, ...fetched("cross-site", "cors", "empty") };
    expect((await called(urls.withCors, { headers })).status).toBe(200);
  });

  test("a page that an API serves may call that API", async () => {
    const answer = await called(urls.plain, { method: "POST", headers: { origin: new URL(urls.plain).origin } });
    expect([answer.status, answer.headers["access-control-allow-origin"]]).toEqual([200, undefined]);
  });

  test("a right signature does not help a page", async () => {
    for (const one of REQUESTS) {
      const request = await signed(one);
      const { status } = await sent({ ...request, headers: { ...request.headers, origin: PAGE } });
      expect([one.service, status]).toEqual([one.service, 403]);
    }
  });

  test("a bucket admits the pages of its own CORS settings", async () => {
    const rule = `<CORSRule><AllowedOrigin>${APP}</AllowedOrigin><AllowedMethod>GET</AllowedMethod></CORSRule>`;
    const body = `<CORSConfiguration>${rule}</CORSConfiguration>`;
    expect((await bench.signed("s3", "PUT", "/files?cors", { body })).status).toBe(200);
    const seen = async (origin: string) => {
      const request = await signed({ service: "s3", path: "/files" }, { signQuery: true });
      const { status, headers } = await sent({ ...request, headers: { ...request.headers, origin } });
      const asking = { origin, "access-control-request-method": "GET" };
      const preflight = await sent({ method: "OPTIONS", path: "/files/a.txt", headers: asking });
      return [status, headers["access-control-allow-origin"], preflight.headers["access-control-allow-origin"]];
    };
    expect([await seen(APP), await seen(PAGE)]).toEqual([
      [200, APP, APP],
      [403, undefined, undefined],
    ]);
  });
});

describe("the keys of others", () => {
  const user = { service: "sqs", method: "POST", headers: { "x-amz-target": "AmazonSQS.ListQueues" }, body: "{}" };

  test("a user's and a session's signatures are verified as root's", async () => {
    const iam = (parameters: Record<string, string>) => bench.query("iam", "2010-05-08", parameters);
    await iam({ Action: "CreateUser", UserName: "reader" });
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: ["sqs:ListQueues", "sts:GetSessionToken"], Resource: "*" }],
    });
    await iam({ Action: "PutUserPolicy", UserName: "reader", PolicyName: "read", PolicyDocument });
    const keysIn = (xml: string) => {
      const value = (name: string) => new RegExp(`<${name}>(.*?)</${name}>`).exec(xml)?.[1];
      const [accessKeyId, secretAccessKey] = [value("AccessKeyId"), value("SecretAccessKey")];
      return { accessKeyId, secretAccessKey, sessionToken: value("SessionToken") };
    };
    const ofUser = keysIn(await iam({ Action: "CreateAccessKey", UserName: "reader" }));
    const asked = await sent(
      await signed({ service: "sts", path: "/?Action=GetSessionToken&Version=2011-06-15" }, ofUser),
    );
    const ofSession = keysIn(asked.body);
    expect(ofSession.sessionToken).toBeDefined();
    for (const keys of [ofUser, ofSession]) {
      for (const signQuery of [false, true]) {
        expect((await sent(await signed(user, { ...keys, signQuery }))).status).toBe(200);
        const wrong = { ...keys, secretAccessKey: "wrong", signQuery };
        expect((await sent(await signed(user, wrong))).status).toBe(403);
      }
    }
    expect((await sent(await signed(user, { ...ofSession, sessionToken: undefined }))).status).toBe(403);
  });

  test("a function has its role's keys only, and nobody can guess them", async () => {
    await bench.function("teller", "exports.handler = async () => process.env;");
    const { answer } = (await bench.invoke("teller")) as { answer: Record<string, string> };
    const text = JSON.stringify(answer);
    expect(text).not.toContain(aws.credentials.accessKeyId);
    expect(text).not.toContain(aws.credentials.secretAccessKey);
    expect(text).not.toContain(aws.token);
    const other = await startLocalAws();
    try {
      const there = new Workbench(other);
      await there.function("teller", "exports.handler = async () => process.env;");
      const { answer: same } = (await there.invoke("teller")) as { answer: Record<string, string> };
      for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"]) {
        expect([name, same[name]]).not.toEqual([name, answer[name]]);
      }
    } finally {
      await other.stop();
    }
  });
});
