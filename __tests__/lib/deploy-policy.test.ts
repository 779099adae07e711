import { App } from "cdktf";
import { deployPolicy, deployRights, placeholders, resourceTypes } from "../../lib/deploy-policy";
import { DEPLOY_RIGHTS } from "../../lib/deploy-rights";
import { type ModuleDocument, type SynthesizedModule, synthesize } from "../../lib/module-writer";
import { patternModules } from "../../stacks";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length: inline policies of a role. */
const ROLE_CHARACTERS = 10_240;
const FILLED: Readonly<Record<string, string>> = {
  account_id: "123456789012",
  // The longest that any module takes is shorter.
  name: "n".repeat(64),
  partition: "aws-us-gov",
  region: "ap-southeast-7",
  topic_arn: `arn:aws:sns:ap-southeast-7:123456789012:${"t".repeat(256)}`,
};

const app = new App();
const modules = new Map(
  patternModules.map((module): [string, SynthesizedModule] => [module.name, synthesize(module, app)]),
);
const documentOf = (name: string): ModuleDocument => modules.get(name)!.document;
const typesOf = (name: string) => resourceTypes(documentOf(name), documentOf);
const deployed = [...modules.keys()].filter((name) => typesOf(name).size > 0);

const statement = (types: readonly string[], sid: string) =>
  deployPolicy(new Set(types)).Statement.find(({ Sid }) => Sid === sid);

describe("deployPolicy", () => {
  test("a type without rights to make it has to be told", () => {
    expect(() => deployPolicy(new Set(["aws_kms_key"]))).toThrow("lib/deploy-rights.ts must say what rights");
  });

  test("counts the resources of a called module", () => {
    expect([...typesOf("pub-sub")]).toEqual(expect.arrayContaining([...typesOf("subscriber")]));
  });

  test.each([
    [["aws_lambda_function"], ["lambda.amazonaws.com"]],
    [
      ["aws_lambda_function", "aws_scheduler_schedule"],
      ["lambda.amazonaws.com", "scheduler.amazonaws.com"],
    ],
    [["aws_sns_topic"], ["sns.amazonaws.com"]],
  ])("lets %j pass roles to %j and nobody else", (types, services) => {
    expect(statement(types, "PassedRoles")).toMatchObject({
      Action: ["iam:PassRole"],
      Condition: { StringEquals: { "iam:PassedToService": services } },
    });
  });

  test("a subscription is to the module's own topic, or to the one that its input names", () => {
    const subscribe = (types: readonly string[]) =>
      deployPolicy(new Set(["aws_sns_topic_subscription", ...types])).Statement.find(({ Action }) =>
        Action.includes("sns:Subscribe"),
      )!.Resource;
    expect(subscribe([])).toEqual(["${topic_arn}"]);
    expect(subscribe(["aws_sns_topic"])).toContain("arn:${partition}:sns:${region}:${account_id}:${name}");
  });

  test("names each right once, though several types need it", () => {
    const rights = deployRights(
      new Set(["aws_dynamodb_table", "aws_lambda_function", "aws_lambda_event_source_mapping"]),
    );
    expect(rights.filter(({ action }) => action === "kms:CreateGrant")).toHaveLength(1);
    expect(new Set(rights.map(({ place, action }) => `${place} ${action}`)).size).toBe(rights.length);
  });

  test("every type in the table is one of a module", () => {
    const used = new Set([...modules.keys()].flatMap((name) => [...typesOf(name)]));
    expect(Object.keys(DEPLOY_RIGHTS).filter((type) => !used.has(type))).toEqual([]);
  });
});

describe.each(deployed)("the deploy policy of %s", (name) => {
  const policy = deployPolicy(typesOf(name));
  const text = JSON.stringify(policy);

  test("fits a role, with the longest values", () => {
    const filled = text.replaceAll(/\$\{(\w+)\}/g, (_, key: string) => FILLED[key]!);
    expect(filled).not.toContain("${");
    expect(filled.length).toBeLessThan(ROLE_CHARACTERS);
  });

  test("wants the account, the region, the name, and nothing that its caller does not know", () => {
    const own = name === "subscriber" ? ["topic_arn"] : [];
    expect(placeholders(policy)).toEqual(["account_id", "name", "partition", "region", ...own]);
  });

  test("names each action, and no wildcard", () => {
    const actions = policy.Statement.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => !/^[a-z0-9]+:[A-Z]\w+$/.test(action))).toEqual([]);
  });

  test("has no statement on everything but those that AWS binds to nothing", () => {
    const open = policy.Statement.filter(({ Resource, Condition }) => Resource.includes("*") && !Condition);
    expect(["LogDelivery", "LogGroupList", "Network", "Subscriptions"]).toEqual(
      expect.arrayContaining(open.map(({ Sid }) => Sid)),
    );
  });
});
