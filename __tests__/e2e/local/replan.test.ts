import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { strToU8, zipSync } from "fflate";
import { startLocalAws } from "../../../local/aws";

const run = promisify(execFile);

/** Two depths of queues at 25 s each, which are waits of the provider, then as much again for the rest. */
const TERRAFORM_TIMEOUT_MS = 300_000;

const hasTerraform = async () =>
  run("terraform", ["version"]).then(
    () => true,
    () => false,
  );

test(
  "real Terraform applies one of each resource, plans nothing after that, and destroys it all",
  async () => {
    if (!(await hasTerraform())) {
      if (process.env["CI"]) throw new Error("terraform is not on PATH");
      console.warn("SKIPPED: terraform is not on PATH, so nothing shows that the local AWS re-plans empty.");
      return;
    }
    const aws = await startLocalAws();
    const folder = mkdtempSync(join(tmpdir(), "replan-"));
    try {
      cpSync(join(__dirname, "fixtures", "replan"), folder, { recursive: true });
      const code = "exports.handler = async () => ({ statusCode: 200 });";
      writeFileSync(join(folder, "package.zip"), zipSync({ "index.js": strToU8(code) }));
      const terraform = (...args: string[]) =>
        run("terraform", [...args, "-no-color", "-input=false"], {
          cwd: folder,
          env: { ...process.env, ...aws.environment, TF_VAR_package: join(folder, "package.zip") },
          maxBuffer: 16 * 1024 * 1024,
        });
      await terraform("init");
      await terraform("apply", "-auto-approve", "-parallelism=30");
      // Exit code 2, a failure for execFile, says that there are changes; 0 says that there are none.
      await terraform("plan", "-detailed-exitcode");
      await terraform("destroy", "-auto-approve", "-parallelism=30");
    } finally {
      rmSync(folder, { recursive: true, force: true });
      await aws.stop();
    }
  },
  TERRAFORM_TIMEOUT_MS,
);
