import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Terraform } from "../../scripts/terraform";
import { patternModules } from "../../stacks";
import { temporaryFolder } from "../support/folders";
import { describeWithProviders, type Providers, writeJson } from "../support/terraform";

const root = join(__dirname, "../..");

interface Configuration {
  readonly path: string;
  /** Variables that a caller has to give. */
  readonly required: readonly string[];
  readonly providers: Providers;
}

const foldersIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(root, folder, entry.name));

/** The files of a configuration. `terraform validate` calls an empty folder valid, so one without any is an error here. */
function configurationFiles(path: string): string[] {
  const files = readdirSync(path).filter((name) => /\.tf(\.json)?$/.test(name));
  if (files.length === 0) throw new Error(`${path} holds no configuration`);
  return files.map((name) => join(path, name));
}

/** What a configuration needs of its caller, read from HCL or JSON. */
function configuration(path: string): Configuration {
  const files = configurationFiles(path).map((file) => readFileSync(file, "utf8"));
  const sources = [...files.join("\n").matchAll(/"?source"?\s*[:=]\s*"([\w-]+)\/([\w-]+)"/g)];
  const providers = sources.map(([, namespace, name]) => [name, { source: `${namespace}/${name}` }]);
  return { path, providers: Object.fromEntries(providers) as Providers, required: files.flatMap(requiredVariables) };
}

function requiredVariables(text: string): string[] {
  if (!text.startsWith("{")) {
    const blocks = [...text.matchAll(/^variable "(\w+)" \{$([\s\S]*?)^\}$/gm)];
    return blocks.flatMap(([, name, body]) => (/^ {2}default\s*=/m.test(body ?? "") ? [] : [name as string]));
  }
  const { variable = {} } = JSON.parse(text) as { variable?: Readonly<Record<string, object>> };
  return Object.entries(variable).flatMap(([name, block]) => ("default" in block ? [] : [name]));
}

/** An example of several teams is several configurations, a folder each. */
function rootsOf(example: string): string[] {
  const teams = foldersIn(relative(root, example));
  const hasOwn = readdirSync(example).some((name) => name.endsWith(".tf"));
  return hasOwn || teams.length === 0 ? [example] : teams;
}

const configurations = [...foldersIn("terraform"), ...foldersIn("examples").flatMap(rootsOf)].map(configuration);
const nameOf = ({ path }: Configuration): string => relative(root, path);
const needs = ({ providers }: Configuration): string => Object.keys(providers).sort().join(", ");

test("there is something to validate: every module, and examples", () => {
  expect(configurations.map(nameOf)).toEqual(
    expect.arrayContaining([...patternModules.map(({ name }) => `terraform/${name}`), "examples/queue-load-leveling"]),
  );
  expect(configurations.map(needs)).not.toContain("");
  expect(() => configurationFiles(temporaryFolder("empty"))).toThrow("holds no configuration");
});

interface Diagnostic {
  readonly severity: string;
  readonly detail: string;
  readonly range?: { readonly filename: string };
}

/** What is wrong within the configurations, all called by one root: a process for each would cost two seconds. */
async function errors(terraform: Terraform, folder: string, called: readonly Configuration[]): Promise<Diagnostic[]> {
  // A variable of the root has no value yet, and so is right for everything.
  const calls = called.map(({ path, required }, index) => [
    `call_${index}`,
    { source: relative(folder, path), ...Object.fromEntries(required.map((name) => [name, "${var.anything}"])) },
  ]);
  writeJson(folder, "main.tf.json", { variable: { anything: {} }, module: Object.fromEntries(calls) });
  await terraform.must(folder, ["init", "-no-color"]);
  const { stdout } = await terraform.run(folder, ["validate", "-json"]);
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: Diagnostic[] };
  return diagnostics.filter(({ severity }) => severity === "error");
}

/** A module with one error in it: were it not found, the others would not have been looked at either. */
function wrongModule(provider: string): Configuration {
  const path = temporaryFolder("wrong");
  const type = { aws: "aws_caller_identity", archive: "archive_file" }[provider] as string;
  writeJson(path, "main.tf.json", { data: { [type]: { wrong: { colour: "red" } } } });
  return { path, providers: {}, required: [] };
}

for (const group of new Set(configurations.map(needs))) {
  const members = configurations.filter((one) => needs(one) === group);
  describeWithProviders(`the schema of ${group}`, members[0]?.providers ?? {}, (terraform, folder) => {
    test(`finds ${members.map(nameOf).join(", ")} valid, and a wrong module wrong`, async () => {
      const wrong = wrongModule(group.split(", ")[0] as string);
      const found = await errors(terraform, folder, [...members, wrong]);
      expect(found.map(({ range }) => join(folder, range?.filename ?? ""))).toEqual(
        found.map(() => join(wrong.path, "main.tf.json")),
      );
      expect(found.map(({ detail }) => detail).join()).toContain('"colour"');
    });
  });
}
