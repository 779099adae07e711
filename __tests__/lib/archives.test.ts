import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { App, TerraformStack } from "cdktf";
import { type Archive, bundledArchive, copiedArchive, ownArchive, ownCodeOf, writtenArchive } from "../../lib/archives";
import { ModuleStack } from "../../lib/module-stack";
import { temporaryFolder } from "../support/folders";
import { Thing } from "../support/resources";
import { documentOf, moduleStack, standIn } from "../support/synthesize";
import { describeTerraform, writeJson } from "../support/terraform";

const ACCEPT = { pattern: "queue-load-leveling", name: "accept" };
const hash = (contents: Uint8Array): string => createHash("sha256").update(contents).digest("base64");

describeTerraform("archives", (terraform) => {
  test.each<[string, (app: App) => TerraformStack]>([
    ["a module", (app) => new ModuleStack(app, "stack")],
    ["any other stack", (app) => new TerraformStack(app, "stack")],
  ])("lie in the folder of %s, where Terraform finds and hashes them from wherever it runs", async (_, make) => {
    const root = temporaryFolder("root");
    const app = new App({ outdir: join(root, "cdktf.out") });
    const stack = make(app);
    const userZip = standIn(join(temporaryFolder("user"), "my code.zip"));
    new Thing(stack, "own", { input: ownArchive(stack, ACCEPT) });
    new Thing(stack, "copied", { input: copiedArchive(stack, userZip) });
    new Thing(stack, "written", {
      input: writtenArchive(stack, { source: "made", name: "written.zip", contents: () => Buffer.from("zip") }),
    });
    app.synth();

    const folder = join(app.outdir, app.manifest.forStack(stack).workingDirectory);
    const { resource } = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as {
      resource: { terraform_data: object };
    };
    const value =
      "${{ for name, thing in { own = terraform_data.own, copied = terraform_data.copied, written = terraform_data.written } : name => thing.output }}";
    writeJson(folder, "cdk.tf.json", { resource, output: { archives: { value } } });
    writeJson(root, "main.tf.json", {
      module: { stack: { source: `./${relative(root, folder)}` } },
      output: { archives: { value: "${module.stack.archives}" } },
    });
    await terraform.must(root, ["init", "-no-color"]);
    await terraform.must(root, ["apply", "-auto-approve", "-no-color"]);
    const archives = JSON.parse(await terraform.must(root, ["output", "-json", "archives"])) as Record<
      string,
      { filename: string; sourceCodeHash: string }
    >;

    const expected = {
      own: readFileSync(join(__dirname, "../../terraform/queue-load-leveling/functions/accept.zip")),
      copied: readFileSync(userZip),
      written: Buffer.from("zip"),
    };
    for (const [name, contents] of Object.entries(expected)) {
      expect(archives[name]?.sourceCodeHash).toBe(hash(contents));
      expect(hash(readFileSync(join(root, archives[name]?.filename ?? "")))).toBe(hash(contents));
    }
  });
});

test("the module writer learns which code of ours a stack ships, once for each function", () => {
  const stack = moduleStack((scope) => {
    ownArchive(new Thing(scope, "a"), { pattern: "p", name: "status" });
    ownArchive(new Thing(scope, "b"), { pattern: "p", name: "accept" });
    ownArchive(new Thing(scope, "c"), { pattern: "p", name: "accept" });
    copiedArchive(new Thing(scope, "d"), "worker.zip");
  });
  expect(ownCodeOf(stack)).toEqual([
    { pattern: "p", name: "accept" },
    { pattern: "p", name: "status" },
  ]);
  expect(ownCodeOf(moduleStack())).toEqual([]);
});

/** The paths of archives, as Terraform reads them. */
function filenames(archives: readonly ((scope: Thing) => Archive)[]): unknown[] {
  const stack = moduleStack((scope) => {
    archives.forEach((archive, index) => {
      const thing = new Thing(scope, `thing_${index}@a`);
      new Thing(scope, `thing_${index}_archive`, { input: archive(thing).filename });
    });
  });
  const things = documentOf(stack).resource?.["terraform_data"] ?? {};
  return archives.map((_, index) => things[`thing_${index}_archive`]?.["input"]);
}

test("two files of one name do not meet", () => {
  const [one, two] = filenames(
    ["one/worker.zip", "two/worker.zip"].map((path) => (scope) => copiedArchive(scope, path)),
  );
  expect(one).not.toBe(two);
});

test("one file that several functions use, or handlers that several bundles are of, are written once", () => {
  const entry = join(temporaryFolder("entry"), "handler.ts");
  const used = filenames([
    (scope) => copiedArchive(scope, "worker.zip"),
    (scope) => copiedArchive(scope, "./other/../worker.zip"),
    (scope) => bundledArchive(scope, "one.zip", entry),
    (scope) => bundledArchive(scope, "two.zip", relative(process.cwd(), entry)),
    (scope) => copiedArchive(scope, "other/worker.zip"),
  ]);
  expect(used[1]).toBe(used[0]);
  expect(used[3]).toBe(used[2]);
  expect(new Set(used).size).toBe(3);
});

test("two files of one name that one construct uses do not meet", () => {
  const [paths] = filenames([
    (scope) => {
      const both = ["one/worker.zip", "two/worker.zip"].map((path) => copiedArchive(scope, path).filename);
      return { filename: both as unknown as string, sourceCodeHash: "" };
    },
  ]) as [string[]];
  expect(new Set(paths).size).toBe(2);
});

test("two patterns' functions of one name do not meet in one stack", () => {
  expect(
    filenames(["a", "a", "b"].map((pattern) => (scope) => ownArchive(scope, { pattern, name: "redrive" }))),
  ).toEqual([
    "${path.module}/functions/redrive.zip",
    "${path.module}/functions/redrive.zip",
    "${path.module}/functions/b-redrive.zip",
  ]);
});

test("code that was not built is missed at synth, with the cure", () => {
  const app = new App({ outdir: temporaryFolder("cdktf") });
  ownArchive(new ModuleStack(app, "stack"), { pattern: "queue-load-leveling", name: "nothing" });
  expect(() => app.synth()).toThrow(/nothing\.zip is missing: run "npm run build" first/);
});
