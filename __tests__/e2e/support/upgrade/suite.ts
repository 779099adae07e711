import { rmSync } from "node:fs";
import { join } from "node:path";
import { extractRelease } from "../../../../scripts/last-release";
import type { Terraform } from "../../../../scripts/terraform";
import { linesOf } from "../../../support/bad-inputs";
import { sinkTableName } from "../pub-sub/recorder";
import { Sink } from "../pub-sub/sink";
import { Subscriber, type SubscriberOutputs } from "../pub-sub/subscriber";
import { Instance, type ModuleOutputs } from "../queue-load-leveling/instance";
import { copyToRoot, DeployedSuite, PROJECT, type ResourceChange, type RootOptions, type RootOutputs } from "../suite";
import { writeCode } from "./code";
import { type Caller, type JobsName, type Step, type SubscriberName, writeUpgradeRoot } from "./root";

interface HubOutputs<Key extends string> {
  readonly topic_arn: string;
  readonly subscribers: Readonly<Record<Key, SubscriberOutputs>>;
}

interface SuiteOutputs extends Readonly<Record<JobsName, ModuleOutputs>> {
  readonly orders: HubOutputs<SubscriberName>;
  readonly ledger: HubOutputs<"book">;
  readonly outside: SubscriberOutputs;
  readonly shop: { readonly api_endpoint: string; readonly table_name: string };
}

/** Everything that the scenarios of an upgrade share: modules of the last release that are used, and become today's. */
export class Suite extends DeployedSuite<Caller> {
  private taken: SuiteOutputs | undefined;
  private options: RootOptions | undefined;

  /** Deploys the modules of the last release. */
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

  public instance(name: JobsName): Instance {
    return new Instance(this, this.of[name]);
  }

  /** A subscriber of the hub `orders`. */
  public subscriber(key: SubscriberName): Subscriber {
    return this.as(key, this.of.orders.subscribers[key]);
  }

  public get book(): Subscriber {
    return this.as("book", this.of.ledger.subscribers.book);
  }

  public get outside(): Subscriber {
    return this.as("outside", this.of.outside);
  }

  /** Puts today's modules in the place of the last release's; the inputs stay what they were. */
  public async takeModules(): Promise<void> {
    rmSync(join(this.folder, "terraform"), { recursive: true });
    copyToRoot(this.options!, "terraform");
    await this.run("init", "-no-color", "-upgrade");
  }

  /** What a plan of a step has against the inputs. */
  public async refusals(step: Step): Promise<string[]> {
    writeUpgradeRoot(this.options!, step);
    const { environment } = this.target;
    // Nothing is looked up: the inputs decide.
    const { stdout } = await this.terraform.run(this.folder, ["plan", "-json", "-refresh=false"], { environment });
    const errors = linesOf(stdout).flatMap(({ diagnostic }) =>
      diagnostic?.severity === "error" ? [diagnostic.detail] : [],
    );
    // Terraform adds where the rule stands.
    return errors.map((detail) => detail.split("\n\n")[0]!).sort();
  }

  /** Names, ARNs, URLs and ids that the modules' outputs tell, by their places. Policies may change. */
  public identities(): Readonly<Record<string, unknown>> {
    const isPolicy = (value: unknown) => typeof value === "string" && value.startsWith("{");
    const told = Object.entries(this.outputs).flatMap(([key, value]) => leavesOf(value, key));
    return Object.fromEntries(told.filter(([, value]) => typeof value === "string" && !isPolicy(value)));
  }

  /** Plans a step; resolves to what it changes. */
  public async plan(step: Step): Promise<ResourceChange[]> {
    writeUpgradeRoot(this.options!, step);
    return this.planAgain();
  }

  /** Applies the step that was planned last. */
  public apply(): Promise<void> {
    return this.applyPlanned();
  }

  protected override async writeRoot(options: RootOptions): Promise<void> {
    this.options = options;
    extractRelease(PROJECT, options.folder, "terraform");
    await writeCode(options.folder);
    writeUpgradeRoot(options, "release");
  }

  protected override take(outputs: RootOutputs): void {
    this.taken = outputs as unknown as SuiteOutputs;
  }

  private as(key: string, outputs: SubscriberOutputs): Subscriber {
    return new Subscriber(this.root, this.sink, key, outputs);
  }
}

/** Each value within a value that holds no others, with its place. */
function leavesOf(value: unknown, place: string): [string, unknown][] {
  if (typeof value !== "object" || value === null) return [[place, value]];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, `${place}.${key}`));
}
