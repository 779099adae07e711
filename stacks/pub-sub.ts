import { patternModule } from "../lib/pattern-module";
import { PubSub } from "../modules/pub-sub";
import { pubSubInputs } from "../modules/pub-sub/inputs";

/** The Terraform module pub-sub. */
export const pubSubModule = patternModule({
  name: "pub-sub",
  construct: PubSub,
  summary: [
    "One publisher, many subscribers: an encrypted topic that takes events only from those you name, and the subscribers of its owner. Other",
    "teams attach theirs with the module [subscriber](../subscriber) from their own state, without touching the publisher.",
    "What fails at one subscriber reaches neither the publisher nor the others, and is kept in a dead-letter queue.",
    "More in [docs/pub-sub.md](../../docs/pub-sub.md).",
  ].join("\n"),
  usage: [
    '  name = "orders"',
    "",
    "  subscribers = {",
    "    leaderboard = {",
    '      subscriber    = { filename = "leaderboard.zip" }',
    '      filter_policy = jsonencode({ type = ["com.example.order.placed.v1"] })',
    "    }",
    "  }",
  ].join("\n"),
  inputs: pubSubInputs,
  documents: {},
});
