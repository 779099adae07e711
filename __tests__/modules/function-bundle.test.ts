import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { unzipSync } from "fflate";
import { QueueLoadLeveling } from "../../modules";
import { FunctionBundle } from "../../modules/function-bundle";

describe("FunctionBundle", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "function-bundle-"));
    writeFileSync(join(folder, "worker.ts"), "export const handler = async (name: string) => `hello ${name}`;\n");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const synthesize = (out: string) => {
    const app = new App({ outdir: join(folder, out), skipValidation: true });
    const stack = new TerraformStack(app, "app");
    const code = new FunctionBundle(stack, "code", { entry: join(folder, "worker.ts") });
    new QueueLoadLeveling(stack, "jobs", {
      name: "jobs",
      worker: { filename: code.filename, sourceCodeHash: code.sourceCodeHash },
    });
    app.synth();
    const stackFolder = join(folder, out, "stacks", "app");
    const [name] = readdirSync(join(stackFolder, "functions")).filter((file) => file.endsWith("-code.zip"));
    const document = JSON.parse(readFileSync(join(stackFolder, "cdk.tf.json"), "utf8"));
    const functions = Object.values<Record<string, unknown>>(document.resource.aws_lambda_function);
    const worker = functions.find((one) => one["function_name"] === "jobs-worker");
    return { name, worker, zip: readFileSync(join(stackFolder, "functions", name as string)) };
  };

  test("writes a zip with the bundled handler, and a pattern takes it", () => {
    const { name, worker, zip } = synthesize("out");
    expect(worker?.["filename"]).toBe(`\${path.module}/functions/${name}`);
    const files = unzipSync(zip);
    expect(Object.keys(files)).toEqual(["index.mjs"]);
    const code = new TextDecoder().decode(files["index.mjs"]);
    expect(code).toContain("hello");
  });

  test("is the same bytes in every synth", () => {
    const hashOf = (out: string) => createHash("sha256").update(synthesize(out).zip).digest("hex");
    expect(hashOf("first")).toBe(hashOf("second"));
  });
});
