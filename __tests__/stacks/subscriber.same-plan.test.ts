import { join } from "node:path";
import { App, Token } from "cdktf";
import { raw } from "../../lib/expression";
import { Subscriber } from "../../modules/subscriber";
import type { SubscriberProps } from "../../modules/subscriber/props";
import { subscriberModule } from "../../stacks/subscriber";
import { Calls } from "../support/calls";
import { temporaryFolder } from "../support/folders";
import type { Plan } from "../support/plan";
import { planned } from "../support/same-plan";
import { goodSubscriberInputs, subscriberStack, subscriberVariables } from "../support/subscriber";
import { moduleStack, standIn, synthesize } from "../support/synthesize";
import { describeWithAws } from "../support/terraform";

const good = goodSubscriberInputs(standIn(join(temporaryFolder("code"), "subscriber.zip")));
const sets = Object.keys(good) as (keyof typeof good)[];

/** Inputs of which Terraform alone knows the values, beside literals. */
function tokenStack() {
  return moduleStack((stack) => {
    const { subscriber } = good.minimal;
    const team = new Subscriber(stack, "Default", {
      name: Token.asString(raw("var.title")),
      topicArn: Token.asString(raw("var.topic")),
      fifo: raw("var.no"),
      mode: Token.asString(raw("var.way")),
      subscriber: { ...subscriber, timeoutSeconds: Token.asNumber(raw("var.seconds")) },
      filterPolicy: Token.asString(raw("var.filter")),
      queue: { maxReceiveCount: Token.asNumber(raw("var.receives")) },
      idempotency: { enabled: raw("var.no") },
      kmsKeyArn: Token.asString(raw("var.key")),
      tags: Token.asStringMap(raw("var.labels")),
    });
    stack.outputs(team.describedOutputs);
  });
}
const TOKENS = {
  title: "tokens",
  topic: good.minimal.topicArn,
  no: false,
  way: "direct",
  seconds: 60,
  filter: '{"type":["a"]}',
  receives: 4,
  key: null,
  labels: { a: "b" },
};
const AS_TOKENS: SubscriberProps = {
  name: "tokens",
  topicArn: good.minimal.topicArn,
  mode: "direct",
  subscriber: { ...good.minimal.subscriber, timeoutSeconds: 60 },
  filterPolicy: '{"type":["a"]}',
  queue: { maxReceiveCount: 4 },
  idempotency: { enabled: false },
  tags: { a: "b" },
};

describeWithAws("construct and module", (terraform, folder) => {
  let plan: Plan;

  beforeAll(async () => {
    synthesize(subscriberModule.make(new App({ outdir: temporaryFolder("cdktf") })), join(folder, "module"));
    const calls = new Calls(folder);
    for (const [index, set] of sets.entries()) {
      calls.ofStack(`construct_${index}`, subscriberStack(good[set]));
      calls.ofModule(`module_${index}`, subscriberVariables(good[set]));
    }
    calls.ofStack("construct_of_tokens", tokenStack(), TOKENS);
    calls.ofModule("module_of_tokens", subscriberVariables(AS_TOKENS));
    const each = { for_each: { wall: 1, leaderboard: 2 }, name: "${each.key}" };
    calls.ofModule("each", subscriberVariables(good.minimal), each);
    plan = await calls.plan(terraform);
  });

  test.each(sets.map((set, index) => [set, index] as const))("plan the same for: %s", (_, index) => {
    const ofModule = planned(plan, `module_${index}`);
    expect(planned(plan, `construct_${index}`)).toEqual(ofModule);
    expect(Object.keys(ofModule)).toContain("aws_sns_topic_subscription.subscription");
  });

  test("plan the same for tokens", () => {
    expect(planned(plan, "construct_of_tokens")).toEqual(planned(plan, "module_of_tokens"));
  });

  test("would be told apart, were their inputs not the same", () => {
    expect(planned(plan, "construct_0")).not.toEqual(planned(plan, "module_1"));
  });

  test("the module may be called several times, and for each of several names", () => {
    const queues = plan.resource_changes.flatMap(({ address, change }) =>
      /^module\.each\[.*\.aws_sqs_queue\.queue\[0\]$/.test(address) ? [(change.after as { name: string }).name] : [],
    );
    expect(queues).toEqual(["leaderboard", "wall"]);
  });
});
