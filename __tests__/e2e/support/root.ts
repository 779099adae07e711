import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "../../../lib/bundle";
import { AWS_PROVIDER } from "../../../lib/module-stack";
import { localProviderSettings } from "../../../local/provider";
import { writeJson } from "../../support/terraform";
import { type CallerPolicies, callerBlocks } from "./callers";
import { type Consumed, consumers } from "./consumers";
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
  /** Calls whose every output a consumer uses in the same apply. */
  readonly consumed?: readonly Consumed[];
  readonly data?: Blocks;
  /**
   * Module calls that have a provider process of their own, by its name. A process makes functions of files one after the other, 5 s each: calls with many
   * are spread over some. More of them cost more processor time than they save.
   */
  readonly processes?: Processes;
}

type Processes = Readonly<Record<string, readonly string[]>>;

/** Writes the root's main.tf.json. */
export function writeRootDocument(options: RootOptions, document: RootDocument): void {
  const { folder, name } = options;
  const { modules, callers, resources = {}, consumed = [], data, processes = {} } = document;
  const providers = providersOf(options, modules, processes);
  const { resource, output } = callerBlocks(name, callers);
  const moduleOutputs = Object.keys(modules).map((key) => [key, { value: `\${module.${key}}` }]);
  writeJson(folder, "main.tf.json", {
    terraform: { required_providers: { aws: AWS_PROVIDER } },
    variable: { revision: { type: "number", default: 1 } },
    provider: {
      aws: [settingsOf(options), ...new Map(Object.values(providers).map((one) => [one.alias, one])).values()],
    },
    ...(data && { data }),
    module: Object.fromEntries(
      Object.entries(modules).map(([key, call]) => [
        key,
        key in providers ? { ...call, providers: { aws: `aws.${providers[key]?.alias}` } } : call,
      ]),
    ),
    resource: [resources, resource, ...consumed.map((call) => consumers(name, call))].reduce<Blocks>(joined, {}),
    output: { ...Object.fromEntries(moduleOutputs), ...output },
  });
}

/** Blocks of one type go together. */
function joined(left: Blocks, right: Blocks): Blocks {
  const types = Object.keys({ ...left, ...right });
  return Object.fromEntries(types.map((type) => [type, { ...left[type], ...right[type] }]));
}

/** How the AWS provider finds its target. */
const settingsOf = ({ emulated }: RootOptions): object => (emulated ? localProviderSettings : {});

/**
 * The provider's configuration for each call that does not take the root's: it has the keys of whoever deploys the project's module, and a process of its
 * own if so wished. An example has a provider of its own.
 */
function providersOf(
  options: RootOptions,
  modules: RootDocument["modules"],
  processes: Processes,
): Readonly<Record<string, { readonly alias: string }>> {
  const settings = settingsOf(options);
  const found = Object.entries(modules).flatMap(([key, { source }]) => {
    const module = source.replace("./terraform/", "");
    const deployer = options.deployers[module];
    const process = Object.keys(processes).find((name) => processes[name]?.includes(key));
    const alias = [deployer && module, process].filter(Boolean).join("_");
    const keys = deployer && { access_key: deployer.accessKeyId, secret_key: deployer.secretAccessKey };
    return alias === "" ? [] : [[key, { ...settings, alias, ...keys }] as const];
  });
  return Object.fromEntries(found);
}

/** Bundles functions of the suite into the root's folder: name of the zip without its ending → path of the TypeScript file. */
export async function writeBundles(folder: string, entries: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, { zip }] of await bundle(PROJECT, entries)) writeFileSync(join(folder, `${name}.zip`), zip);
}
