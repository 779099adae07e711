import { join } from "node:path";
import { PATTERN_FUNCTIONS } from "../functions";
import { bundle } from "../lib/bundle";
import { NOTICES_FILE, noticesOf } from "../lib/notices";
import { exampleCode } from "../stacks/examples";
import { SOURCE_MAPS } from "./cached-bundle";

export type Files = Map<string, string | Uint8Array>;

export interface Generated {
  /** What is committed: path from the project's root → contents. */
  readonly committed: Files;
  /** Source maps of what was bundled just now, for reading stack traces; they would triple the modules' size and stay out of them. */
  readonly sourceMaps: Files;
}

/** Everything that is generated from the sources: the same bytes every time and everywhere. */
export async function generate(root: string, bundleAll = bundle): Promise<Generated> {
  const entries = entryPoints();
  const bundling = bundleAll(root, { ...entries, ...exampleCode });
  // esbuild works in a process of its own: what takes long to load is loaded meanwhile.
  const { synthesizeModules } = require("./synthesize") as typeof import("./synthesize");
  const { entriesOf, json, moduleFiles } = require("../lib/module-writer") as typeof import("../lib/module-writer");
  const { propsFile } = require("../lib/props-writer") as typeof import("../lib/props-writer");
  const { exampleDocuments } = require("../stacks/examples/documents") as typeof import("../stacks/examples/documents");

  const modules = synthesizeModules(root);
  const shipped = Object.keys(entriesOf(modules)).sort().join();
  const listed = Object.keys(entries).sort().join();
  if (shipped !== listed) throw new Error(`functions/index.ts lists ${listed}, but the stacks ship ${shipped}`);

  const bundles = await bundling;
  const committed: Files = new Map();
  for (const module of modules) {
    const { name, inputs } = module.module;
    const files = moduleFiles(module, bundles, modules);
    for (const [path, contents] of files) committed.set(join("terraform", name, path), contents);
    committed.set(join("modules", name, "props.ts"), propsFile(pascalCase(name), inputs.members));
  }
  const ofModules = Object.keys(entries).flatMap((name) => bundles.get(name)?.packages ?? []);
  committed.set(join("terraform", NOTICES_FILE), noticesOf(ofModules));
  for (const name of Object.keys(exampleCode)) committed.set(`${name}.zip`, bundles.get(name)?.zip ?? new Uint8Array());
  for (const [path, produce] of Object.entries(exampleDocuments)) committed.set(path, json(produce()));
  const sourceMaps = [...bundles].flatMap(([name, { sourceMap }]) =>
    sourceMap ? [[join(SOURCE_MAPS, `${name}.mjs.map`), sourceMap] as const] : [],
  );
  return { committed, sourceMaps: new Map(sourceMaps) };
}

function entryPoints(): Record<string, string> {
  const entries = Object.entries(PATTERN_FUNCTIONS).flatMap(([pattern, names]) =>
    names.map((name) => [`${pattern}/${name}`, `functions/${pattern}/${name}.ts`]),
  );
  return Object.fromEntries(entries);
}

const pascalCase = (name: string): string =>
  name.replace(/(^|-)([a-z])/g, (_, _dash, letter: string) => letter.toUpperCase());
