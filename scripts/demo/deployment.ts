import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Terraform } from "../terraform";
import type { Progress } from "./progress";

/** More at once than Terraform's ten: an apply mostly waits. */
const PARALLELISM = "-parallelism=30";

export interface DeploymentOptions {
  readonly terraform: Terraform;
  /** The project's folder. */
  readonly project: string;
  /** Folder of this run; the example is deployed from a copy there, so that nothing is left beside the original. */
  readonly runFolder: string;
  /** Folder of the example in `examples/`. */
  readonly example: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** An example on its way to an AWS and back. */
export class Deployment {
  private readonly folder: string;

  constructor(private readonly options: DeploymentOptions) {
    const { project, runFolder, example } = options;
    this.folder = join(runFolder, "examples", example);
    // The same places relative to each other: the example finds its module as "../../terraform/…".
    for (const part of [join("examples", example), "terraform"]) {
      mkdirSync(join(runFolder, part), { recursive: true });
      cpSync(join(project, part), join(runFolder, part), {
        recursive: true,
        filter: (path) => !/\.terraform|tfstate/.test(path),
      });
    }
  }

  /** Gets the providers. */
  public async init(): Promise<void> {
    const { code, stdout, stderr } = await this.run(["init", "-no-color"]);
    if (code === 0) return;
    const { name, registry } = this.options.terraform.tool;
    throw new Error(
      `${name} could not get the AWS provider. It needs ${registry}, or a folder with a mirror (in it ${registry}/hashicorp/aws/…), ` +
        `named in TERRAFORM_PROVIDER_MIRRORS (see the command providers mirror). It said:\n${lastLines(stderr || stdout)}`,
    );
  }

  /** Makes everything, with progress. */
  public async apply(variables: Readonly<Record<string, string>>, progress: Progress): Promise<void> {
    const values = Object.entries(variables).map(([name, value]) => `-var=${name}=${value}`);
    await this.change(["apply", ...values], /^Plan: (\d+) to add/, /: Creation complete/, progress);
  }

  /** Removes everything, with progress. */
  public async destroy(variables: Readonly<Record<string, string>>, progress: Progress): Promise<void> {
    const values = Object.entries(variables).map(([name, value]) => `-var=${name}=${value}`);
    const left = await this.leaveRedrivePoliciesToQueues();
    const pattern = /^Plan: 0 to add, 0 to change, (\d+) to destroy/;
    await this.change(["destroy", "-refresh=false", ...values], pattern, /: Destruction complete/, progress, left);
  }

  /** The provider waits 25 s to see that a redrive policy is gone, although its queue goes next and takes it along. */
  private async leaveRedrivePoliciesToQueues(): Promise<number> {
    const { stdout } = await this.run(["state", "list"]);
    const policies = stdout.split("\n").filter((address) => address.includes("aws_sqs_queue_redrive_policy."));
    if (policies.length > 0) await this.run(["state", "rm", ...policies]);
    return policies.length;
  }

  /** The texts that the example tells its users, those within maps by their path: `subscribers.leaderboard.queue_url`. */
  public async outputs(): Promise<Readonly<Record<string, string>>> {
    const { terraform, signal } = this.options;
    const text = await terraform.must(this.folder, ["output", "-json"], { signal });
    const outputs = JSON.parse(text) as Record<string, { readonly value: unknown }>;
    return Object.fromEntries(Object.entries(outputs).flatMap(([name, { value }]) => textsOf(name, value)));
  }

  private async change(
    args: readonly string[],
    plan: RegExp,
    done: RegExp,
    progress: Progress,
    alreadyDone = 0,
  ): Promise<void> {
    let wanted = 0;
    let finished = alreadyDone;
    const onLine = (line: string) => {
      wanted = alreadyDone + Number(plan.exec(line)?.[1] ?? wanted - alreadyDone);
      if (done.test(line)) finished++;
      if (wanted > 0) progress.update(`${finished} of ${wanted} resources`);
    };
    const { code, stderr } = await this.run([...args, "-auto-approve", "-no-color", PARALLELISM], onLine);
    if (code !== 0) throw new Error(`terraform ${args[0]} failed:\n${lastLines(stderr)}`);
    progress.end(`${finished} resources`);
  }

  private run(args: readonly string[], onLine?: (line: string) => void) {
    const { terraform, runFolder, signal } = this.options;
    // Providers leave their sockets behind when they are killed.
    const environment = { ...this.options.environment, TMPDIR: runFolder };
    return terraform.run(this.folder, args, { environment, signal, onLine });
  }
}

function textsOf(path: string, value: unknown): [path: string, text: string][] {
  if (typeof value === "string") return [[path, value]];
  return Object.entries(value ?? {}).flatMap(([name, member]) => textsOf(`${path}.${name}`, member));
}

const lastLines = (text: string): string => text.trim().split("\n").slice(-12).join("\n");
