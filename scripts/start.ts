/** `npm start [-- <example>]`: plays the story of an example on a local AWS, with real Terraform, and cleans up. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startLocalAws } from "../local/aws";
import { projectFolder } from "../local/project";
import { DEFAULT_DEMO, demos } from "./demo";
import type { Demo } from "./demo/demo";
import { Deployment } from "./demo/deployment";
import { Progress } from "./demo/progress";
import { Run } from "./run";
import { findTerraform, Terraform } from "./terraform";

const MISSING_TERRAFORM =
  "The modules are generated, in terraform/. To deploy one, Terraform (1.5 or newer) or OpenTofu is needed and none was found: " +
  "put terraform or tofu on the PATH, or name it in TERRAFORM_BINARY, and run again.";

async function main(example: string, demo: Demo, run: Run): Promise<void> {
  const project = projectFolder();
  const progress = new Progress();
  run.atEnd(() => progress.leave());

  const binary = findTerraform();
  // Beside the build: the first time, installing its Python packages takes longer than that.
  const starting = binary === undefined ? undefined : startLocalAws();
  starting?.then(
    (aws) => run.atEnd(() => aws.stop()),
    () => undefined,
  );
  progress.begin("Generating the Terraform modules");
  await build(project, run.signal);
  progress.end();

  if (binary === undefined || starting === undefined) {
    // Not a failure: what can be done without Terraform is done. An exit code would only bury the message under npm's own.
    console.log(MISSING_TERRAFORM);
    return;
  }

  console.log(`\n${demo.title}\n`);
  progress.begin("Starting the local AWS (the first time it installs its Python packages)");
  const aws = await starting;
  const story = await demo.prepare();
  run.atEnd(() => story.end());
  progress.end(aws.endpoint);

  const { signal } = run;
  const terraform = new Terraform(binary);
  const runFolder = mkdtempSync(join(tmpdir(), "start-"));
  process.once("exit", () => rmSync(runFolder, { recursive: true, force: true, maxRetries: 5 }));
  const environment = { ...aws.environment, ...providerCache(project) };
  const deployment = new Deployment({ terraform, project, runFolder, example, environment, signal });
  progress.begin("Getting the AWS provider");
  await deployment.init();
  progress.end();
  progress.begin(`Deploying examples/${example}`);
  await deployment.apply(story.variables, progress);

  const outputs = await deployment.outputs();
  const problems = await story.play({ aws, outputs, progress, signal });

  progress.begin("Destroying what was made");
  await deployment.destroy(story.variables, progress);
  for (const problem of problems) console.error(`Not as promised: ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
  else console.log(`\nDone in ${progress.seconds} s; nothing is left. To look around by yourself: npm run local`);
}

/** Runs the build as a person would, so that it is the build that is seen to work. */
function build(project: string, signal: AbortSignal): Promise<void> {
  const program = [join("scripts", "run.mjs"), join("scripts", "build.ts")];
  const child = spawn(process.execPath, program, { cwd: project, stdio: ["ignore", "ignore", "inherit"], signal });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => (code === 0 ? resolve() : reject(new Error("The build failed; see above."))));
  });
}

/**
 * Keeps the providers that Terraform downloads for the next run: 150 MB. Without a lock file, which the example does not have, Terraform uses its
 * cache only when told so: https://developer.hashicorp.com/terraform/cli/config/config-file#allowing-the-provider-plugin-cache-to-break-the-dependency-lock-file
 */
function providerCache(project: string): Record<string, string> {
  const own = ["TERRAFORM_PROVIDER_MIRRORS", "TF_PLUGIN_CACHE_DIR", "TF_CLI_CONFIG_FILE"];
  if (own.some((name) => process.env[name])) return {};
  const folder = join(project, ".cache", "terraform-providers");
  mkdirSync(folder, { recursive: true });
  return { TF_PLUGIN_CACHE_DIR: folder, TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: "true" };
}

const [example = DEFAULT_DEMO] = process.argv.slice(2);
const demo = demos[example];
if (demo === undefined) {
  console.error(`There is no example "${example}" to start. Known: ${Object.keys(demos).join(", ")}.`);
  process.exitCode = 1;
} else {
  const run = new Run();
  main(example, demo, run)
    .catch((error: unknown) => {
      if (run.signal.aborted) return;
      process.exitCode = 1;
      console.error(`\n${error instanceof Error ? error.message : error}`);
    })
    .finally(() => run.end());
}
