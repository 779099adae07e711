import { join } from "node:path";
import { App } from "cdktf";
import { hcl } from "../../lib/plain";
import { patternModules } from "../../stacks";
import { temporaryFolder } from "../support/folders";
import { goodVariables } from "../support/good-variables";
import { IdentityService } from "../support/plan";
import { reachingAll } from "../support/references";
import { standIn, synthesize } from "../support/synthesize";
import { describeWithAws, writeJson } from "../support/terraform";
import { withLeaves } from "../support/unknown";

const good = reachingAll(goodVariables(standIn(join(temporaryFolder("code"), "code.zip"))));
const modules = patternModules.filter(({ name }) => name in good);

/** Each set with every leaf sensitive. */
function calls(name: string): Record<string, object> {
  const { inputs } = modules.find((one) => one.name === name) as (typeof modules)[number];
  const made = Object.values(good[name] ?? {}).map((variables, set) => [
    `${name}_${set}`,
    {
      source: `./${name}`,
      ...withLeaves(inputs.members, variables, (_, value) => `sensitive(${hcl(value)})`),
    },
  ]);
  return Object.fromEntries(made) as Record<string, object>;
}

describeWithAws("inputs that are sensitive", (terraform, folder) => {
  const identity = new IdentityService();
  let provider: object;

  beforeAll(async () => {
    for (const { name, make } of modules)
      synthesize(make(new App({ outdir: temporaryFolder("cdktf") })), join(folder, name));
    provider = await identity.start();
  });
  afterAll(() => identity.stop());

  const plan = async (module: object) => {
    writeJson(folder, "main.tf.json", { provider, module });
    await terraform.must(folder, ["get", "-no-color"]);
    return terraform.run(folder, ["plan", "-no-color"]);
  };

  test.each(modules.map(({ name }) => name))(
    "%s is planned with every leaf sensitive, without a warning",
    async (name) => {
      const { stdout, stderr } = await plan(calls(name));
      expect(stderr).toBe("");
      expect(stdout).toMatch(/^Plan: \d+ to add, 0 to change, 0 to destroy/m);
      expect(stdout).not.toContain("Warning:");
    },
  );

  test("a message shows beside a sensitive value, and never the value", async () => {
    const filename = standIn(join(temporaryFolder("code"), "code.zip"));
    // Terraform shows the source of a wrong argument, and in it no value that is made.
    const environment = { TOKEN: '${sensitive(strrev("esroh-tcerroc"))}' };
    const { stderr } = await plan({
      hub: {
        source: "./pub-sub",
        name: "orders",
        subscribers: { billing: { mode: "x", subscriber: { filename, environment } } },
      },
      service: {
        source: "./web-service",
        name: "shop",
        functions: { orders: { filename, timeout_seconds: 901, environment } },
      },
      jobs: { source: "./queue-load-leveling", name: "jobs", worker: { filename, timeout_seconds: 901, environment } },
    });
    const text = stderr.replace(/\s+/g, " ");
    expect(text).toContain('subscribers["billing"].mode must be one of');
    expect(text).toContain('functions["orders"].timeout_seconds must be 1 to 900 seconds');
    expect(text).toContain("worker.timeout_seconds must be 1 to 900 seconds");
    expect(text).not.toContain("will not be displayed");
    expect(text).not.toContain("correct-horse");
  });
});
