import type { TargetAws } from "../../../../local/target";
import type { Terraform } from "../../../../scripts/terraform";
import { startTargetSystem, type TargetSystem } from "../legacy";
import { DeployedSuite, type RootOptions, type RootOutputs } from "../suite";
import { Instance, type ModuleOutputs } from "./instance";
import { type Caller, INSTANCES, type InstanceName, writeRoot } from "./root";

/** Modules that are deployed with their own policies. */
export const MODULES = ["queue-load-leveling"];

/** Everything that the scenarios of queue-load-leveling share. */
export class Suite extends DeployedSuite<Caller> {
  private readonly instances = new Map<InstanceName, Instance>();

  private constructor(
    terraform: Terraform,
    target: TargetAws,
    public readonly legacy: TargetSystem,
  ) {
    super(terraform, target);
  }

  /** Starts what the suite needs and deploys its root. */
  public static async start(terraform: Terraform): Promise<Suite> {
    const legacy = await startTargetSystem();
    return DeployedSuite.started((target) => new Suite(terraform, target, legacy));
  }

  /** An instance of the module. */
  public instance(name: InstanceName): Instance {
    return this.instances.get(name)!;
  }

  public override async stop(): Promise<void> {
    await Promise.all([super.stop(), this.legacy.stop()]);
  }

  protected override get modules(): readonly string[] {
    return MODULES;
  }

  protected override writeRoot(options: RootOptions): Promise<void> {
    return writeRoot({ ...options, legacyUrl: this.legacy.url });
  }

  protected override take(outputs: RootOutputs): void {
    for (const name of INSTANCES) this.instances.set(name, new Instance(this, outputs[name] as ModuleOutputs));
  }
}
