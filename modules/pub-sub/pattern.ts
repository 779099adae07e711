import type { Spokes } from "../../lib/spoke";
import type { Account } from "../parts/account";
import type { subscriberOutputs } from "../subscriber/outputs";
import type { PubSubInput } from "./inputs";
import type { EventTopic } from "./topic";

/** What the parts of the pattern share. */
export interface PubSubPattern {
  readonly input: PubSubInput;
  readonly account: Account;
  readonly topic: EventTopic;
  readonly subscribers: Spokes<ReturnType<typeof subscriberOutputs>>;
}
