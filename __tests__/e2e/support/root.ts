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

/** What a suite's root has. */
export interface RootDocument {
  /** Module calls; each one's outputs are an output of the root. */
  readonly modules: Readonly<Record<string, object>>;
  readonly callers: CallerPolicies<string>;
  readonly resources?: Blocks;
  /** Calls whose every output a consumer uses in the same apply. */
  readonly consumed?: readonly Consumed[];
  readonly data?: Blocks;
}

/** Writes the root's main.tf.json. */
export function writeRootDocument({ folder, name, emulated }: RootOptions, document: RootDocument): void {
  const { modules, callers, resources = {}, consumed = [], data } = document;
  const { resource, output } = callerBlocks(name, callers);
  const moduleOutputs = Object.keys(modules).map((key) => [key, { value: `\${module.${key}}` }]);
  writeJson(folder, "main.tf.json", {
    terraform: { required_providers: { aws: AWS_PROVIDER } },
    provider: { aws: emulated ? localProviderSettings : {} },
    ...(data && { data }),
    module: modules,
    resource: [resources, resource, ...consumed.map((call) => consumers(name, call))].reduce<Blocks>(joined, {}),
    output: { ...Object.fromEntries(moduleOutputs), ...output },
  });
}

/** Blocks of one type go together. */
function joined(left: Blocks, right: Blocks): Blocks {
  const types = Object.keys({ ...left, ...right });
  return Object.fromEntries(types.map((type) => [type, { ...left[type], ...right[type] }]));
}

/** Bundles functions of the suite into the root's folder: name of the zip without its ending → path of the TypeScript file. */
export async function writeBundles(folder: string, entries: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, { zip }] of await bundle(PROJECT, entries)) writeFileSync(join(folder, `${name}.zip`), zip);
}
