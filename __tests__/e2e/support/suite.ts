import { randomBytes } from "node:crypto";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { type TargetAws, targetAws } from "../../../local/target";
import { type Keys, SignedApi } from "../../../scripts/demo/signed-api";
import type { Terraform, TerraformResult } from "../../../scripts/terraform";
import { temporaryFolder } from "../../support/folders";
import { type Deployers, makeDeployers } from "./deployer";

// The suites run on every Node that this project supports.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

export const PROJECT = join(__dirname, "../../..");

/** The provider waits 25 to 30 s for each of these to be gone. */
const SLOW_TO_GO = /aws_(route53_|sqs_queue_redrive_policy\.)/;

/** Clients of AWS's services with the same keys. */
export interface Clients {
  readonly keys: Keys;
  readonly sqs: SQSClient;
  readonly sns: SNSClient;
  readonly lambda: LambdaClient;
  readonly dynamo: DynamoDBClient;
}

/** What a plan does to a resource. */
export interface ResourceChange {
  readonly address: string;
  readonly type: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Readonly<Record<string, unknown>> | null;
    /** Without what is known only after the apply. */
    readonly after: Readonly<Record<string, unknown>> | null;
    readonly after_unknown: Readonly<Record<string, unknown>>;
  };
}

const PLAN = "again.tfplan";

/** Outputs of a suite's root. */
export type RootOutputs = Readonly<Record<string, unknown>>;

/** Where a suite writes its root, and what its names begin with. */
export interface RootOptions {
  readonly folder: string;
  readonly name: string;
  /** Whether the target is not AWS itself. */
  readonly emulated: boolean;
  /** Who deploys the calls of a module, where not the account's own keys do. */
  readonly deployers: Deployers;
}

/** Copies folders of the project into a root's, to the same places: modules as they are committed, examples that find them. */
export function copyToRoot({ folder }: Pick<RootOptions, "folder">, ...paths: readonly string[]): void {
  const filter = (path: string) => !/\.terraform|tfstate/.test(path);
  for (const path of paths) cpSync(join(PROJECT, path), join(folder, path), { recursive: true, filter });
}

/**
 * Everything that the scenarios of a pattern share: one target, one apply, one destroy. A pattern's own suite says what its root is and takes what
 * comes of it.
 */
export abstract class DeployedSuite<Caller extends string = never> {
  public readonly folder = temporaryFolder("e2e");
  public readonly name = `e2e-${randomBytes(3).toString("hex")}`;
  private rootClients: Clients | undefined;
  private rootOutputs: RootOutputs = {};
  private exists = false;

  protected constructor(
    protected readonly terraform: Terraform,
    public readonly target: TargetAws,
  ) {}

  /** Ends what the suite started; what an interrupted suite left deployed goes with an embedded AWS, or is destroyed. */
  public async stop(): Promise<void> {
    try {
      if (this.exists && this.target.embedded === undefined) await this.destroy();
    } finally {
      // The local AWS gave them again; nothing failed. What loses them is not known, so each is worth a look.
      for (const lost of this.target.embedded?.lostAnswers() ?? []) console.warn("An answer was lost:", lost);
      await this.target.stop();
    }
  }

  /** More at once than Terraform's ten: an apply mostly waits. */
  protected get parallelism(): string {
    return "-parallelism=30";
  }

  /** Modules whose calls are deployed with the policy in their folder and nothing else; the account's own keys deploy the rest. */
  protected get modules(): readonly string[] {
    return [];
  }

  /** Writes the root into the suite's folder. */
  protected abstract writeRoot(options: RootOptions): Promise<void>;

  /** Takes what the root's outputs say. */
  protected abstract take(outputs: RootOutputs): void;

  /** Starts the target and deploys the root of a suite; stops it when that fails. */
  protected static async started<S extends DeployedSuite<string>>(make: (target: TargetAws) => S): Promise<S> {
    const suite = make(await targetAws());
    try {
      await suite.deploy();
    } catch (error) {
      await suite.stop();
      throw error;
    }
    return suite;
  }

  private async deploy(): Promise<void> {
    const { folder, name, target, modules } = this;
    const deployers = target.embedded === undefined ? {} : await makeDeployers(target.embedded, name, modules);
    await this.writeRoot({ folder, name, emulated: target.endpoint !== undefined, deployers });
    await this.run("init", "-no-color");
    this.exists = true;
    await this.run("apply", "-auto-approve", "-no-color", this.parallelism);
    this.rootClients = this.clients(await this.rootKeys());
    await this.readOutputs();
  }

