import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SQSClient } from "@aws-sdk/client-sqs";
import { type TargetAws, targetAws } from "../../../../local/target";
import type { Keys } from "../../../../scripts/demo/signed-api";
import type { Terraform } from "../../../../scripts/terraform";
import { temporaryFolder } from "../../../support/folders";
import { startTargetSystem, type TargetSystem } from "../legacy";
import { Instance, type ModuleOutputs } from "./instance";
import { CALLERS, type Caller, type InstanceName, writeRoot } from "./root";

// The suite runs on every Node that this project supports.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

/** Clients of AWS's services with the same keys. */
export interface Clients {
  readonly keys: Keys;
  readonly sqs: SQSClient;
  readonly lambda: LambdaClient;
  readonly dynamo: DynamoDBClient;
}

/** Everything that the scenarios of queue-load-leveling share: one target, one apply, one destroy. */
export class Suite {
  public readonly folder = temporaryFolder("e2e");
  public readonly name = `e2e-${randomBytes(3).toString("hex")}`;
  private readonly instances = new Map<InstanceName, Instance>();
  private readonly callers = new Map<Caller, Clients>();
  private exists = false;

  private constructor(
    private readonly terraform: Terraform,
    public readonly target: TargetAws,
    public readonly legacy: TargetSystem,
  ) {}

  /** Starts what the suite needs and deploys its root. */
  public static async start(terraform: Terraform): Promise<Suite> {
    const legacy = await startTargetSystem();
    const suite = new Suite(terraform, await targetAws(), legacy);
    try {
      await suite.deploy().catch((error: unknown) => suite.deployAgain(error));
    } catch (error) {
      await suite.stop();
      throw error;
    }
    return suite;
  }

  /**
   * Seen once in a dozen runs: the local AWS made a table in the burst that opens an apply, its answer was lost, and the provider's next try found
   * the table there. That says nothing of the module: once more, on an empty local AWS.
   */
  private async deployAgain(error: unknown): Promise<void> {
    const { embedded } = this.target;
    if (embedded === undefined || !String(error).includes("ResourceInUseException: Table already exists")) throw error;
    console.warn("An answer of the local AWS was lost; deploying again on an empty one.");
    await embedded.reset();
    rmSync(join(this.folder, "terraform.tfstate"), { force: true });
    await this.deploy();
  }

  private async deploy(): Promise<void> {
    const { folder, name, target } = this;
    const emulated = target.endpoint !== undefined;
    await writeRoot(folder, { name, legacyUrl: this.legacy.url, emulated });
    await this.run(["init", "-no-color"]);
    this.exists = true;
    await this.run(["apply", "-auto-approve", "-no-color", "-parallelism=30"]);
    const outputs = JSON.parse(await this.run(["output", "-json"])) as Record<string, { readonly value: unknown }>;
    const root = this.clients(await this.rootKeys());
    for (const name of ["jobs", "paced", "ordered", "single", "broken"] as const) {
      this.instances.set(name, new Instance(this, root, outputs[name]?.value as ModuleOutputs));
    }
    for (const caller of Object.keys(CALLERS) as Caller[]) {
      this.callers.set(caller, this.clients(outputs[`key_${caller}`]?.value as Keys));
    }
  }

  /** An instance of the module. */
  public instance(name: InstanceName): Instance {
    return this.instances.get(name)!;
  }

  /** Clients of somebody who has one of the module's policies and no other. */
  public caller(name: Caller): Clients {
    return this.callers.get(name)!;
  }

  /** Exit code of a plan of what is deployed: 0 for no difference, 2 for some. */
  public async replan(): Promise<{ readonly code: number; readonly stdout: string }> {
    const args = ["plan", "-detailed-exitcode", "-no-color", "-parallelism=30"];
    return this.terraform.run(this.folder, args, { environment: this.target.environment });
  }

  /** Removes everything that was deployed. */
  public async destroy(): Promise<void> {
    await this.run(["destroy", "-auto-approve", "-no-color", "-parallelism=30", "-refresh=false"]);
    this.exists = false;
  }

  /** Ends what the suite started; what an interrupted suite left deployed goes with an embedded AWS, or is destroyed. */
  public async stop(): Promise<void> {
    try {
      if (this.exists && this.target.embedded === undefined) await this.destroy();
    } finally {
      await Promise.all([this.target.stop(), this.legacy.stop()]);
    }
  }

  private run(args: readonly string[]): Promise<string> {
    return this.terraform.must(this.folder, args, { environment: this.target.environment });
  }

  private clients(keys: Keys): Clients {
    const { endpoint, region } = this.target;
    const configuration = { endpoint, region, credentials: keys };
    return {
      keys,
      sqs: new SQSClient(configuration),
      lambda: new LambdaClient(configuration),
      dynamo: new DynamoDBClient(configuration),
    };
  }

  private async rootKeys(): Promise<Keys> {
    const { embedded, region, endpoint } = this.target;
    return embedded?.credentials ?? new SQSClient({ region, endpoint }).config.credentials();
  }
}
