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
  /** Configurations of the AWS provider. Default: one. */
  readonly providers?: readonly object[];
}

/** How the AWS provider finds its target. */
export const providerSettings = ({ emulated }: RootOptions): object => (emulated ? localProviderSettings : {});

/** Writes the root's main.tf.json. */
export function writeRootDocument(options: RootOptions, document: RootDocument): void {
  const { folder, name } = options;
  const { modules, callers, resources = {}, data, providers = [providerSettings(options)] } = document;
  const { resource, output } = callerBlocks(name, callers);
  const moduleOutputs = Object.keys(modules).map((key) => [key, { value: `\${module.${key}}` }]);
  writeJson(folder, "main.tf.json", {
    terraform: { required_providers: { aws: AWS_PROVIDER } },
    provider: { aws: providers },
    ...(data && { data }),
    module: modules,
    resource: { ...resources, ...resource },
    output: { ...Object.fromEntries(moduleOutputs), ...output },
  });
}

/** Bundles functions of the suite into the root's folder: name of the zip without its ending → path of the TypeScript file. */
export async function writeBundles(folder: string, entries: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, { zip }] of await bundle(PROJECT, entries)) writeFileSync(join(folder, `${name}.zip`), zip);
}
