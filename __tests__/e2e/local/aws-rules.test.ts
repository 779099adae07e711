import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { startLocalAws } from "../../../local/aws";
import { policiesIn, refusedByAws, violationsOf, watched } from "../support/aws-rules";
import { withLocalAws } from "./support";
import { Workbench } from "./workbench";

jest.setTimeout(60_000);

const makeLogGroup = (bench: Workbench, logGroupName: string) =>
  bench.signed("logs", "POST", "/", {
    headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": "Logs_20140328.CreateLogGroup" },
    body: JSON.stringify({ logGroupName }),
  });

test("a violation says what was asked of which resource, by whom, and what is wrong; what is sensitive stays hidden", () =>
  withLocalAws([], async (bench) => {
    await makeLogGroup(bench, "a b");
    await bench.function("work", "exports.handler = async () => {};", { Environment: { Variables: { "1ST": "x" } } });
    expect(violationsOf(bench.aws)).toEqual([
      String.raw`logs:CreateLogGroup logGroupName=a b: logGroupName must match [\.\-_/#A-Za-z0-9]+, was a b (called by arn:aws:iam::123456789012:root)`,
      "lambda:CreateFunction FunctionName=work: Environment.Variables (key) must match [a-zA-Z]([a-zA-Z0-9_])+, was (hidden) (called by arn:aws:iam::123456789012:root)",
    ]);
  }));

test("what AWS refuses is said of requests and of policies", () =>
  withLocalAws([], async (bench) => {
    await makeLogGroup(bench, "a b");
    await bench.role("work", [{ Effect: "Allow", Action: "sqs:Send", Resource: "*" }]);
    expect(await refusedByAws(bench.aws)).toEqual([
      expect.stringMatching(/^logs:CreateLogGroup /),
      expect.stringMatching(/^identity policy, PutRolePolicy work: UNKNOWN_ACTION /),
    ]);
  }));

test("a watched local AWS fails its suite at the end, and not before", async () => {
  const right = watched(await startLocalAws());
  await makeLogGroup(new Workbench(right), "right");
  await right.stop();
  const wrong = watched(await startLocalAws());
  await makeLogGroup(new Workbench(wrong), "a b");
  await expect(wrong.stop()).rejects.toThrow("logGroupName must match");
});

test("policies are found wherever outputs have them", () => {
  const document = JSON.stringify({ Version: "2012-10-17", Statement: [] });
  const outputs = { jobs: { name: "jobs", invoke_policy_json: document, none: null }, each: [{ a: { b: document } }] };
  expect(policiesIn(outputs).map(({ owner }) => owner)).toEqual([
    "output.jobs.invoke_policy_json",
    "output.each.0.a.b",
  ]);
});

test("no suite of a pattern or of functions leaves the rules out", () => {
  const folder = join(__dirname, "..");
  const starts = /\b(startLocalAws|targetAws|Suite\.start)\(/;
  const holds = /\b(awsRulesTests|refusedByAws|watched)\(/;
  const names = ["", "functions"].flatMap((part) => readdirSync(join(folder, part)).map((name) => join(part, name)));
  const suites = [...names, "local/replan.test.ts"]
    .filter((name) => name.endsWith(".ts"))
    .map((name) => [name, readFileSync(join(folder, name), "utf8")] as const)
    .filter(([, source]) => starts.test(source));
  expect(suites.length).toBeGreaterThan(5);
  expect(suites.filter(([, source]) => !holds.test(source)).map(([name]) => name)).toEqual([]);
});
