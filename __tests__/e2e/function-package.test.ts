import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { AWS_PROVIDER } from "../../lib/module-stack";
import { localProviderSettings } from "../../local/provider";
import { targetAws } from "../../local/target";
import { temporaryFolder } from "../support/folders";
import { describeWithProviders, writeJson } from "../support/terraform";
import { refusedByAws } from "./support/aws-rules";
import { invoke } from "./support/invoke";

const MODULE = join(__dirname, "../../terraform/function-package");
const ARCHIVE_PROVIDER = { source: "hashicorp/archive" };
const TRUST = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
};

// The archive provider is not everywhere: where it is missing, this is skipped, and says so.
describeWithProviders("function-package", { aws: AWS_PROVIDER, archive: ARCHIVE_PROVIDER }, (terraform) => {
  test("deploys a function from its folder, again when the source changes, and leaves nothing", async () => {
    const target = await targetAws();
    const { environment, region, endpoint, embedded } = target;
    const folder = temporaryFolder("package");
    const run = (...args: string[]) => terraform.must(folder, [...args, "-no-color"], { environment });
    const name = `package-${process.pid}`;
    const write = (answer: string) => {
      mkdirSync(join(folder, "src"), { recursive: true });
      writeFileSync(join(folder, "src/index.mjs"), `export const handler = async () => ({ answer: "${answer}" });\n`);
    };
    writeJson(folder, "main.tf.json", {
      terraform: { required_providers: { aws: AWS_PROVIDER, archive: ARCHIVE_PROVIDER } },
      provider: { aws: endpoint === undefined ? {} : localProviderSettings },
      module: { code: { source: MODULE, name, source_dir: "src" } },
      resource: {
        aws_iam_role: { code: { name, assume_role_policy: JSON.stringify(TRUST) } },
        aws_lambda_function: {
          code: {
            function_name: name,
            role: "${aws_iam_role.code.arn}",
            runtime: "nodejs22.x",
            handler: "index.handler",
            filename: "${module.code.filename}",
            source_code_hash: "${module.code.source_code_hash}",
          },
        },
      },
    });
    const lambda = new LambdaClient({ region, endpoint, credentials: embedded?.credentials });
    try {
      write("first");
      await run("init");
      await run("apply", "-auto-approve");
      expect(await invoke({ lambda }, name, {})).toEqual({ answer: "first" });
      // Exit code 2, which fails here, would say that there is something to change.
      await run("plan", "-detailed-exitcode");

      write("second");
      expect(await run("apply", "-auto-approve")).toContain("0 added, 1 changed, 0 destroyed");
      expect(await invoke({ lambda }, name, {})).toEqual({ answer: "second" });
      expect(await refusedByAws(embedded)).toEqual([]);
    } finally {
      await run("destroy", "-auto-approve");
      expect(await terraform.must(folder, ["state", "list"], { environment })).toBe("");
      await target.stop();
    }
  }, 420_000);
});
