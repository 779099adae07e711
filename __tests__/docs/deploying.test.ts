import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { unzipSync } from "fflate";
import { patternModules } from "../../stacks";
import { temporaryFolder } from "../support/folders";
import { describeTerraform, describeWithAws, writeJson } from "../support/terraform";

const root = join(__dirname, "../..");
const page = readFileSync(join(root, "docs", "deploying.md"), "utf8");

/** A busy machine needs some seconds for each command. */
const COMMANDS_WITHIN_MS = 120_000;

/** The code blocks of a language, in the page's order. */
const blocks = (language: string): string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map(([, code]) => code!);
const only = (language: string, part: string): string => {
  const found = blocks(language).filter((code) => code.includes(part));
  if (found.length !== 1) throw new Error(`docs/deploying.md has ${found.length} ${language} blocks with ${part}`);
  return found[0]!;
};

const environment = { ...process.env, PATH: [join(root, "node_modules", ".bin"), process.env["PATH"]].join(delimiter) };
const run = (cwd: string, command: string, ...args: string[]) =>
  execFileSync(command, args, { cwd, encoding: "utf8", env: environment, stdio: ["ignore", "pipe", "pipe"] });

/** A folder with the page's files, in which this project is installed as the package that it builds. */
function consumer(): string {
  const folder = temporaryFolder("deploying");
  mkdirSync(join(folder, "node_modules"));
  for (const name of ["@cdktf", "@types", "cdktf", "constructs", "esbuild", "typescript"])
    symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name));
  const own = join(folder, "node_modules", "terraform-aws-serverless-patterns");
  run(root, "tsc", "--project", "tsconfig.build.json", "--outDir", join(own, "dist"));
  cpSync(join(root, "package.json"), join(own, "package.json"));
  for (const part of ["terraform", "node_modules"]) symlinkSync(join(root, part), join(own, part));
  writeFileSync(join(folder, "worker.ts"), only("ts", "jobWorker"));
  writeFileSync(join(folder, "main.ts"), only("ts", "new App()"));
  writeFileSync(join(folder, "cdktf.json"), only("json", '"app"'));
  return folder;
}

describe("docs/deploying.md", () => {
  let folder: string;
  beforeAll(() => {
    folder = consumer();
  }, COMMANDS_WITHIN_MS);

  test(
    "packs a worker that Lambda finds under the default handler",
    () => {
      run(folder, "sh", "-euc", only("sh", "worker.zip"));
      const files = unzipSync(readFileSync(join(folder, "worker.zip")));
      expect(Object.keys(files)).toEqual(["index.js"]);
      const { handler } = createRequire(join(folder, "x.js"))("./build/index.js") as { readonly handler: unknown };
      expect(handler).toEqual(expect.any(Function));
    },
    COMMANDS_WITHIN_MS,
  );

  test(
    "packs it as the same bytes again, in another time zone",
    () => {
      const zip = (zone: string) => {
        // The zip of before would be taken up, with its times.
        rmSync(join(folder, "worker.zip"), { force: true });
        run(folder, "sh", "-euc", `export TZ=${zone}; ${only("sh", "worker.zip")}`);
        return readFileSync(join(folder, "worker.zip")).toString("base64");
      };
      expect(zip("Pacific/Kiritimati")).toBe(zip("America/New_York"));
    },
    COMMANDS_WITHIN_MS,
  );

  test("asks for the peers, at the versions that are tested here", () => {
    const asked = JSON.parse(only("json", '"dependencies"'));
    const own = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const { [own.name]: version, ...peers } = asked.dependencies;
    expect(version).toBe(own.version);
    const tested = (names: object) =>
      Object.fromEntries(Object.keys(names).map((name) => [name, own.devDependencies[name]]));
    expect(peers).toEqual(tested(peers));
    expect(asked.devDependencies).toEqual(tested(asked.devDependencies));
    const optional = Object.keys(own.peerDependenciesMeta);
    const required = Object.keys(own.peerDependencies).filter((name) => !optional.includes(name));
    expect(Object.keys(peers).sort()).toEqual(required.sort());
    for (const name of optional) expect(page).toContain(`\`${name}\``);
  });

  test(
    "has an app that is typed and synthesizes",
    () => {
      const compilerOptions = { strict: true, target: "es2022", module: "node16", types: ["node"], skipLibCheck: true };
      writeJson(folder, "tsconfig.json", {
        compilerOptions: { ...compilerOptions, noEmit: true },
        files: ["main.ts"],
      });
      run(folder, "tsc", "--project", folder);
      const { app } = JSON.parse(readFileSync(join(folder, "cdktf.json"), "utf8")) as { readonly app: string };
      run(folder, "sh", "-euc", app);
      const stack = JSON.parse(readFileSync(join(folder, "cdktf.out", "stacks", "jobs", "cdk.tf.json"), "utf8"));
      expect(Object.keys(stack.output)).toEqual(["jobs_api"]);
      expect(Object.keys(stack.resource.aws_lambda_function)).toHaveLength(6);
    },
    COMMANDS_WITHIN_MS,
  );

  test("names stacks that main.ts has", () => {
    const names = [...page.matchAll(/cdktf (?:deploy|output|destroy) ([\w-]+-example)/g)].map(([, name]) => name!);
    const sources = ["coffee-shop", "products-api", "queue-load-leveling"].map((example) =>
      readFileSync(join(root, "stacks", "examples", `${example}.ts`), "utf8"),
    );
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !sources.some((source) => source.includes(`super(scope, "${name}")`)))).toEqual([]);
  });

  test("calls modules that there are", () => {
    const names = [...page.matchAll(/\/\/terraform\/([\w-]+)/g)].map(([, name]) => name!);
    expect(names.length).toBeGreaterThan(0);
    expect(patternModules.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
  });
});

