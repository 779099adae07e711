import { Construct } from "constructs";
import { type OutputValues, outputValues } from "../../lib/outputs";
import { Account } from "../parts/account";
import { StoreGuard } from "../parts/store-guard";
import { topicAlarms } from "./alarms";
import { pubSubInputs } from "./inputs";
import { pubSubOutputs } from "./outputs";
import type { PubSubPattern } from "./pattern";
import { topicPlaces } from "./places";
import type { PubSubProps } from "./props";
import { storesOfTopic } from "./stores";
import { ownSubscribers } from "./subscribers";
import { EventTopic } from "./topic";

/**
 * One publisher, many subscribers: a topic and the subscribers of its owner. Others attach theirs from their own state with `Subscriber`,
 * which the publisher need not know of; what fails at one subscriber neither reaches the publisher nor slows the others.
 */
export class PubSub extends Construct {
  public readonly topic: EventTopic;
  public readonly subscribers: PubSubPattern["subscribers"];
  /** The outputs with their descriptions, as the Terraform module has them. */
  public readonly describedOutputs: ReturnType<typeof pubSubOutputs>;

  /** @throws Error that lists every wrong input, with this construct's path */
  constructor(scope: Construct, id: string, props: PubSubProps) {
    super(scope, id);
    const { input, carrier: account } = pubSubInputs.read(this, props, (read) => new Account(this, topicPlaces(read)));

    this.topic = new EventTopic(this, "@topic", input, account);
    this.subscribers = ownSubscribers(this, "subscriber", input, this.topic);
    const pattern: PubSubPattern = { input, account, topic: this.topic, subscribers: this.subscribers };
    const alarms = topicAlarms(this, pattern);
    new StoreGuard(this, "guard", storesOfTopic(input));

    this.describedOutputs = pubSubOutputs({ ...pattern, alarms });
  }

  /** Names, ARNs and ready policies for callers. */
  public get outputs(): OutputValues<ReturnType<typeof pubSubOutputs>> {
    return outputValues(this.describedOutputs);
  }
}
