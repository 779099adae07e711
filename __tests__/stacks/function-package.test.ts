import { randomBytes } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { App } from "cdktf";
import { unzipSync } from "fflate";
import type { Terraform } from "../../scripts/terraform";
import { functionPackageModule } from "../../stacks/function-package";
import { temporaryFolder } from "../support/folders";
import { type Block, synthesize } from "../support/synthesize";
import { describeWithProviders, writeJson } from "../support/terraform";

type Files = Readonly<Record<string, string | Buffer>>;

/** A package, and what deploys it as a function would: it wants the zip as soon as its path is known, and takes it in the apply. */
interface Package {
  readonly source_dir?: string;
  readonly excludes?: readonly string[];
  readonly name?: string;
  readonly depends_on?: readonly string[];
}

const packed = (files: Files) => Object.keys(files).sort();

describeWithProviders("function-package", { archive: { source: "hashicorp/archive" } }, (terraform, initialised) => {
  const modules = temporaryFolder("modules");
  beforeAll(() => {
    synthesize(functionPackageModule.make(new App({ outdir: temporaryFolder("cdktf") })), join(modules, "package"));
  });

  /** A root module with packages by name, its files, and further resources. */
  async function root(files: Files, packages: Readonly<Record<string, Package>>, resources: Block = {}): Promise<Root> {
    const folder = temporaryFolder("root");
    for (const name of [".terraform", ".terraform.lock.hcl"])
      cpSync(join(initialised, name), join(folder, name), { recursive: true, verbatimSymlinks: true });
    cpSync(join(modules, "package"), join(folder, ".terraform/package"), { recursive: true });
    write(folder, files);
    const calls = Object.entries(packages).map(([key, one]): [string, object] => [
      key,
      { source: "./.terraform/package", name: "worker", source_dir: "src", ...one },
    ]);
    writeJson(folder, "main.tf.json", {
      module: Object.fromEntries(calls),
      resource: { terraform_data: { ...resources, ...Object.fromEntries(calls.map(([key]) => [key, deployed(key)])) } },
    });
    await terraform.must(folder, ["get", "-no-color"]);
    return new Root(terraform, folder);
  }

  test("gives two packages of one name each its own code", async () => {
    const it = await root(
      { "src/index.mjs": "first", "src/index.test.mjs": "tests", "other/index.mjs": "second" },
      { first: {}, second: { source_dir: "other" }, third: { excludes: ["*.test.mjs"] } },
    );
    await it.apply();
    expect(it.deployed("first")).toEqual({ "index.mjs": "first", "index.test.mjs": "tests" });
    expect(it.deployed("second")).toEqual({ "index.mjs": "second" });
    expect(it.deployed("third")).toEqual({ "index.mjs": "first" });
    await it.isSteady();
  });

  test("deploys by a saved plan what was there when it was made, whatever is planned later", async () => {
    const it = await root({ "src/index.mjs": "saved" }, { code: {} });
    await it.must("plan", "-out=saved");
    write(it.folder, { "src/index.mjs": "later" });
    await it.must("plan", "-out=later");
    await it.must("apply", "saved");
    expect(it.deployed("code")).toEqual({ "index.mjs": "saved" });
  });

  test("packs a folder that what it depends on makes, in the first apply", async () => {
    const builds = { build: provisioned("mkdir -p src && printf built > src/index.mjs") };
    const it = await root({}, { code: { depends_on: ["terraform_data.build"] } }, builds);
    await it.apply();
    expect(it.deployed("code")).toEqual({ "index.mjs": "built" });
    await it.isSteady();
  });

  test("packs again what is built again over what is there", async () => {
    const builds = { build: provisioned("printf built > src/index.mjs") };
    const it = await root({ "src/index.mjs": "old" }, { code: { depends_on: ["terraform_data.build"] } }, builds);
    await it.apply();
    expect(it.deployed("code")).toEqual({ "index.mjs": "built" });
    await it.isSteady();
  });

  test("packs a folder whose path is known only in the apply", async () => {
    const path = `\${terraform_data.path.output}`;
    const it = await root({ "src/index.mjs": "code" }, { code: { source_dir: path } }, { path: { input: "src" } });
    await it.apply();
    expect(it.deployed("code")).toEqual({ "index.mjs": "code" });
    await it.isSteady();
  });

  test("packs no provider, state, variables, history or former package of the root module", async () => {
    const files = {
      "index.mjs": "code",
      "app.tfvars": "a secret",
      ".git/HEAD": "ref",
      "live/.terraform/x": "provider",
    };
    const it = await root(files, { code: { source_dir: "." } });
    const before = ["index.mjs", "main.tf.json", ".terraform.lock.hcl"].sort();
    await it.apply();
    expect(packed(it.deployed("code"))).toEqual(before);
    rmSync(join(it.folder, "code.zip"));
    expect(existsSync(join(it.folder, "terraform.tfstate"))).toBe(true);
    await it.isSteady();
  });

  test.each([".terraform", "./.terraform/", ".terraform/packages"])("refuses %s as code", async (source_dir) => {
    const it = await root({}, { code: { source_dir } });
    expect(await it.refusal()).toContain("source_dir must be your code");
  });

  test.each([
    ["its own folder", { "src/self": "." }],
    ["its own folder, from far below", { "src/lib/a/b/back": "../../.." }],
    ["the root module", { "src/lib/up": "../.." }],
    ["the folder above, twice", { "src/lib/one": "..", "src/lib/two": ".." }],
  ])("comes to an end with a link to %s, and packs the rest where it is excluded", async (_, links) => {
    const files = { "src/index.mjs": "code", "src/lib/lib.mjs": "lib", "src/lib/a/b/c.mjs": "c" };
    const it = await root(files, { code: {} });
    for (const [path, target] of Object.entries(links)) symlinkSync(target, join(it.folder, path));
    expect(await it.refusal()).toContain("source_dir must be at most 16 folders deep");

    const excludes = Object.keys(links).map((path) => path.replace("src/", "./"));
    const without = await root(files, { code: { excludes } });
    for (const [path, target] of Object.entries(links)) symlinkSync(target, join(without.folder, path));
    await without.apply();
    expect(without.deployed("code")).toEqual({ "index.mjs": "code", "lib/lib.mjs": "lib", "lib/a/b/c.mjs": "c" });
  });

  test.each([
    [2, ["a.mjs"]],
    [4, ["a.mjs"]],
    [16, ["a.mjs", "b.mjs"]],
  ])(
    "refuses %i links to the very folder that they are in, before it follows them to their end",
    async (links, files) => {
      const it = await root(Object.fromEntries(files.map((file) => [`src/${file}`, "code"])), { code: {} });
      for (let link = 0; link < links; link++) symlinkSync(".", join(it.folder, `src/link${link}`));
      expect(await it.refusal()).toContain("source_dir must hold at most 60000 files at each depth");
    },
  );

  test.each([5, 7, 11, 13, 15, 16])(
    "refuses a link that leads %i folders up, of which only the first has files",
    async (up) => {
      const it = await root({ "src/index.mjs": "code" }, { code: {} });
      const folders = join(it.folder, "src", ...Array.from({ length: up - 1 }, () => "empty"));
      mkdirSync(folders, { recursive: true });
      symlinkSync(join("..", ...Array.from({ length: up - 2 }, () => "..")), join(folders, "back"));
      expect(await it.refusal()).toContain("source_dir must be at most 16 folders deep");
    },
  );

  test("packs files within 16 folders, and refuses those within more instead of dropping them", async () => {
    const within = (folders: number) => `${"a/".repeat(folders)}index.mjs`;
    const it = await root({ [`src/${within(16)}`]: "deep", "src/index.mjs": "code" }, { code: {} });
    await it.apply();
    expect(it.deployed("code")).toEqual({ [within(16)]: "deep", "index.mjs": "code" });
    for (const folders of [17, 18, 20, 21, 32]) {
      const deeper = await root({ [`src/${within(folders)}`]: "deep", "src/index.mjs": "code" }, { code: {} });
      expect(await deeper.refusal()).toContain("source_dir must be at most 16 folders deep");
    }
  });

  test("packs what links lead to that have an end", async () => {
    const it = await root({ "src/index.mjs": "code", "shared/lib.mjs": "lib" }, { code: {} });
    symlinkSync("../shared", join(it.folder, "src/lib"));
    symlinkSync("../shared/lib.mjs", join(it.folder, "src/zzz.mjs"));
    await it.apply();
    expect(it.deployed("code")).toEqual({ "index.mjs": "code", "lib/lib.mjs": "lib", "zzz.mjs": "lib" });
  });

  test("leaves out what each way to write a pattern means, and nothing else", async () => {
    const files = {
      ...{ "src/index.mjs": "", "src/x": "", "src/app/x": "", "src/app/a.test.js": "", "src/.env": "", "src/a.b": "" },
      ...{ "src/node_modules/m/index.js": "", "src/app/node_modules/n/index.js": "", "src/app/.env": "" },
    };
    const all = packed(files).map((path) => path.replace("src/", ""));
    const leavesOut: Readonly<Record<string, readonly string[]>> = {
      x: ["x"],
      "./x": ["x"],
      "/x": ["x"],
      "././/x": ["x"],
      "**/x": ["app/x", "x"],
      "app//x": ["app/x"],
      "./app/./x": ["app/x"],
      "node_modules/": ["node_modules/m/index.js"],
      "/node_modules": ["node_modules/m/index.js"],
      "node_modules/**": ["node_modules/m/index.js"],
      "**/node_modules/": ["app/node_modules/n/index.js", "node_modules/m/index.js"],
      "**/*.test.js": ["app/a.test.js"],
      "app/*.{js,ts}": ["app/a.test.js"],
      ".*": [".env"],
      "**/.*": [".env", "app/.env"],
      "": [],
      "nothing/": [],
    };
    const patterns = Object.keys(leavesOut);
    const it = await root(
      files,
      Object.fromEntries(patterns.map((one, index) => [`p${index}`, { name: `package-${index}`, excludes: [one] }])),
    );
    await it.apply();
    const left = patterns.map((one, index) => {
      const there = packed(it.deployed(`p${index}`));
      return [one, all.filter((path) => !there.includes(path))];
    });
    expect(Object.fromEntries(left)).toEqual(leavesOut);
  });

  test.each(["../x", "a/../b", "!keep.js", "dist\\x"])("refuses %s as a pattern", async (pattern) => {
    const it = await root({ "src/index.mjs": "code" }, { code: { excludes: [pattern] } });
    expect(await it.refusal()).toContain("excludes must hold patterns of paths within source_dir");
  });

  test("refuses a folder that is not there, and a file", async () => {
    for (const source_dir of ["nowhere", "main.tf.json"]) {
      const it = await root({}, { code: { source_dir } });
      expect(await it.refusal()).toContain("source_dir must be a folder with files in it");
    }
  });

  test("is destroyed when its folder is gone", async () => {
    const it = await root({ "src/index.mjs": "code" }, { code: {} });
    await it.apply();
    rmSync(join(it.folder, "src"), { recursive: true });
    await it.must("destroy", "-auto-approve");
    expect(await it.must("state", "list")).toBe("");
  });

  test("is destroyed without a refresh when its folder is empty", async () => {
    const it = await root({ "src/index.mjs": "code" }, { code: {} });
    await it.apply();
    rmSync(join(it.folder, "src/index.mjs"));
    expect(await it.refusal()).toContain("it would be empty");
    await it.must("destroy", "-auto-approve", "-refresh=false");
    expect(await it.must("state", "list")).toBe("");
  });

  test("refuses a zip of more than 50 MB at plan", async () => {
    const it = await root({ "src/data.bin": randomBytes(50 * 1024 * 1024) }, { code: {} });
    expect(await it.refusal()).toContain("source_dir must make a zip of at most 50 MB");
  });

  test("makes the bootstrap of a custom runtime executable, and what it calls", async () => {
    const it = await root({ "src/bootstrap": "#!/bin/sh", "src/bin/helper": "#!/bin/sh" }, { code: {} });
    await it.apply();
    expect(modesOf(readFileSync(join(it.folder, "code.zip")))).toEqual({ bootstrap: "755", "bin/helper": "755" });
  });
});