describeWithAws("docs/deploying.md, a module from git", (terraform, folder) => {
  test(
    "is fetched with its neighbours, at the tag, and is valid",
    async () => {
      const repository = temporaryFolder("repository");
      cpSync(join(root, "terraform"), join(repository, "terraform"), { recursive: true });
      const git = (...args: string[]) =>
        run(repository, "git", "-c", "user.name=x", "-c", "user.email=x@example.com", ...args);
      git("init", "--quiet");
      git("add", ".");
      git("commit", "--quiet", "--message", "The modules");
      git("tag", "v0.1.0");
      const call = only("hcl", "git::").replace(/git::https:[^"]*?\.git/, `git::file://${repository}`);
      const [, source] = /source = "([^"]*)"/.exec(call)!;
      const hub = source!.replace("queue-load-leveling", "pub-sub");
      const topic = `module "orders" {\n  source = "${hub}"\n  name = "orders"\n  subscribers = { ledger = { mode = "queue" } }\n}\n`;
      writeFileSync(join(folder, "main.tf"), `${call}\n${topic}`);
      writeFileSync(join(folder, "worker.zip"), readFileSync(join(root, "examples/queue-load-leveling/worker.zip")));
      await terraform.must(folder, ["init", "-no-color", "-backend=false"]);
      await terraform.must(folder, ["validate", "-no-color"]);
    },
    COMMANDS_WITHIN_MS,
  );
});

describeTerraform("the README of a module", (terraform) => {
  test.each(["pub-sub", "queue-load-leveling", "subscriber", "web-service"])(
    "fills the deploy policy of %s with Terraform's own words",
    async (name) => {
      const top = temporaryFolder("readme");
      symlinkSync(join(root, "terraform"), join(top, "terraform"));
      const folder = join(top, "team", "root");
      mkdirSync(folder, { recursive: true });
      const [, call] = /policy = (templatefile\(.*?^ {2}\}\))/ms.exec(
        readFileSync(join(root, "terraform", name, "README.md"), "utf8"),
      )!;
      writeFileSync(join(folder, "main.tf"), `output "policy" {\n  value = jsondecode(${call})\n}\n`);
      await terraform.must(folder, ["init", "-no-color"]);
      await terraform.must(folder, ["apply", "-auto-approve", "-no-color"]);
      const text = await terraform.must(folder, ["output", "-json", "policy"]);
      expect(text).not.toContain("${");
      const roles = JSON.parse(text).Statement.find(({ Sid }: { Sid: string }) => Sid === "Roles");
      expect(roles.Resource).toEqual(["arn:aws:iam::123456789012:role/orders-*"]);
    },
    COMMANDS_WITHIN_MS,
  );
});