  private async readOutputs(): Promise<void> {
    const outputs = JSON.parse(await this.run("output", "-json")) as Record<string, { readonly value: unknown }>;
    this.rootOutputs = Object.fromEntries(Object.entries(outputs).map(([key, { value }]) => [key, value]));
    this.take(this.rootOutputs);
  }

  /** What the root's outputs say. */
  public get outputs(): RootOutputs {
    return this.rootOutputs;
  }

  /** Clients with the account's own keys. */
  public get root(): Clients {
    return this.rootClients!;
  }

  /** Clients of somebody who has one of the module's policies and no other. */
  public caller(name: Caller): Clients {
    return this.clients(this.rootOutputs[`key_${name}`] as Keys);
  }

  /** An HTTP API, called with somebody's keys. */
  public api(endpoint: string, { keys }: Clients = this.root): SignedApi {
    return new SignedApi(endpoint, (url, init) => this.target.fetchApi(url, init), this.target.region, keys);
  }

  /** Exit code of a plan of what is deployed: 0 for no difference, 2 for some. */
  public replan(): Promise<TerraformResult> {
    const args = ["plan", "-detailed-exitcode", "-no-color", this.parallelism];
    return this.terraform.run(this.folder, args, { environment: this.target.environment });
  }

  /** Applies the root once more; resolves to the addresses of what is changed, as the plan says them. */
  public async applyAgain(): Promise<string[]> {
    const changes = await this.planAgain("-refresh=false");
    await this.applyPlanned();
    return changes.map(({ address }) => address);
  }

  /** Plans the root as if each call of a module depended on something that is yet to come; resolves to what would change. */
  public async planBehind(): Promise<ResourceChange[]> {
    const path = join(this.folder, "main.tf.json");
    const text = readFileSync(path, "utf8");
    const { module, resource, ...rest } = JSON.parse(text) as Record<"module" | "resource", Record<string, object>>;
    const behind = Object.entries(module).map(([key, call]) => [
      key,
      { ...call, depends_on: ["terraform_data.to_come"] },
    ]);
    const root = {
      ...rest,
      module: Object.fromEntries(behind),
      resource: { ...resource, terraform_data: { to_come: {} } },
    };
    writeFileSync(path, JSON.stringify(root));
    try {
      return await this.planAgain();
    } finally {
      writeFileSync(path, text);
    }
  }

  /** Plans what the root has become; resolves to what would change. */
  protected async planAgain(...args: readonly string[]): Promise<ResourceChange[]> {
    await this.run("plan", "-no-color", `-out=${PLAN}`, this.parallelism, ...args);
    const { resource_changes = [] } = JSON.parse(await this.run("show", "-json", PLAN)) as {
      readonly resource_changes?: readonly ResourceChange[];
    };
    return resource_changes.filter(({ change }) =>
      change.actions.some((action) => action !== "no-op" && action !== "read"),
    );
  }

  /** Applies what was planned last, and takes the outputs. */
  protected async applyPlanned(): Promise<void> {
    await this.run("apply", "-no-color", this.parallelism, PLAN);
    await this.readOutputs();
  }

  /** Deploys the next revision of these calls: what `var.revision` changes in the root, tags and settings. */
  public async revise(...calls: readonly string[]): Promise<void> {
    writeFileSync(join(this.folder, "revision.auto.tfvars.json"), JSON.stringify({ revision: 2 }));
    const targets = calls.map((call) => `-target=module.${call}`);
    await this.run("apply", "-auto-approve", "-no-color", this.parallelism, ...targets);
  }

  /** Removes everything that was deployed. What an embedded AWS takes along, and the provider would wait for long, is left to it. */
  public async destroy(): Promise<void> {
    const addresses = this.target.embedded === undefined ? [] : (await this.run("state", "list")).split("\n");
    const slow = addresses.filter((address) => SLOW_TO_GO.test(address));
    if (slow.length > 0) await this.run("state", "rm", ...slow);
    await this.run("destroy", "-no-color", "-auto-approve", this.parallelism, "-refresh=false");
    this.exists = false;
  }

  protected run(...args: readonly string[]): Promise<string> {
    return this.terraform.must(this.folder, args, { environment: this.target.environment });
  }

  private clients(keys: Keys): Clients {
    const { endpoint, region } = this.target;
    const configuration = { endpoint, region, credentials: keys };
    return {
      keys,
      sqs: new SQSClient(configuration),
      sns: new SNSClient(configuration),
      lambda: new LambdaClient(configuration),
      dynamo: new DynamoDBClient(configuration),
    };
  }

  private async rootKeys(): Promise<Keys> {
    const { embedded, region, endpoint } = this.target;
    return embedded?.credentials ?? new SQSClient({ region, endpoint }).config.credentials();
  }
}
