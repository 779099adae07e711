import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { AWS_PROVIDER } from "../../lib/module-stack";
import { findTerraform, Terraform } from "../../scripts/terraform";
import { temporaryFolder } from "./folders";
import { skipWith } from "./not-tried";

// The AWS provider takes seconds to start; jest's 5 s are for tests that start nothing.
jest.setTimeout(900_000);

const hasMirror = Boolean(process.env["TERRAFORM_PROVIDER_MIRRORS"]);
const cache = join(__dirname, "../../.cache/terraform-providers");
if (hasMirror) {
  const config = Terraform.environment()["TF_CLI_CONFIG_FILE"] as string;
  // Jest's workers do not tell modules that they end.
  afterAll(() => rmSync(dirname(config), { recursive: true, force: true }));
} else {
  // Without a mirror each test file would download 150 MB again.
  mkdirSync(cache, { recursive: true });
  process.env["TF_PLUGIN_CACHE_DIR"] ??= cache;
  process.env["TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE"] ??= "true";
}

const binary = findTerraform();
const { tool } = new Terraform(binary ?? "terraform");
const MISSING = "no terraform or tofu was found: put one on the PATH, or name it in TERRAFORM_BINARY";

/**
 * A suite that runs real Terraform. Where there is none it is skipped, loudly; in CI it fails instead, so that nobody takes a
 * green run for a whole one.
 */
export function describeTerraform(name: string, body: (terraform: Terraform) => void): void {
  const terraform = new Terraform(binary ?? "terraform");
  if (binary) describe(name, () => body(terraform));
  else skip(name, MISSING, () => body(terraform));
}

export type Providers = Readonly<Record<string, { readonly source: string; readonly version?: string }>>;

/**
 * A suite that needs providers as well. It gets a folder in which `terraform init` has run and whose main.tf.json it may replace; where
 * no mirror, cache or registry has the providers it is skipped like the others.
 */
export function describeWithProviders(
  name: string,
  providers: Providers,
  body: (terraform: Terraform, folder: string) => void,
): void {
  const folder = temporaryFolder("terraform");
  writeJson(folder, "main.tf.json", { terraform: { required_providers: providers } });
  describeTerraform(name, (terraform) => {
    const missing = notInMirrors(providers);
    if (missing.length > 0) {
      const why = `the mirrors have no ${missing.join(", ")}: put it into a folder that TERRAFORM_PROVIDER_MIRRORS names, or unset that and let ${tool.name} reach its registry`;
      skipWith(name, why, () => body(terraform, folder));
      return;
    }
    const init = binary && initialised(binary, folder);
    if (!init || init.status === 0) return body(terraform, folder);
    const why = `${tool.name} (${binary}) could not get ${Object.values(providers)
      .map(({ source }) => source)
      .join(
        ", ",
      )} from ${tool.registry}: give it a way there, or set TERRAFORM_PROVIDER_MIRRORS to a folder of providers`;
    const said = `${why}. Its init said: ${init.stderr}${init.stdout}`;
    skip(`with ${Object.keys(providers).join(", ")}`, why, () => body(terraform, folder), said);
  });
}

function initialised(binary: string, folder: string): SpawnSyncReturns<string> {
  const init = () =>
    spawnSync(binary, ["init", "-no-color"], { cwd: folder, env: Terraform.environment(), encoding: "utf8" });
  return hasMirror ? init() : alone(init);
}

/** Does the work while no other test file does: Terraform's cache of providers is not made for two writers. */
function alone<T>(work: () => T): T {
  const lock = `${cache}.lock`;
  const pause = new Int32Array(new SharedArrayBuffer(4));
  // Two minutes; then whoever held the lock is taken for dead.
  for (let attempt = 0; attempt < 600; attempt++) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      Atomics.wait(pause, 0, 0, 200);
    }
  }
  try {
    return work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/** A suite that needs the AWS provider. */
export function describeWithAws(name: string, body: (terraform: Terraform, folder: string) => void): void {
  describeWithProviders(name, { aws: AWS_PROVIDER }, body);
}

/** Skips a suite, loudly; fails in CI. @param said what the failure tells, where that is more */
export function skip(name: string, why: string, body: () => void, said = why): void {
  if (!process.env["CI"]) {
    skipWith(name, why, body);
    return;
  }
  test(`${name}: has what it needs`, () => {
    throw new Error(said);
  });
}

/** Providers that a machine with mirrors alone cannot have. All patterns need AWS: without it, nothing would be shown, so it is never left out. */
function notInMirrors(providers: Providers): string[] {
  if (!hasMirror) return [];
  const mirrors = (process.env["TERRAFORM_PROVIDER_MIRRORS"] ?? "").split(delimiter);
  const sources = Object.values(providers).map(({ source }) => source);
  const has = (source: string) => mirrors.some((mirror) => existsSync(join(mirror, tool.registry, source)));
  const missing = sources.filter((source) => source !== AWS_PROVIDER.source && !has(source));
  return missing.map((source) => `${tool.registry}/${source}`);
}

export function writeJson(folder: string, file: string, document: unknown): void {
  writeFileSync(join(folder, file), `${JSON.stringify(document, undefined, 2)}\n`);
}
