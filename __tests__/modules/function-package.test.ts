import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ArchiveProvider } from "@cdktf/provider-archive/lib/provider";
import { App, TerraformStack, Testing } from "cdktf";
import { FunctionPackage, type FunctionPackageProps } from "../../modules";

describe("FunctionPackage", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "function-package-"));
    writeFileSync(join(folder, "index.mjs"), "export const handler = () => {};\n");
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const synthesize = (props: FunctionPackageProps) => {
    const stack = new TerraformStack(new App({ skipValidation: true }), "app");
    new ArchiveProvider(stack, "archive");
    new FunctionPackage(stack, "code", props);
    return JSON.parse(Testing.synth(stack));
  };

  test("zips the folder under the root module, with one file mode for every machine", () => {
    const { data } = synthesize({ name: "worker", sourceDir: folder });
    const [archive] = Object.values<Record<string, unknown>>(data.archive_file);
    expect(archive).toMatchObject({
      type: "zip",
      source_dir: folder,
      output_path: `\${path.root}/.terraform/packages/worker.zip`,
      output_file_mode: "0644",
    });
  });

  test.each([
    ["a folder that does not exist", { name: "worker", sourceDir: "/nowhere" }, "sourceDir"],
    ["a name with a slash", { name: "a/b", sourceDir: "." }, "name"],
  ])("refuses %s and names the input", (_, props, input) => {
    expect(() => synthesize(props)).toThrow(new RegExp(`app/code.*wrong:\\n  - (${input}|source_dir) must`, "s"));
  });
});
