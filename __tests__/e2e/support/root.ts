import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "../../../lib/bundle";
import { AWS_PROVIDER } from "../../../lib/module-stack";
import { localProviderSettings } from "../../../local/provider";
import { writeJson } from "../../support/terraform";
import { type CallerPolicies, callerBlocks } from "./callers";
import { PROJECT, type RootOptions } from "./suite";

type Blocks = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** A call of a module, as the root has it. */
export type ModuleCall = Readonly<Record<string, unknown>> & { readonly source: string };

/** What a suite's root has. */
export interface RootDocument {
  /** Module calls; each one's outputs are an output of the root. */
  readonly modules: Readonly<Record<string, ModuleCall>>;
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
  const { folder, name, deployers } = options;
  const { modules, callers, resources = {}, data, providers = [providerSettings(options)] } = document;
  const { resource, output } = callerBlocks(name, callers);
  const moduleOutputs = Object.keys(modules).map((key) => [key, { value: `\${module.${key}}` }]);
  writeJson(folder, "main.tf.json", {
    terraform: { required_providers: { aws: AWS_PROVIDER } },
    variable: { revision: { type: "number", default: 1 } },
    provider: { aws: [...providers, ...deployerProviders(options)] },
    ...(data && { data }),
    module: Object.fromEntries(Object.entries(modules).map(([key, call]) => [key, deployed(call, deployers)])),
    resource: { ...resources, ...resource },
    output: { ...Object.fromEntries(moduleOutputs), ...output },
  });
}

/** A configuration of the provider for each who deploys a module. */
const deployerProviders = (options: RootOptions): object[] =>
  Object.entries(options.deployers).map(([alias, { accessKeyId, secretAccessKey }]) => ({
    ...providerSettings(options),
    alias,
    access_key: accessKeyId,
    secret_key: secretAccessKey,
  }));

/** A call of one of the project's modules by whoever deploys that; an example's has a provider of its own. */
function deployed(call: ModuleCall, deployers: RootOptions["deployers"]): object {
  const module = call.source.replace("./terraform/", "");
  return module in deployers ? { ...call, providers: { aws: `aws.${module}` } } : call;
}

/** Bundles functions of the suite into the root's folder: name of the zip without its ending → path of the TypeScript file. */
export async function writeBundles(folder: string, entries: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, { zip }] of await bundle(PROJECT, entries)) writeFileSync(join(folder, `${name}.zip`), zip);
}
