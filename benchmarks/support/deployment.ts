import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundle } from "../../lib/bundle";
import { type LocalAws, startLocalAws } from "../../local/aws";
import { projectFolder } from "../../local/project";
import { localProviderSettings } from "../../local/provider";
import { SignedApi } from "../../scripts/demo/signed-api";
import type { Run } from "../../scripts/run";
import { findTerraform, Terraform } from "../../scripts/terraform";

/** What is deployed: a root module without its provider. Paths are below a folder that has `terraform/` of the project and the functions' zips. */
export interface Root {
  readonly module: Readonly<Record<string, { readonly source: string; readonly [input: string]: unknown }>>;
  readonly output: Readonly<Record<string, { readonly value: string }>>;
}

/** A root module on a local AWS of its own, both gone when the run ends. */
export interface Deployment<Outputs> {
  readonly aws: LocalAws;
  readonly outputs: Outputs;
}

/**
 * Deploys modules as they are in `terraform/`, on the local AWS.
 * @param functions name of a zip without its ending → entry point
 * @throws Error when there is no Terraform, or it fails
 */
export async function deploy<Outputs>(
  run: Run,
  root: Root,
  functions: Readonly<Record<string, string>>,
): Promise<Deployment<Outputs>> {
  const binary = findTerraform();
  if (binary === undefined) throw new Error("This benchmark deploys with Terraform or OpenTofu, and found neither.");
  const folder = mkdtempSync(join(tmpdir(), "benchmark-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const aws = await startLocalAws();
  run.atEnd(() => aws.stop());
  cpSync(join(projectFolder(), "terraform"), join(folder, "terraform"), { recursive: true });
  for (const [name, { zip }] of await bundle(projectFolder(), functions))
    writeFileSync(join(folder, `${name}.zip`), zip);
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ provider: { aws: localProviderSettings }, ...root }));
  const terraform = new Terraform(binary);
  const options = { environment: { ...aws.environment, TMPDIR: folder }, signal: run.signal };
  await terraform.must(folder, ["init", "-no-color"], options);
  await terraform.must(folder, ["apply", "-auto-approve", "-no-color", "-parallelism=30"], options);
  const outputs = JSON.parse(await terraform.must(folder, ["output", "-json"], options)) as object;
  const values = Object.entries(outputs).map(([name, { value }]) => [name, value]);
  return { aws, outputs: Object.fromEntries(values) as Outputs };
}

/** A client of an API on the local AWS, with all rights. */
export const apiClient = (aws: LocalAws, endpoint: string): SignedApi =>
  new SignedApi(endpoint, aws.fetchApi, aws.region, aws.credentials);

/** Options of an SDK client for the local AWS, with all rights. */
export const clientOptions = ({ endpoint, region, credentials }: LocalAws) => ({ endpoint, region, credentials });
