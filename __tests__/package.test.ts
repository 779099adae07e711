import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";

const root = join(__dirname, "..");
const tsc = join(root, "node_modules", ".bin", "tsc");

/** An app of somebody else: strict TypeScript, the package by its name, literals and a token. */
const APP = `
import { App, TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { QueueLoadLeveling, type QueueLoadLevelingProps } from "terraform-aws-serverless-patterns";
import { type Job, jobWorker, PermanentError } from "terraform-aws-serverless-patterns/runtime";

const app = new App();
const stack = new TerraformStack(app, "shop");
new AwsProvider(stack, "aws", { region: "eu-central-1" });
const memory = new TerraformVariable(stack, "memory", { type: "number" });
const props: QueueLoadLevelingProps = {
  name: "jobs",
  worker: { filename: "worker.zip", memoryMb: memory.numberValue, maxPerSecond: 5 },
};
const url: string = new QueueLoadLeveling(stack, "jobs", props).outputs.queueUrl;
new TerraformOutput(stack, "url", { value: url });
app.synth();

export const worker = () =>
  jobWorker(async ({ payload }: Job<{ size: number }>): Promise<number> => {
    if (payload.size < 0) throw new PermanentError("too small");
    return payload.size;
  });
`;

describe("the published package", () => {
  // Below the project, so that the package finds itself by its name.
  let folder: string;
  beforeAll(() => {
    execFileSync(tsc, ["--project", join(root, "tsconfig.build.json")], { cwd: root });
    mkdirSync(join(root, ".cache"), { recursive: true });
    folder = mkdtempSync(join(root, ".cache", "consumer-"));
    writeFileSync(join(folder, "app.ts"), APP);
    writeFileSync(join(folder, "worker.zip"), zipSync({ "index.mjs": strToU8("export const handler = () => {};") }));
    const compilerOptions = { strict: true, target: "es2022", module: "node16", types: ["node"], skipLibCheck: true };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["app.ts"] }));
    execFileSync(tsc, ["--project", folder], { cwd: root, stdio: "inherit" });
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("is typed, and its construct brings its functions into somebody else's app", () => {
    execFileSync(process.execPath, ["app.js"], { cwd: folder });
    const stack = join(folder, "cdktf.out", "stacks", "shop");
    const document = JSON.parse(readFileSync(join(stack, "cdk.tf.json"), "utf8"));
    const functions = Object.values<{ filename: string }>(document.resource.aws_lambda_function);
    const missing = functions.filter(({ filename }) => !existsSync(filename.replace("${path.module}", stack)));
    expect(functions).toHaveLength(5);
    expect(missing).toEqual([]);
  }, 60_000);

  test("holds all that it exports, and neither tests nor the local AWS", () => {
    const [pack] = JSON.parse(
      execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: root, encoding: "utf8" }),
    );
    const files = (pack.files as { path: string }[]).map(({ path }) => path);
    const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const exported = Object.values<string | Record<string, string>>(exports).flatMap((value) =>
      typeof value === "string" ? value : Object.values(value),
    );
    expect(files).toEqual(expect.arrayContaining(exported.map((path) => path.replace("./", ""))));
    expect(files).toEqual(
      expect.arrayContaining(["LICENSE", "README.md", "terraform/queue-load-leveling/functions/accept.zip"]),
    );
    expect(files.filter((path) => /__tests__|^local|^scripts|source-maps/.test(path))).toEqual([]);
  }, 60_000);
});
