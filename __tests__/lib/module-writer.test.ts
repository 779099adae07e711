import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { App } from "cdktf";
import type { Construct } from "constructs";
import { ownArchive } from "../../lib/archives";
import { inputs } from "../../lib/inputs";
import { ModuleStack } from "../../lib/module-stack";
import { entriesOf, moduleFiles, type PatternModule, synthesize } from "../../lib/module-writer";
import { output } from "../../lib/outputs";
import { t } from "../../lib/types";

const shopInputs = inputs({
  name: t.string({ description: "Its name | and more." }),
  shelf: t.object(
    { sizeCm: t.number({ description: "Its size in cm.", default: 90 }) },
    { description: "The shelf.", default: {} },
  ),
});

class Shop extends ModuleStack {
  constructor(scope: Construct) {
    super(scope, "shop");
    const { input, carrier: queue } = shopInputs.read(
      this,
      shopInputs.variables(this),
      ({ name }) => new SqsQueue(this, "orders", { name }),
    );
    new SqsQueue(this, "archive", { name: new DataAwsRegion(this, "here").id });
    new SnsTopic(this, "news", { name: input.name }).moveFromId("aws_sns_topic.old");
    ownArchive(this, { pattern: "shop", name: "sell" });
    this.outputs({ queueUrl: output("Where to send.", queue.url) });
  }
}

const shop: PatternModule = {
  name: "shop",
  summary: "Sells things.",
  usage: '  name = "corner"',
  inputs: shopInputs,
  documents: { "openapi.json": () => ({ openapi: "3.1.0" }) },
  make: (scope) => new Shop(scope),
};

describe("moduleFiles", () => {
  const synthesized = synthesize(shop, new App());
  const code = { zip: new Uint8Array([1, 2, 3]), packages: [], sourceMap: new Uint8Array() };
  const files = moduleFiles(synthesized, new Map([["shop/sell", code]]));
  const json = (path: string) => JSON.parse(files.get(path) as string);

  test("are those of a module, with its code and documents", () => {
    expect([...files.keys()].sort()).toEqual([
      "README.md",
      "deploy-policy.json.tftpl",
      "functions/sell.zip",
      "main.tf.json",
      "openapi.json",
      "outputs.tf.json",
      "variables.tf.json",
      "versions.tf.json",
    ]);
    expect(entriesOf([synthesized])).toEqual({ "shop/sell": "functions/shop/sell.ts" });
    expect(files.get("functions/sell.zip")).toBe(code.zip);
  });

  test("sort resources by type and name, and keep data sources and moves", () => {
    const main = json("main.tf.json");
    expect(Object.keys(main.resource)).toEqual(["aws_sns_topic", "aws_sqs_queue"]);
    expect(Object.keys(main.resource.aws_sqs_queue)).toEqual(["archive", "orders"]);
    expect(main.data).toEqual({ aws_region: { here: {} } });
    expect(main.moved).toEqual([{ from: "aws_sns_topic.old", to: "aws_sns_topic.news" }]);
  });

  test("hold variables and outputs with their descriptions, and provider floors", () => {
    expect(Object.keys(json("variables.tf.json").variable)).toEqual(["name", "shelf"]);
    expect(json("outputs.tf.json")).toEqual({
      output: { queue_url: { description: "Where to send.", value: "${aws_sqs_queue.orders.url}" } },
    });
    expect(json("versions.tf.json")).toEqual({
      terraform: {
        required_version: ">= 1.5.0",
        required_providers: { aws: { source: "hashicorp/aws", version: ">= 5.100.0" } },
      },
    });
  });

  test("have a policy for who deploys the types of resources that there are", () => {
    const { Statement } = json("deploy-policy.json.tftpl");
    expect(Statement.map(({ Sid }: { Sid: string }) => Sid)).toEqual(["PassedRoles", "Queues", "Topics"]);
  });

  test("have a README with usage, every input down to members, and outputs", () => {
    const readme = files.get("README.md") as string;
    for (const line of [
      '  source = "../../terraform/shop"',
      "| `name` | Its name \\| and more. | `string` | **required** |",
      "| `shelf` | The shelf. | `object` | `{}` |",
      "| `shelf.size_cm` | Its size in cm. | `number` | `90` |",
      "| `queue_url` | Where to send. |",
      "| `aws_sqs_queue` | `archive`, `orders` |",
      "Further documents: [openapi.json](openapi.json).",
      "| `iam:PassRole` | a service takes a role only from who may pass it |",
      '  policy = templatefile("../../terraform/shop/deploy-policy.json.tftpl", {',
    ]) {
      expect(readme.split("\n")).toContain(line);
    }
    expect(readme).toContain("they cover instances whose names begin so as well");
  });
});
