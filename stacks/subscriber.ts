import type { Construct } from "constructs";
import { ModuleStack } from "../lib/module-stack";
import type { PatternModule } from "../lib/module-writer";
import { Subscriber } from "../modules/subscriber";
import { subscriberInputs } from "../modules/subscriber/inputs";

/** The Terraform module subscriber: variables → construct → outputs. */
export class SubscriberModule extends ModuleStack {
  constructor(scope: Construct) {
    super(scope, "subscriber");
    const pattern = new Subscriber(this, "Default", subscriberInputs.variables(this));
    this.outputs(pattern.describedOutputs);
  }
}

export const subscriberModule: PatternModule = {
  name: "subscriber",
  summary: [
    "A subscriber of a topic, attached from its own state without touching the publisher: a queue and your function, your function alone, or a queue",
    "for a consumer elsewhere. The filter policy is checked before anything is made.",
    "Every event that it lets through is handled, waits, or lies in one of two dead-letter queues, each with an alarm and a way back.",
    "The topic may be any; [pub-sub](../pub-sub) makes one. More in [docs/pub-sub.md](../../docs/pub-sub.md).",
  ].join("\n"),
  usage: [
    '  name      = "leaderboard"',
    '  topic_arn = "arn:aws:sns:eu-central-1:123456789012:orders"',
    "",
    "  subscriber = {",
    '    filename = "leaderboard.zip"',
    "  }",
    '  filter_policy = jsonencode({ type = ["com.example.order.placed.v1"] })',
  ].join("\n"),
  inputs: subscriberInputs,
  documents: {},
  make: (scope) => new SubscriberModule(scope),
};
