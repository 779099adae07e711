import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DataAwsSqsQueue } from "@cdktf/provider-aws/lib/data-aws-sqs-queue";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { App, TerraformHclModule, TerraformIterator, Testing, Token } from "cdktf";
import { Construct } from "constructs";
import { raw, tf } from "../../lib/expression";
import { merge, multiply } from "../../lib/logic";
import { ModuleStack } from "../../lib/module-stack";
import { temporaryFolder } from "../support/folders";
import { Thing } from "../support/resources";
import { addressesOf, documentOf, moduleStack } from "../support/synthesize";

const number = () => Token.asNumber(raw("var.n"));
const text = () => Token.asString(raw("var.s"));
const list = () => Token.asList(raw("var.l"));
const map = () => Token.asStringMap(raw("var.m"));

test("a module has floors for Terraform and provider, and no provider, no backend and no remarks", () => {
  const stack = moduleStack((scope) => {
    new SqsQueue(scope, "jobs", { name: "jobs" });
    new DataAwsSqsQueue(scope, "other", { name: "other" });
  });
  const { "//": _, ...document } = documentOf(stack) as ReturnType<typeof documentOf> & { "//": unknown };
  expect(document).toEqual({
    terraform: {
      required_version: ">= 1.5.0",
      required_providers: { aws: { source: "hashicorp/aws", version: ">= 5.100.0" } },
    },
    resource: { aws_sqs_queue: { jobs: { name: "jobs" } } },
    data: { aws_sqs_queue: { other: { name: "other" } } },
  });
});

test("cdktf's own validation of the resources is on", () => {
  const stack = moduleStack((scope) => new Thing(scope, "a").node.addValidation({ validate: () => ["is not well"] }));
  expect(() => Testing.fullSynth(stack)).toThrow("is not well");
});

class Part extends Construct {
  constructor(scope: Construct, id: string, ids: readonly string[]) {
    super(scope, id);
    for (const id of ids) new Thing(this, id);
  }
}

test.each<[string, (stack: ModuleStack) => void, string[]]>([
  ["are the ids on the way", (stack) => new Part(stack, "worker", ["policy"]), ["worker_policy"]],
  ["are in snake_case", (stack) => new Part(stack, "deadLetter", ["topPolicy"]), ["dead_letter_top_policy"]],
  ["leave out Default", (stack) => new Part(stack, "Default", ["policy"]), ["policy"]],
  [
    "leave out what follows an @",
    (stack) => new Part(stack, "worker", ["@role", "custom@role"]),
    ["worker", "worker_custom"],
  ],
  ["have no characters that Terraform refuses", (stack) => new Part(stack, "a.b", ["c d"]), ["a_b_c_d"]],
])("addresses %s", (_, fill, names) => {
  expect(addressesOf(documentOf(moduleStack(fill)))).toEqual(names.map((name) => `terraform_data.${name}`));
});

test.each<[string, (stack: ModuleStack) => void, string]>([
  [
    "resources",
    (stack) => {
      new Part(stack, "worker", ["@role"]);
      new Thing(stack, "worker@role");
    },
    "test/worker@role and test/worker/@role both claim the address terraform_data.worker; rename one of them",
  ],
  [
    "resources whose ids differ by case alone",
    (stack) => {
      new Thing(stack, "deadLetter");
      new Thing(stack, "dead_letter");
    },
    "test/dead_letter and test/deadLetter both claim the address terraform_data.dead_letter; rename one of them",
  ],
  [
    "data sources",
    (stack) => {
      new DataAwsSqsQueue(stack, "a@one", { name: "a" });
      new DataAwsSqsQueue(stack, "a@two", { name: "b" });
    },
    "test/a@two and test/a@one both claim the address data.aws_sqs_queue.a; rename one of them",
  ],
  [
    "modules",
    (stack) => {
      new TerraformHclModule(stack, "a@one", { source: "a/b/c" });
      new TerraformHclModule(stack, "a@two", { source: "a/b/c" });
    },
    "test/a@two and test/a@one both claim the address module.a; rename one of them",
  ],
])("two %s that claim one address are refused with both paths", (_, fill, message) => {
  expect(() => documentOf(moduleStack(fill))).toThrow(message);
});