function write(folder: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

const provisioned = (command: string) => ({ provisioner: [{ "local-exec": { command } }] });

/** As a function: it looks into the zip as soon as its path is known, and takes it in the apply. */
function deployed(key: string): object {
  const filename = `module.${key}.filename`;
  return {
    triggers_replace: `\${module.${key}.source_code_hash}`,
    ...provisioned(`cp '\${${filename}}' ${key}.zip`),
    lifecycle: {
      precondition: [
        {
          condition: `\${filebase64sha256(${filename}) == module.${key}.source_code_hash}`,
          error_message: "the zip is another",
        },
      ],
    },
  };
}

class Root {
  constructor(
    private readonly terraform: Terraform,
    public readonly folder: string,
  ) {}

  public must(...args: readonly string[]): Promise<string> {
    return this.terraform.must(this.folder, [args[0] as string, ...options(args)]);
  }

  public async apply(): Promise<void> {
    await this.must("apply", "-auto-approve");
  }

  /** A plan finds nothing to do. */
  public async isSteady(): Promise<void> {
    expect(await this.must("plan", "-detailed-exitcode")).toContain("No changes");
  }

  /** What the plan ends with, in one line. */
  public async refusal(): Promise<string> {
    const { code, stderr } = await this.terraform.run(this.folder, ["plan", "-no-color"]);
    expect(code).toBe(1);
    return stderr.replace(/[\s│]+/g, " ");
  }

  /** The files of the package as it was deployed, each with its text. */
  public deployed(key: string): Record<string, string> {
    const files = unzipSync(readFileSync(join(this.folder, `${key}.zip`)));
    return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes).toString()]));
  }
}

function options([command, ...rest]: readonly string[]): string[] {
  return command === "state" ? [...rest] : ["-no-color", ...rest];
}

/** The Unix modes in a zip's central directory: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.12. */
function modesOf(zip: Buffer): Record<string, string> {
  const modes: Record<string, string> = {};
  let at = zip.readUInt32LE(zip.lastIndexOf("PK\u0005\u0006") + 16);
  while (zip.readUInt32LE(at) === 0x02014b50) {
    const name = zip.toString("utf8", at + 46, at + 46 + zip.readUInt16LE(at + 28));
    modes[name] = ((zip.readUInt32LE(at + 38) >>> 16) & 0o777).toString(8);
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return modes;
}
