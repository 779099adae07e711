import { strToU8, zipSync } from "fflate";
import { type LocalAws, startLocalAws } from "../../../local/aws";
import { inBrowser, runInPage } from "../support/browser";
import { httpApi } from "./http-api";
import { Workbench } from "./workbench";

/** A name that a stranger owns, and has lead here. */
const HOST = "evil.example.com";

let aws: LocalAws;
let bench: Workbench;

beforeAll(async () => {
  aws = await startLocalAws();
  bench = new Workbench(aws);
}, 60_000);

afterAll(() => aws.stop());

/** Requests that a browser sends without asking first, with a signature that nobody made. */
const attack = (key: string) => {
  const trust = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: trust });
  const role = { Action: "CreateRole", Version: "2010-05-08", RoleName: "theirs", AssumeRolePolicyDocument };
  const signature = (service: string) =>
    new URLSearchParams({
      "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
      "X-Amz-Credential": `${key}/20260101/us-east-1/${service}/aws4_request`,
      "X-Amz-Signature": "0".repeat(64),
    });
  const settings = {
    FunctionName: "theirs",
    Role: "arn:aws:iam::123456789012:role/theirs",
    Runtime: "nodejs22.x",
    Handler: "index.handler",
    Code: { ZipFile: Buffer.from(zipSync({ "index.js": strToU8("exports.handler = () => 1;") })).toString("base64") },
  };
  const functions = "/2015-03-31/functions";
  return [
    [`/?${new URLSearchParams(role)}&${signature("iam")}`, ""],
    [`${functions}?${signature("lambda")}`, JSON.stringify(settings)],
    [`${functions}/theirs/invocations?${signature("lambda")}`, "{}"],
    ["/_local/reset", ""],
    ["/_ministack/reset", ""],
  ];
};

inBrowser(
  "a stranger's page makes nothing, runs nothing and reads nothing, under its own name or a rebound one",
  async (browser) => {
    const url = await httpApi(bench, "exports.handler = async () => 'ran';", { $default: "NONE" });
    const apiId = new URL(url).hostname.split(".")[0];
    const { port } = new URL(aws.endpoint);
    const heard = await runInPage<string[]>(
      browser,
      HOST,
      `const heard = [];
       for (const base of ["http://127.0.0.1:${port}", "http://localhost:${port}", "http://${HOST}:${port}"]) {
         for (const [path, body] of ${JSON.stringify(attack("test"))}) {
           const sent = { method: "POST", mode: "no-cors", headers: { "content-type": "text/plain" }, body };
           await fetch(base + path, sent).catch(() => undefined);
         }
         for (const path of ["/_ministack/health", "/health", "/_aws/execute-api/${apiId}/$default/x", "/?Action=ListRoles"]) {
           for (const method of ["GET", "POST"]) {
             await fetch(base + path, { method }).then(async (answer) => heard.push(await answer.text()), () => undefined);
           }
         }
         // None of these names the page that it is for.
         const url = base + "/_aws/execute-api/${apiId}/$default/x";
         await fetch(url, { mode: "no-cors" }).catch(() => undefined);
         for (const kind of ["img", "script", "iframe"]) {
           await new Promise((resolve) => {
             const element = document.createElement(kind);
             element.onload = element.onerror = resolve;
             element.src = url;
             document.documentElement.append(element);
           });
         }
         await new Promise((resolve) => {
           const socket = new WebSocket(base.replace("http", "ws") + "/_aws/execute-api/${apiId}/$default");
           socket.onopen = () => resolve(heard.push("a socket"));
           socket.onerror = resolve;
         });
       }
       return heard;`,
    );
    expect(heard).toEqual([]);
    expect(aws.invocations()).toEqual([]);
    const roles = await bench.query("iam", "2010-05-08", { Action: "ListRoles" });
    expect([roles.includes(">theirs<"), roles.includes(">web<")]).toEqual([false, true]);
  },
  90_000,
);

inBrowser(
  "a page that an API's CORS settings admit calls it, and no other",
  async (browser) => {
    const said = "exports.handler = async ({ requestContext }) => requestContext.http.method;";
    // Admitted whatever its port is, which nobody knows beforehand.
    const cors = { allowOrigins: ["*"], allowMethods: ["GET", "PUT"] };
    const admitting = await httpApi(bench, said, { "GET /x": "NONE", "PUT /x": "NONE" }, { name: "admitting", cors });
    const closed = await httpApi(bench, said, { "GET /x": "NONE", "PUT /x": "NONE" }, { name: "closed" });
    const answers = await runInPage<string[]>(
      browser,
      HOST,
      `const call = (url, method) => fetch(url + "/x", { method }).then((answer) => answer.text(), () => "refused");
       const calls = ${JSON.stringify([admitting, closed])}.flatMap((url) => ["GET", "PUT"].map((method) => call(url, method)));
       return Promise.all(calls);`,
    );
    expect(answers).toEqual(["GET", "PUT", "refused", "refused"]);
    // Not only is the answer kept from the page: the function never ran.
    expect(aws.invocations().filter(({ functionName }) => functionName === "closed")).toEqual([]);
  },
  90_000,
);
