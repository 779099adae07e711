import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { App } from "cdktf";
import { bundle } from "../lib/bundle";
import { entriesOf, moduleFiles, replaceFolder, synthesize } from "../lib/module-writer";
import { propsFile } from "../lib/props-writer";
import { patternModules } from "../stacks";
import { exampleCode } from "../stacks/examples";

/** Generates terraform/, the props of the constructs and the examples' code from the sources. A second run changes no byte. */
async function main(): Promise<void> {
  const root = process.cwd();
  const app = new App({ outdir: join(root, "cdktf.out") });
  const modules = patternModules.map((module) => synthesize(module, app));
  const bundles = await bundle(root, { ...entriesOf(modules), ...exampleCode });

  const files = modules.flatMap((synthesized) =>
    [...moduleFiles(synthesized, bundles)].map(
      ([path, contents]) => [join(synthesized.module.name, path), contents] as const,
    ),
  );
  replaceFolder(join(root, "terraform"), new Map(files));
  for (const name of Object.keys(exampleCode)) write(join(root, `${name}.zip`), bundles.get(name)?.zip as Uint8Array);
  for (const [name, { sourceMap }] of bundles) write(join(root, "dist", "source-maps", `${name}.mjs.map`), sourceMap);
  for (const { name, inputs } of patternModules) {
    write(join(root, "modules", name, "props.ts"), propsFile(pascalCase(name), inputs.members));
  }
}

function write(path: string, contents: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, contents);
}

const pascalCase = (name: string): string =>
  name.replace(/(^|-)([a-z])/g, (_, _dash, letter: string) => letter.toUpperCase());

void main();
