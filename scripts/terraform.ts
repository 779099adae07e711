import { execFile, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

export interface TerraformResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface TerraformOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Called with each line of output as it comes. */
  readonly onLine?: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** `terraform`, or `tofu` where there is no Terraform; undefined where there is neither. */
export async function findTerraform(): Promise<string | undefined> {
  const wanted = process.env["TERRAFORM_BINARY"];
  for (const binary of wanted ? [wanted] : ["terraform", "tofu"]) {
    const found = await new Promise<boolean>((resolve) => execFile(binary, ["version"], (error) => resolve(!error)));
    if (found) return binary;
  }
  return undefined;
}

/**
 * Runs Terraform. Providers come from the mirrors that TERRAFORM_PROVIDER_MIRRORS names (folders, joined like PATH), else from the
 * registry as for any user; a cache shared by all runs of this process saves the copies.
 */
export class Terraform {
  private static configFile: string | undefined;

  constructor(private readonly binary: string) {}

  /** Runs a command and returns what came of it, whatever the exit code. */
  public run(cwd: string, args: readonly string[], options: TerraformOptions = {}): Promise<TerraformResult> {
    const child = spawn(this.binary, args, {
      cwd,
      env: {
        ...process.env,
        TF_CLI_CONFIG_FILE: Terraform.config(),
        TF_IN_AUTOMATION: "1",
        TF_INPUT: "0",
        CHECKPOINT_DISABLE: "1",
        ...options.environment,
      },
      stdio: ["ignore", "pipe", "pipe"],
      signal: options.signal,
      // Terraform finishes what it has begun and unlocks its state.
      killSignal: "SIGINT",
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      if (options.onLine) for (const line of text.split("\n")) if (line.trim()) options.onLine(line);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => resolve({ code: code ?? 1, stdout, stderr }));
    });
  }

  /** Runs a command and throws what it said if it fails. */
  public async must(cwd: string, args: readonly string[], options: TerraformOptions = {}): Promise<string> {
    const { code, stdout, stderr } = await this.run(cwd, args, options);
    if (code !== 0) throw new Error(`terraform ${args.join(" ")} failed in ${cwd}:\n${stdout}\n${stderr}`);
    return stdout;
  }

  private static config(): string {
    if (Terraform.configFile) return Terraform.configFile;
    const folder = mkdtempSync(join(tmpdir(), "terraform-cli-"));
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    mkdirSync(join(folder, "plugins"));
    const mirrors = (process.env["TERRAFORM_PROVIDER_MIRRORS"] ?? "").split(delimiter).filter(Boolean);
    const blocks = mirrors.map((path) => `  filesystem_mirror {\n    path = ${JSON.stringify(path)}\n  }\n`).join("");
    const installation = mirrors.length > 0 ? `provider_installation {\n${blocks}}\n` : "";
    const cache = mirrors.length > 0 ? "" : `plugin_cache_dir = ${JSON.stringify(join(folder, "plugins"))}\n`;
    Terraform.configFile = join(folder, "config.tfrc");
    writeFileSync(Terraform.configFile, cache + installation);
    return Terraform.configFile;
  }
}
