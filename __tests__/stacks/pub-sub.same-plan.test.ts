import { join } from "node:path";
import { App, Token } from "cdktf";
import { raw } from "../../lib/expression";
import { PubSub } from "../../modules/pub-sub";
import type { PubSubProps } from "../../modules/pub-sub/props";
import { pubSubModule } from "../../stacks/pub-sub";
import { subscriberModule } from "../../stacks/subscriber";
import { Calls } from "../support/calls";
import { temporaryFolder } from "../support/folders";
import type { Plan } from "../support/plan";
import { goodPubSubInputs, pubSubStack, pubSubVariables } from "../support/pub-sub";
import { planned } from "../support/same-plan";
import { moduleStack, standIn, synthesize } from "../support/synthesize";
import { describeWithAws } from "../support/terraform";

const filename = standIn(join(temporaryFolder("code"), "subscriber.zip"));
const good = goodPubSubInputs(filename);
const sets = Object.keys(good) as (keyof typeof good)[];

/** Inputs of which Terraform alone knows the values, beside literals and within entries of maps. */
function tokenStack() {
  return moduleStack((stack) => {
    const hub = new PubSub(stack, "Default", {
      name: Token.asString(raw("var.title")),
      fifo: raw("var.no"),
      topic: { archiveRetentionDays: Token.asNumber(raw("var.none")) },
      publishers: {
        accountIds: Token.asList(raw("var.accounts")),
        services: { "s3.amazonaws.com": { sourceAccount: Token.asString(raw("var.account")) } },
      },
      subscribers: {
        wall: { mode: Token.asString(raw("var.way")), subscriber: { filename } },
        audit: { mode: "queue", filterPolicy: Token.asString(raw("var.filter")) },
      },
      kmsKeyArn: Token.asString(raw("var.key")),
      tags: Token.asStringMap(raw("var.labels")),
    });
    stack.outputs(hub.describedOutputs);
  });
}
const { kmsKeyArn } = good["every option"];
const TOKENS = {
  title: "tokens",
  no: false,
  none: null,
  accounts: ["210987654321"],
  account: "123456789012",
  way: "direct",
  filter: '{"type":["a"]}',
  key: kmsKeyArn,
  labels: { a: "b" },
};
const AS_TOKENS: PubSubProps = {
  name: "tokens",
  publishers: {
    accountIds: ["210987654321"],
    services: { "s3.amazonaws.com": { sourceAccount: "123456789012" } },
  },
  subscribers: {
    wall: { mode: "direct", subscriber: { filename } },
    audit: { mode: "queue", filterPolicy: '{"type":["a"]}' },
  },
  kmsKeyArn,
  tags: { a: "b" },
};

describeWithAws("construct and module", (terraform, folder) => {
  let plan: Plan;

  beforeAll(async () => {
    const app = () => new App({ outdir: temporaryFolder("cdktf") });
    synthesize(pubSubModule.make(app()), join(folder, "module"));
    synthesize(subscriberModule.make(app()), join(folder, "subscriber"));
    const calls = new Calls(folder);
    for (const [index, set] of sets.entries()) {
      calls.ofStack(`construct_${index}`, pubSubStack(good[set]));
      calls.ofModule(`module_${index}`, pubSubVariables(good[set]));
    }
    calls.ofStack("construct_of_tokens", tokenStack(), TOKENS);
    calls.ofModule("module_of_tokens", pubSubVariables(AS_TOKENS));
    const each = { for_each: { orders: 1, refunds: 2 }, name: "${each.key}" };
    calls.ofModule("each", pubSubVariables(good["three subscribers"]), each);
    plan = await calls.plan(terraform);
  });

  test.each(sets.map((set, index) => [set, index] as const))("plan the same for: %s", (_, index) => {
    const ofModule = planned(plan, `module_${index}`);
    expect(planned(plan, `construct_${index}`)).toEqual(ofModule);
    expect(Object.keys(ofModule)).toContain("aws_sns_topic.topic");
  });

  test("plan subscribers among the rest", () => {
    const subscriptions = Object.keys(planned(plan, "module_1")).filter((address) => /_subscription\./.test(address));
    expect(subscriptions).toHaveLength(Object.keys(good["three subscribers"].subscribers).length);
  });

  test("plan the same for tokens, within entries too", () => {
    expect(planned(plan, "construct_of_tokens")).toEqual(planned(plan, "module_of_tokens"));
  });

  test("would be told apart, were their inputs not the same", () => {
    expect(planned(plan, "construct_0")).not.toEqual(planned(plan, "module_1"));
  });

  test("the module may be called several times, and for each of several names", () => {
    const queues = plan.resource_changes.flatMap(({ address, change }) =>
      /^module\.each\[.*"leaderboard"\]\.aws_sqs_queue\.queue\[0\]$/.test(address)
        ? [(change.after as { name: string }).name]
        : [],
    );
    expect(queues).toEqual(["orders-leaderboard", "refunds-leaderboard"]);
  });
});
