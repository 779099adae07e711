/** What can be said of an upgrade without a deployment: e2e/upgrade.test.ts shows the rest. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { extractRelease, lastRelease, releaseFile } from "../../scripts/last-release";
import { patternModules } from "../../stacks";
import { temporaryFolder } from "../support/folders";
import { type Change, planOf } from "../support/plan";
import { describeRelease, runOn } from "../support/release";
import { describeWithProviders } from "../support/terraform";

const PROJECT = join(__dirname, "../..");
const release = lastRelease(PROJECT);

type Elements = Readonly<Record<string, Readonly<Record<string, object>>>>;
interface Document {
  readonly resource?: Elements;
  readonly module?: Readonly<Record<string, object>>;
  readonly variable?: Readonly<Record<string, { readonly default?: unknown }>>;
  readonly output?: Readonly<Record<string, object>>;
  readonly moved?: readonly { readonly from: string }[];
}

/** Addresses of resources and of called modules; with what makes several of one, which is a part of the address. */
function addressesOf({ resource = {}, module = {} }: Document): string[] {
  const several = (block: object) => ("for_each" in block ? '["…"]' : "");
  const resources = Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named).map(([name, block]) => `${type}.${name}${several(block)}`),
  );
  return [...resources, ...Object.entries(module).map(([name, block]) => `module.${name}${several(block)}`)];
}

/** Which addresses are no more, and have no `moved` block. */
function goneFrom(then: Document, now: Document): string[] {
  const known = new Set([...addressesOf(now), ...(now.moved ?? []).map(({ from }) => from)]);
  return addressesOf(then).filter((address) => !known.has(address) && !(address in release.upgrade.deleted));
}

describeRelease(`what release ${release.version} had`, () => {
  describe.each(patternModules.map(({ name }) => name))("of the module %s", (name) => {
    const documents = (read: (path: string) => string): Document =>
      Object.assign(
        {},
        ...["main", "variables", "outputs"].map((file) => JSON.parse(read(`terraform/${name}/${file}.tf.json`))),
      );
    const isNew = !existedThen(`terraform/${name}/main.tf.json`);
    const then: Document = isNew ? {} : documents((path) => releaseFile(PROJECT, path));
    const now = documents((path) => readFileSync(join(PROJECT, path), "utf8"));

    test("has the address that it had, or was moved", () => {
      expect(goneFrom(then, now)).toEqual([]);
    });

    test("is an input still, and no input is required that was not", () => {
      const required = ({ variable = {} }: Document) =>
        Object.entries(variable).flatMap(([input, block]) => ("default" in block ? [] : [input]));
      expect(Object.keys(now.variable ?? {})).toEqual(expect.arrayContaining(Object.keys(then.variable ?? {})));
      if (!isNew) expect(required(then)).toEqual(expect.arrayContaining(required(now)));
    });

    test("is an output still", () => {
      expect(Object.keys(now.output ?? {})).toEqual(expect.arrayContaining(Object.keys(then.output ?? {})));
    });
  });

  test("of apps with the constructs has the address that it had, where the app is what it was", () => {
    const then = temporaryFolder("then");
    extractRelease(PROJECT, then, ...APP, ...LIBRARY);
    const now = temporaryFolder("now");
    extractRelease(PROJECT, now, ...APP);
    for (const path of LIBRARY) cpSync(join(PROJECT, path), join(now, path), { recursive: true });
    const [before, after] = [synthesized(then), synthesized(now)];
    expect(Object.keys(before).length).toBeGreaterThan(0);
    expect(Object.keys(after)).toEqual(Object.keys(before));
    const gone = Object.entries(before).map(([stack, document]) => [stack, goneFrom(document, after[stack]!)]);
    expect(gone).toEqual(Object.keys(before).map((stack) => [stack, []]));
  });

  describeWithProviders("as a package of code", { archive: { source: "hashicorp/archive" } }, (terraform, folder) => {
    const change = async () => {
      const { resource_changes } = await planOf(terraform, folder, PACKAGED);
      const changes = resource_changes.filter(({ mode, change }) => mode === "managed" && !isNothing(change));
      await terraform.must(folder, ["apply", "-no-color", "plan"]);
      return changes.map(({ address, change }) => [address, change.actions]);
    };
    const put = (from: string) =>
      cpSync(join(from, "terraform/function-package"), join(folder, "package"), { recursive: true });

    test("goes on: what has the package is updated in place, once", async () => {
      mkdirSync(join(folder, "src"));
      writeFileSync(join(folder, "src/index.mjs"), "export const handler = async () => {};");
      const then = temporaryFolder("then");
      extractRelease(PROJECT, then, "terraform/function-package");
      put(then);
      expect(await change()).toEqual([["terraform_data.function", ["create"]]]);
      put(PROJECT);
      expect(await change()).toEqual([["terraform_data.function", ["update"]]]);
      expect(await change()).toEqual([]);
    });
  });
});

/** A root with a package, and what deploys it as a function would. */
const PACKAGED = {
  module: { package: { source: "./package", name: "worker", source_dir: "src" } },
  resource: {
    terraform_data: {
      function: { input: ["${module.package.filename}", "${module.package.source_code_hash}"] },
    },
  },
};

const isNothing = ({ actions }: Change): boolean => actions.join() === "no-op";

function existedThen(path: string): boolean {
  return spawnSync("git", ["-C", PROJECT, "cat-file", "-e", `${release.commit}:${path}`]).status === 0;
}

/** What users have, as the release's examples have it. */
const APP = ["stacks/examples", "examples"];
/** What they have from here. */
const LIBRARY = ["lib", "modules", "functions", "scripts/run.mjs", "terraform", "package.json"];

/** The examples' stacks by name. */
function synthesized(folder: string): Readonly<Record<string, Document>> {
  const files = readdirSync(join(folder, "stacks/examples")).filter((file) => file.endsWith(".ts"));
  const imports = files.map((file, index) => `import * as file${index} from "./stacks/examples/${file.slice(0, -3)}";`);
  const program = `
    import { App, TerraformStack } from "cdktf";
    ${imports.join("\n")}
    const app = new App({ outdir: "out" });
    for (const file of [${files.map((_, index) => `file${index}`)}])
      for (const Stack of Object.values(file)) if (Stack?.prototype instanceof TerraformStack) new Stack(app);
    app.synth();`;
  runOn(folder, program);
  const stacks = readdirSync(join(folder, "out/stacks")).sort();
  const read = (stack: string) => JSON.parse(readFileSync(join(folder, "out/stacks", stack, "cdk.tf.json"), "utf8"));
  return Object.fromEntries(stacks.map((stack) => [stack, read(stack) as Document]));
}
