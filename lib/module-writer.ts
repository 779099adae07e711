import type { Construct } from "constructs";
import { ownCodeOf } from "./archives";
import type { Bundle } from "./bundle";
import { DEPLOY_POLICY_FILE, deployPolicy, resourceTypes } from "./deploy-policy";
import type { ModuleStack } from "./module-stack";
import { readme } from "./readme";
import type { Members } from "./types";

/** A pattern as a Terraform module: what the writer needs to know beyond the stack. */
export interface PatternModule {
  /** Name of the folder, in kebab-case. */
  readonly name: string;
  /** What it is and what it is for, in a few sentences of Markdown. */
  readonly summary: string;
  /** Arguments of the smallest useful call, as HCL lines. */
  readonly usage: string;
  readonly inputs: { readonly members: Members };
  /** Further documents of the module: file name → JSON value. */
  readonly documents: Readonly<Record<string, () => unknown>>;
  make(scope: Construct): ModuleStack;
}

/** A synthesized module: the document and what it ships. */
export interface SynthesizedModule {
  readonly module: PatternModule;
  readonly stack: ModuleStack;
  readonly document: ModuleDocument;
}

export type Block = Readonly<Record<string, unknown>>;
export type Blocks = Readonly<Record<string, Readonly<Record<string, Block>>>>;

export interface ModuleDocument {
  readonly terraform: Block;
  readonly variable: Readonly<Record<string, Block>>;
  readonly output: Readonly<Record<string, Block>>;
  readonly locals?: Block;
  readonly data?: Blocks;
  readonly resource?: Blocks;
  readonly module?: Readonly<Record<string, Block>>;
  readonly moved?: readonly Block[];
}

export function synthesize(module: PatternModule, scope: Construct): SynthesizedModule {
  const stack = module.make(scope);
  stack.runAllValidations();
  return { module, stack, document: stack.toTerraform() as unknown as ModuleDocument };
}

/** Our own code that the modules ship, for the bundler: `<pattern>/<name>` → entry point. */
export function entriesOf(modules: readonly SynthesizedModule[]): Record<string, string> {
  const codes = modules.flatMap(({ stack }) => ownCodeOf(stack));
  return Object.fromEntries(
    codes.map(({ pattern, name }) => [`${pattern}/${name}`, `functions/${pattern}/${name}.ts`]),
  );
}

/** The files of a module: path below its folder → contents. Of the modules that it calls, it needs the documents. */
export function moduleFiles(
  synthesized: SynthesizedModule,
  bundles: ReadonlyMap<string, Bundle>,
  modules: readonly SynthesizedModule[] = [synthesized],
): Map<string, string | Uint8Array> {
  const { module, stack, document } = synthesized;
  const { terraform, variable, output, locals, data, resource, module: calls, moved } = document;
  const types = resourceTypes(document, (name) => documentOf(modules, name));
  const policy = deployPolicy(types);
  const files = new Map<string, string | Uint8Array>([
    ["versions.tf.json", json({ terraform })],
    ["variables.tf.json", json({ variable })],
    ["outputs.tf.json", json({ output })],
    [
      "main.tf.json",
      json({
        ...(locals && { locals }),
        ...(data && { data: sorted(data) }),
        ...(resource && { resource: sorted(resource) }),
        ...(calls && { module: calls }),
        ...(moved && { moved }),
      }),
    ],
    ["README.md", readme(synthesized, types)],
  ]);
  if (policy.Statement.length > 0) files.set(DEPLOY_POLICY_FILE, json(policy));
  for (const [name, produce] of Object.entries(module.documents)) files.set(name, json(produce()));
  for (const code of ownCodeOf(stack)) {
    const bundle = bundles.get(`${code.pattern}/${code.name}`);
    if (bundle) files.set(`functions/${code.name}.zip`, bundle.zip);
  }
  return files;
}

function documentOf(modules: readonly SynthesizedModule[], name: string): ModuleDocument {
  const found = modules.find(({ module }) => module.name === name);
  if (found === undefined) throw new Error(`there is no module ${name} to call`);
  return found.document;
}

function sorted(blocks: Blocks): Blocks {
  const byKey = <T>(record: Readonly<Record<string, T>>): [string, T][] =>
    Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(byKey(blocks).map(([type, group]) => [type, Object.fromEntries(byKey(group))]));
}

/** The text of a generated JSON file. */
export function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
