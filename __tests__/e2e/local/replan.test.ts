import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { startLocalAws } from "../../../local/aws";
import { describeTerraform } from "../../support/terraform";
import { refusedByAws } from "../support/aws-rules";

/** Two depths of queues at 25 s each, which are waits of the provider, then as much again for the rest. */
const TERRAFORM_TIMEOUT_MS = 300_000;

describeTerraform("one of each resource, on the local AWS", (terraform) => {
  test(
    "is applied, plans nothing after that, and is destroyed",
    async () => {
      const aws = await startLocalAws();
      const folder = mkdtempSync(join(tmpdir(), "replan-"));
      try {
        cpSync(join(__dirname, "fixtures", "replan"), folder, { recursive: true });
        const code = "exports.handler = async () => ({ statusCode: 200 });";
        writeFileSync(join(folder, "package.zip"), zipSync({ "index.js": strToU8(code) }));
        const environment = { ...aws.environment, TF_VAR_package: join(folder, "package.zip") };
        const run = (...args: string[]) => terraform.must(folder, [...args, "-no-color"], { environment });
        await run("init");
        await run("apply", "-auto-approve", "-parallelism=30");
        // Exit code 2, which must() takes for a failure, says that there are changes; 0 says that there are none.
        await run("plan", "-detailed-exitcode");
        const unprotected = "-var=protected=false";
        await run("apply", "-auto-approve", unprotected, "-target=aws_dynamodb_table.products");
        await run("destroy", "-auto-approve", unprotected, "-parallelism=30");
        expect(await refusedByAws(aws)).toEqual([]);
      } finally {
        rmSync(folder, { recursive: true, force: true });
        await aws.stop();
      }
    },
    TERRAFORM_TIMEOUT_MS,
  );
});