test("a resource and a data source of one type may have one name", () => {
  const stack = moduleStack((scope) => {
    new SqsQueue(scope, "jobs@made", {});
    new DataAwsSqsQueue(scope, "jobs@read", { name: "jobs" });
  });
  expect(addressesOf(documentOf(stack))).toEqual(["aws_sqs_queue.jobs", "data.aws_sqs_queue.jobs"]);
});

test("an id that leaves no address is refused", () => {
  expect(() => documentOf(moduleStack((stack) => new Thing(stack, "@thing")))).toThrow(
    "test/@thing: this id leaves no address; put a word before the @",
  );
});

describe("what cdktf would write wrong without a word is refused with the construct's path and the cure", () => {
  const queue = (config: object) => (stack: ModuleStack) => new SqsQueue(stack, "jobs", config);
  const CURE =
    /^test\/jobs \(resource\.aws_sqs_queue\.jobs\..*: a value that only Terraform knows .* use the helpers of lib\/logic/;

  test.each<[string, (stack: ModuleStack) => void]>([
    ["arithmetic on a number", queue({ visibilityTimeoutSeconds: number() * 6 })],
    ["a number in a template literal", queue({ name: `jobs-${number()}` })],
    ["JSON text of an expression", queue({ policy: JSON.stringify({ seconds: tf`1 + 1` }) })],
    ["an object in a template literal", queue({ name: `jobs-${map()}` })],
  ])("%s", (_, fill) => {
    expect(() => documentOf(moduleStack(fill))).toThrow(CURE);
  });

  test("an attribute of a resource with count", () => {
    const stack = moduleStack((scope) => {
      const jobs = new SqsQueue(scope, "jobs", { count: number() });
      new SqsQueue(scope, "more", { name: jobs.name });
    });
    expect(() => documentOf(stack)).toThrow(
      /^test\/more .*: aws_sqs_queue\.jobs\.name is read, but .*; make it by when\(\)/,
    );
  });

  test("an attribute of a resource with forEach", () => {
    const stack = moduleStack((scope) => {
      const jobs = new SqsQueue(scope, "jobs", { forEach: TerraformIterator.fromList(list()) });
      new SqsQueue(scope, "more", { name: jobs.name });
    });
    expect(() => documentOf(stack)).toThrow(
      /^test\/more .*: aws_sqs_queue\.jobs\.\*\.name is read, but .*; make it by when\(\)/,
    );
  });

  test.each<[string, (stack: ModuleStack) => void]>([
    ["a list that was joined", queue({ name: list().join("-") })],
    ["an item of a list", queue({ name: list()[0] })],
    ["a list in a template literal", queue({ name: `jobs-${list()}` })],
    ["a map that was extended", queue({ tags: { ...map(), team: "a" } })],
    ["a list that was extended", queue({ kmsMasterKeyId: "k", tags: { a: [...list(), "b"] as unknown as string } })],
  ])("%s", (_, fill) => {
    expect(() => documentOf(moduleStack(fill))).toThrow(
      /^test\/jobs: (Found an encoded list token|Cannot add elements to (list|map) token)/,
    );
  });
});

test("the helpers write what cdktf's functions write wrong", () => {
  const stack = moduleStack((scope) => {
    scope.outputs({
      product: { value: multiply(number(), 6), description: "" },
      key: { value: merge({ [text()]: "x" }, map()), description: "" },
      quoted: { value: tf`upper(${'a "b"'})`, description: "" },
    });
  });
  expect(documentOf(stack).output).toEqual({
    product: { value: "${var.n * 6}", description: "" },
    key: { value: '${merge({ (var.s) = "x" }, var.m)}', description: "" },
    quoted: { value: '${upper("a \\"b\\"")}', description: "" },
  });
});

test("a module is no source of cross-stack references", () => {
  const backend = moduleStack().node.tryFindChild("backend@none") as unknown as {
    getRemoteStateDataSource(scope: Construct): unknown;
  };
  expect(() => backend.getRemoteStateDataSource(moduleStack())).toThrow("pass its outputs as inputs");
});

test("an app writes a module beside its other stacks", () => {
  const app = new App({ outdir: temporaryFolder("cdktf") });
  new Thing(new ModuleStack(app, "jobs"), "one", { input: "x" });
  app.synth();
  const written = JSON.parse(readFileSync(join(app.outdir, "stacks", "jobs", "cdk.tf.json"), "utf8")) as object;
  expect(written).toMatchObject({ resource: { terraform_data: { one: { input: "x" } } } });
});
