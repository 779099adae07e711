import { join } from "node:path";
import { App } from "cdktf";
import { bundle } from "../lib/bundle";
import { entriesOf, moduleFiles, synthesize } from "../lib/module-writer";
import { propsFile } from "../lib/props-writer";
import { patternModules } from "../stacks";
import { exampleCode } from "../stacks/examples";

export type Files = Map<string, string | Uint8Array>;

export interface Generated {
  /** What is committed: path from the project's root → contents. */
  readonly committed: Files;
  /** Source maps of the bundles, for reading stack traces; they would triple the modules' size and stay out of them. */
  readonly sourceMaps: Files;
}

/** Everything that is generated from the sources: the same bytes every time and everywhere. */
export async function generate(root: string): Promise<Generated> {
  const app = new App({ outdir: join(root, "cdktf.out") });
  const modules = patternModules.map((module) => synthesize(module, app));
  const bundles = await bundle(root, { ...entriesOf(modules), ...exampleCode });
  const committed: Files = new Map();
  for (const module of modules) {
    const { name, inputs } = module.module;
    for (const [path, contents] of moduleFiles(module, bundles)) committed.set(join("terraform", name, path), contents);
    committed.set(join("modules", name, "props.ts"), propsFile(pascalCase(name), inputs.members));
  }
  for (const name of Object.keys(exampleCode)) committed.set(`${name}.zip`, bundles.get(name)?.zip ?? new Uint8Array());
  const sourceMaps = [...bundles].map(
    ([name, { sourceMap }]) => [join("dist", "source-maps", `${name}.mjs.map`), sourceMap] as const,
  );
  return { committed, sourceMaps: new Map(sourceMaps) };
}

const pascalCase = (name: string): string =>
  name.replace(/(^|-)([a-z])/g, (_, _dash, letter: string) => letter.toUpperCase());
