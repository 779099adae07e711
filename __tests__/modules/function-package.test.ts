import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ArchiveProvider } from "@cdktf/provider-archive/lib/provider";
import { App, TerraformStack, TerraformVariable, Testing } from "cdktf";
import { FunctionPackage, type FunctionPackageProps } from "../../modules";
import { NEVER_PACKED } from "../../modules/function-package/excludes";

describe("FunctionPackage", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "function-package-"));
    writeFileSync(join(folder, "index.mjs"), "export const handler = () => {};\n");
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const synthesize = (props: FunctionPackageProps | ((stack: TerraformStack) => FunctionPackageProps)) => {
    const stack = new TerraformStack(new App({ skipValidation: true }), "app");
    new ArchiveProvider(stack, "archive");
    new FunctionPackage(stack, "code", typeof props === "function" ? props(stack) : props);
    return JSON.parse(Testing.synth(stack));
  };

  test("zips the folder under the root module, with one file mode for every machine, and names the zip by its content", () => {
    const { data } = synthesize({ name: "worker", sourceDir: folder });
    const { archive_file: archives } = data as { archive_file: Record<string, Record<string, string>> };
    const [key, archive] = Object.entries(archives).find(([id]) => id.includes("package")) ?? [];
    const content = Object.keys(archives).find((id) => id.includes("content"));
    expect(key).toBeDefined();
    expect(archive).toMatchObject({
      type: "zip",
      output_path: `\${path.root}/.terraform/packages/worker-\${substr(data.archive_file.${content}.output_sha256, 0, 16)}.zip`,
      output_file_mode: "0755",
    });
    expect(archive?.["source_dir"]).toContain(JSON.stringify(folder));
  });

  test("has Terraform check what only Terraform knows, before it looks into the folder", () => {
    const variable = (stack: TerraformStack, name: string) => new TerraformVariable(stack, name, {});
    const { data } = synthesize((stack) => ({
      name: variable(stack, "title").stringValue,
      sourceDir: variable(stack, "folder").stringValue,
      excludes: variable(stack, "left_out").listValue,
    }));
    const archives = Object.entries<{ lifecycle?: { precondition?: { error_message: string }[] } }>(data.archive_file);
    const first = archives.find(([id]) => id.includes("ready"))?.[1];
    const messages = first?.lifecycle?.precondition?.map(({ error_message }) => error_message);
    for (const input of ["name", "source_dir", "excludes"])
      expect(messages).toContainEqual(expect.stringContaining(`${input} must`));
  });

  test("leaves out what no package may hold, and cleans patterns at synth as Terraform does", () => {
    const { data } = synthesize({ name: "worker", sourceDir: folder, excludes: ["./a/", "b//./c", "**/.*"] });
    const written = Object.values<{ excludes?: string }>(data.archive_file).flatMap(({ excludes }) => excludes ?? []);
    expect(written).toHaveLength(2);
    for (const excludes of written) {
      for (const pattern of [...NEVER_PACKED, "a", "b/c", "**/.?*"])
        expect(excludes).toContain(JSON.stringify(pattern));
    }
  });

  test.each([
    ["a folder that does not exist", { name: "worker", sourceDir: "/nowhere" }, "sourceDir"],
    ["Terraform's own folder", { name: "worker", sourceDir: ".terraform/packages" }, "sourceDir"],
    ["a pattern that leads out of the folder", { name: "worker", sourceDir: ".", excludes: ["../x"] }, "excludes"],
    ["a name with a slash", { name: "a/b", sourceDir: "." }, "name"],
  ])("refuses %s and names the input", (_, props, input) => {
    expect(() => synthesize(props)).toThrow(new RegExp(`app/code.*wrong:\\n  - (${input}|source_dir) must`, "s"));
  });
});
