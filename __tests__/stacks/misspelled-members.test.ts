import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { patternModules } from "../../stacks";
import { queueLoadLevelingModule } from "../../stacks/queue-load-leveling";
import { temporaryFolder } from "../support/folders";
import { documentOf } from "../support/synthesize";
import { describeTerraform, writeJson } from "../support/terraform";

interface Validation {
  readonly valid: boolean;
  readonly diagnostics: readonly { readonly severity: string; readonly detail: string }[];
}

describeTerraform("a misspelled member of an object", (terraform) => {
  // What docs/decisions.md and the modules' READMEs say of it. When Terraform learns to tell, this fails, and they change.
  test("is dropped by Terraform without a word, and OpenTofu warns of it", async () => {
    const folder = temporaryFolder("misspelled");
    const { variable } = documentOf(queueLoadLevelingModule.make(new App({ outdir: temporaryFolder("cdktf") })));
    mkdirSync(join(folder, "jobs"));
    writeJson(join(folder, "jobs"), "main.tf.json", {
      variable,
      output: { max_per_second: { value: "${var.worker.max_per_second}" } },
    });
    const worker = { s3: { bucket: "code", key: "worker.zip" }, max_per_sec: 5 };
    writeJson(folder, "main.tf.json", {
      module: { jobs: { source: "./jobs", name: "jobs", worker } },
      output: { max_per_second: { value: "${module.jobs.max_per_second}" } },
    });
    await terraform.must(folder, ["init", "-no-color"]);
    const { stdout } = await terraform.run(folder, ["validate", "-json"]);
    const { valid, diagnostics } = JSON.parse(stdout) as Validation;
    expect(valid).toBe(true);
    const warnings = diagnostics.filter(({ severity }) => severity === "warning").map(({ detail }) => detail);
    expect(warnings).toEqual(
      terraform.tool.name === "OpenTofu" ? [expect.stringContaining('an attribute\nnamed "max_per_sec"')] : [],
    );
    await terraform.must(folder, ["apply", "-auto-approve", "-no-color"]);
    const outputs = await terraform.must(folder, ["output", "-json"]);
    expect(JSON.parse(outputs)).toEqual({});
  });
});

test.each(patternModules.map(({ name, inputs }) => [name, inputs] as const))(
  "the README of %s says so where it has objects",
  (name, { members }) => {
    const readme = readFileSync(join(__dirname, `../../terraform/${name}/README.md`), "utf8");
    const hasObjects = Object.values(members).some((type) => type.members ?? type.entry);
    expect(readme.includes("Terraform drops a misspelled member")).toBe(hasObjects);
  },
);
