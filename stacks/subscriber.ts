import { patternModule } from "../lib/pattern-module";
import { Subscriber } from "../modules/subscriber";
import { subscriberInputs } from "../modules/subscriber/inputs";

/** The Terraform module subscriber. */
export const subscriberModule = patternModule({
  name: "subscriber",
  construct: Subscriber,
  summary: [
    "A subscriber of a topic, attached from its own state without touching the publisher: a queue and your function, your function alone, or a queue",
    "for a consumer elsewhere. The filter policy is checked before anything is made.",
    "Every event that it lets through is handled, waits, or lies in one of two dead-letter queues, each with an alarm and a way back.",
    "The topic may be any; [pub-sub](../pub-sub) makes one. More in [docs/subscriber.md](../../docs/subscriber.md).",
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
});
