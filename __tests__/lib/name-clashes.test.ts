import { ArchiveProvider } from "@cdktf/provider-archive/lib/provider";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { App, TerraformStack, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { refuseNameClashes } from "../../lib/name-clashes";
import { FunctionPackage, PubSub, QueueLoadLeveling, Subscriber, WebService } from "../../modules";
import { temporaryFolder } from "../support/folders";
import { standIn } from "../support/synthesize";

const filename = standIn(`${temporaryFolder("code")}/code.zip`);
const sourceDir = temporaryFolder("source");
const topicArn = "arn:aws:sns:eu-central-1:123456789012:events";
const worker = { filename };

/** What the synth of a stack ends with; undefined where it does not. */
function refusal(fill: (stack: TerraformStack) => void): string | undefined {
  const app = new App({ outdir: temporaryFolder("cdktf") });
  const stack = new TerraformStack(app, "shop");
  new AwsProvider(stack, "aws", { region: "eu-central-1" });
  new ArchiveProvider(stack, "archive");
  fill(stack);
  try {
    app.synth();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

describe("two constructs of one name in a stack", () => {
  const makers: Readonly<Record<string, (stack: TerraformStack, id: string, name: string) => unknown>> = {
    PubSub: (stack, id, name) => new PubSub(stack, id, { name }),
    QueueLoadLeveling: (stack, id, name) => new QueueLoadLeveling(stack, id, { name, worker }),
    Subscriber: (stack, id, name) => new Subscriber(stack, id, { name, topicArn, subscriber: worker }),
    "Subscriber without function": (stack, id, name) => new Subscriber(stack, id, { name, topicArn, mode: "queue" }),
    WebService: (stack, id, name) => new WebService(stack, id, { name, functions: { orders: worker } }),
    FunctionPackage: (stack, id, name) => new FunctionPackage(stack, id, { name, sourceDir }),
  };

  test.each(Object.entries(makers))("are refused: %s", (_, make) => {
    const both = (second: string) =>
      refusal((stack) => {
        make(stack, "one", "orders");
        make(stack, "two", second);
      });
    expect(both("orders")).toMatch(/shop\/one and shop\/two must not make the same thing twice: .* another name$/m);
    expect(both("bills")).toBeUndefined();
  });

  test("are refused when the name is a token that both have", () => {
    const both = refusal((stack) => {
      const name = new TerraformVariable(stack, "name", { type: "string" }).stringValue;
      for (const id of ["one", "two"]) new Subscriber(stack, id, { name, topicArn, mode: "queue" });
    });
    expect(both).toContain("shop/one and shop/two must not make the same thing twice");
  });

  test("may be of two kinds that share no name in AWS, and are refused where they do", () => {
    const nested = refusal((stack) => {
      new PubSub(stack, "events", { name: "events", subscribers: { mail: { subscriber: worker } } });
      new Subscriber(stack, "mail", { name: "events-mail", topicArn, subscriber: worker });
    });
    expect(nested).toMatch(/shop\/events and shop\/mail must not make the same thing twice: .*queue events-mail/);
    const apart = refusal((stack) => {
      new PubSub(stack, "events", { name: "events" });
      new QueueLoadLeveling(stack, "jobs", { name: "jobs", worker });
    });
    expect(apart).toBeUndefined();
  });

  test("are told once, with the first of what they share", () => {
    const both = refusal((stack) => {
      for (const id of ["one", "two"]) new QueueLoadLeveling(stack, id, { name: "jobs", worker });
    });
    expect(both?.match(/must not make/g)).toHaveLength(1);
    expect(both).toMatch(/(: |, )[a-z ]+ [a-z-]+, .* and \d+ more; give|, \d+ more; give/);
  });
});

type Fill = (scope: Construct) => void;
/** What is tried, and what is in each of the two constructs; in both the same where there is one. */
type Row = readonly [string, ...Fill[]];

describe("names in a stack", () => {
  class Other extends Construct {
    constructor(scope: Construct, id: string, fill: Fill) {
      super(scope, id);
      refuseNameClashes(this);
      fill(this);
    }
  }
  /** Two constructs, alike or each filled in its own way. */
  const both = ([first = () => {}, second = first]: readonly Fill[]) =>
    refusal((stack) => {
      new Other(stack, "one", first);
      new Other(stack, "two", second);
    });

  test.each<Row>([
    [
      "roles that differ in case alone",
      (scope) => new IamRole(scope, "role", { name: "Worker", assumeRolePolicy: "{}" }),
      (scope) => new IamRole(scope, "role", { name: "worker", assumeRolePolicy: "{}" }),
    ],
    ["a resource of the app's own", (scope) => new SqsQueue(scope, "queue", { name: "jobs" })],
    [
      "two policies of one name on one role",
      (scope) => new IamRolePolicy(scope, "policy", { name: "own", role: "worker", policy: "{}" }),
    ],
    [
      "alarms, of which the second would replace the first without a word",
      (scope) =>
        new CloudwatchMetricAlarm(scope, "alarm", {
          alarmName: "late",
          comparisonOperator: "GreaterThanThreshold",
          evaluationPeriods: 1,
        }),
    ],
  ])("clash: %s", (_, ...fills) => {
    expect(both(fills as Fill[])).toContain("shop/one and shop/two must not make the same thing twice");
  });

  test.each<Row>([
    [
      "queues that differ in case",
      (scope) => new SqsQueue(scope, "queue", { name: "Jobs" }),
      (scope) => new SqsQueue(scope, "queue", { name: "jobs" }),
    ],
    ["queues that AWS names", (scope) => new SqsQueue(scope, "queue", { namePrefix: "jobs-" })],
    [
      "policies of one name on two roles",
      (scope) => new IamRolePolicy(scope, "policy", { name: "own", role: "a", policy: "{}" }),
      (scope) => new IamRolePolicy(scope, "policy", { name: "own", role: "b", policy: "{}" }),
    ],
    [
      "queues in two regions",
      (scope) => new SqsQueue(scope, "queue", { name: "jobs" }),
      (scope) =>
        new SqsQueue(scope, "queue", {
          name: "jobs",
          provider: new AwsProvider(scope, "other", { alias: "other", region: "eu-west-1" }),
        }),
    ],
  ])("do not clash: %s", (_, ...fills) => {
    expect(both(fills as Fill[])).toBeUndefined();
  });
});
