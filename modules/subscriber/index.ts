import type { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import { type OutputValues, outputValues } from "../../lib/outputs";
import type { Spoke } from "../../lib/spoke";
import { Account } from "../parts/account";
import type { PatternFunction } from "../parts/function";
import { StoreGuard } from "../parts/store-guard";
import type { PatternTable } from "../parts/table";
import { subscriberAlarms } from "./alarms";
import { SubscriberFunction } from "./function";
import { subscriberInputs } from "./inputs";
import { subscriberOutputs } from "./outputs";
import { PATTERN, type SubscriberPattern } from "./pattern";
import { subscriberPause } from "./pause";
import { subscriberPlaces } from "./places";
import type { SubscriberProps } from "./props";
import { SubscriberQueues } from "./queues";
import { subscriberRedrive } from "./redrive";
import { storesOfSubscriber } from "./stores";
import { subscription } from "./subscription";
import { idempotencyTable } from "./table";

/**
 * A subscriber of a topic, attached without touching the publisher: topic, queue and function; topic and function; or topic and queue. Every
 * event that its filter lets through is handled, waits, or lies in one of two dead-letter queues, from where it can be brought back.
 */
export class Subscriber extends Construct {
  public readonly queues: SubscriberQueues;
  public readonly table: PatternTable;
  public readonly subscriber: SubscriberFunction;
  public readonly subscription: SnsTopicSubscription;
  public readonly redrive: PatternFunction;
  public readonly pause: PatternFunction;
  /** The outputs with their descriptions, as the Terraform module has them. */
  public readonly describedOutputs: ReturnType<typeof subscriberOutputs>;

  /** @throws Error that lists every wrong input, with this construct's path */
  constructor(scope: Construct, id: string, props: SubscriberProps) {
    super(scope, id);
    const { input, carrier: account } = subscriberInputs.read(
      this,
      props,
      (read) => new Account(this, subscriberPlaces(read)),
    );

    this.queues = new SubscriberQueues(this, "@queues", input, account);
    this.table = idempotencyTable(this, "handled_events", input, account);
    const pattern: SubscriberPattern = { input, account, queues: this.queues, table: this.table };

    this.subscriber = new SubscriberFunction(this, "subscriber", pattern);
    this.subscription = subscription(this, "subscription", pattern, this.subscriber);
    this.redrive = subscriberRedrive(this, "redrive", pattern, this.subscriber);
    this.pause = subscriberPause(this, "pause", pattern, this.subscriber);
    const alarms = subscriberAlarms(this, pattern, this.subscriber);
    new StoreGuard(this, "guard", storesOfSubscriber(input));

    this.describedOutputs = subscriberOutputs({
      ...pattern,
      subscriber: this.subscriber,
      subscription: this.subscription,
      redrive: this.redrive,
      pause: this.pause,
      alarms,
    });
  }

  /** Names, ARNs, URLs and ready policies for callers. */
  public get outputs(): OutputValues<ReturnType<typeof subscriberOutputs>> {
    return outputValues(this.describedOutputs);
  }
}

/** For hubs that make subscribers themselves. */
export const subscriberSpoke: Spoke<typeof subscriberInputs.members, ReturnType<typeof subscriberOutputs>> = {
  module: PATTERN,
  inputs: subscriberInputs,
  make: (scope, id, props) => new Subscriber(scope, id, props),
};
