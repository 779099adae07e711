import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "../../../lib/bundle";
import { AWS_PROVIDER } from "../../../lib/module-stack";
import { localProviderSettings } from "../../../local/provider";
import { writeJson } from "../../support/terraform";
import { type CallerPolicies, callerBlocks } from "./callers";
import { PROJECT, type RootOptions } from "./suite";

type Blocks = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** What a suite's root has. */
export interface RootDocument {
  /** Module calls; each one's outputs are an output of the root. */
  readonly modules: Readonly<Record<string, object>>;
  readonly callers: CallerPolicies<string>;
  readonly resources?: Blocks;
  readonly data?: Blocks;
  /**
   * Further configurations of the AWS provider, with the module calls that use each. A configuration is a process that makes functions of files one after
   * the other, 5 s each: calls with many are spread over some. More of them cost more processor time than they save.
   */
  readonly providers?: Readonly<Record<string, readonly string[]>>;
}

/** Writes the root's main.tf.json. */
export function writeRootDocument(options: RootOptions, document: RootDocument): void {
  const { folder, name, emulated } = options;
  const { modules, callers, resources = {}, data, providers = {} } = document;
  const settings = emulated ? localProviderSettings : {};
  const aliases = Object.keys(providers);
  const calls = Object.entries(modules).map(([key, call]) => {
    const alias = aliases.find((one) => providers[one]?.includes(key));
    return [key, alias ? { ...call, providers: { aws: `aws.${alias}` } } : call];
  });
  const { resource, output } = callerBlocks(name, callers);
  const moduleOutputs = Object.keys(modules).map((key) => [key, { value: `\${module.${key}}` }]);
  writeJson(folder, "main.tf.json", {
    terraform: { required_providers: { aws: AWS_PROVIDER } },
    provider: { aws: [settings, ...aliases.map((alias) => ({ ...settings, alias }))] },
    ...(data && { data }),
    module: Object.fromEntries(calls),
    resource: { ...resources, ...resource },
    output: { ...Object.fromEntries(moduleOutputs), ...output },
  });
}

/** Bundles functions of the suite into the root's folder: name of the zip without its ending → path of the TypeScript file. */
export async function writeBundles(folder: string, entries: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, { zip }] of await bundle(PROJECT, entries)) writeFileSync(join(folder, `${name}.zip`), zip);
}
