import { publish } from "../../../../functions/runtime";
import type { Terraform } from "../../../../scripts/terraform";
import { type Clients, DeployedSuite, type RootOptions, type RootOutputs } from "../suite";
import { comesTo, type OrderEvent } from "./events";
import { sinkTableName } from "./recorder";
import { type Caller, type COLOURS, type REGIONAL, type SubscriberName, writeRoot } from "./root";
import { Sink } from "./sink";
import { Subscriber, type SubscriberOutputs } from "./subscriber";

interface HubOutputs<Key extends string = never> {
  readonly topic_arn: string;
  readonly subscribers: Readonly<Record<Key, SubscriberOutputs>>;
}

interface SuiteOutputs {
  readonly orders: HubOutputs<SubscriberName>;
  readonly sequence: HubOutputs<"ledger">;
  readonly bare: HubOutputs;
  readonly full: HubOutputs<"buffered" | "direct" | "shelf">;
  readonly full_fifo: HubOutputs;
  readonly each: Readonly<Record<(typeof COLOURS)[number], HubOutputs<"inbox">>>;
  readonly outside_first: SubscriberOutputs;
  readonly outside_second: SubscriberOutputs;
  readonly outside_each: Readonly<Record<keyof typeof REGIONAL, SubscriberOutputs>>;
}

/** Modules that are deployed with their own policies. */
export const MODULES = ["pub-sub", "subscriber"];

/** Everything that the scenarios of pub-sub and subscriber share. */
export class Suite extends DeployedSuite<Caller> {
  /** The events that the hub `orders` took. */
  public readonly published: OrderEvent[] = [];
  /** The ids of the events that the consumer of the subscriber `shelf` took. */
  public readonly consumed: string[] = [];
  private taken: SuiteOutputs | undefined;

  /** Deploys the suite's root. */
  public static start(terraform: Terraform): Promise<Suite> {
    return DeployedSuite.started((target) => new Suite(terraform, target));
  }

  /** The outputs of the modules' instances. */
  public get of(): SuiteOutputs {
    return this.taken!;
  }

  public get sink(): Sink {
    return new Sink(this.root, sinkTableName(this.name));
  }

  /** A subscriber of the hub `orders`. */
  public subscriber(key: SubscriberName): Subscriber {
    return this.as(key, this.of.orders.subscribers[key]);
  }

  /** The subscriber of the FIFO hub. */
  public get ledger(): Subscriber {
    return this.as("ledger", this.of.sequence.subscribers.ledger);
  }

  /** A subscriber under the name with which its function notes events. */
  public as(key: string, outputs: SubscriberOutputs): Subscriber {
    return new Subscriber(this.root, this.sink, key, outputs);
  }

  /** Publishes to the hub `orders`. Default: as one who has the hub's policy for that and nothing else. */
  public async publishOrders(events: readonly OrderEvent[], clients = this.caller("publisher")): Promise<void> {
    await this.publish(this.of.orders.topic_arn, events, clients);
    this.published.push(...events);
  }

  /** Publishes events to a topic; throws what SNS said unless it takes them all. */
  public async publish(topicArn: string, events: readonly OrderEvent[], { sns }: Clients = this.root): Promise<void> {
    const { failed } = await publish(events, { source: "/e2e", topicArn, client: sns });
    if (failed.length > 0) throw new Error([...new Set(failed.map(({ message }) => message))].join("; "));
  }

  /** Fifty queues wait at once. */
  protected override get parallelism(): string {
    return "-parallelism=80";
  }

  protected override get modules(): readonly string[] {
    return MODULES;
  }

  protected override writeRoot(options: RootOptions): Promise<void> {
    return writeRoot(options);
  }

  protected override take(outputs: RootOutputs): void {
    this.taken = outputs as unknown as SuiteOutputs;
  }
}

/** The ids of those events that are to come to a subscriber of the hub `orders`. */
export const idsFor = (subscriber: SubscriberName, events: readonly OrderEvent[]): string[] =>
  events.filter((event) => comesTo(subscriber, event)).map(({ id }) => id);
