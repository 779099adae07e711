import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { App } from "cdktf";
import { zipSync } from "fflate";
import { ModuleStack } from "../../lib/module-stack";
import { temporaryFolder } from "./folders";
import { writeJson } from "./terraform";

export type Block = Record<string, unknown>;

/** What a stack renders, by kind, type and name. */
export interface Document {
  readonly resource?: Record<string, Record<string, Block>>;
  readonly data?: Record<string, Record<string, Block>>;
  readonly variable?: Record<string, Block>;
  readonly output?: Record<string, Block>;
  readonly terraform: { readonly required_providers?: unknown };
}

/** A module stack of its own app, filled by `fill`. */
export function moduleStack(fill: (stack: ModuleStack) => void = () => {}): ModuleStack {
  const stack = new ModuleStack(new App({ outdir: temporaryFolder("cdktf") }), "test");
  fill(stack);
  return stack;
}

/** What the stack renders. */
export function documentOf(stack: ModuleStack): Document {
  return stack.toTerraform() as unknown as Document;
}

/** The addresses of all resources (and data sources) of a document, sorted. */
export function addressesOf({ resource, data }: Document): string[] {
  const named = (groups: Document["resource"], prefix: string) =>
    Object.entries(groups ?? {}).flatMap(([type, group]) =>
      Object.keys(group).map((name) => `${prefix}${type}.${name}`),
    );
  return [...named(data, "data."), ...named(resource, "")].sort();
}

/** Writes the stack into a folder as `main.tf.json`, with a stand-in for each zip file that it speaks of. */
export function synthesize(stack: ModuleStack, folder = temporaryFolder("module")): string {
  const document = documentOf(stack);
  mkdirSync(folder, { recursive: true });
  writeJson(folder, "main.tf.json", document);
  for (const [, path] of JSON.stringify(document).matchAll(/\$\{path\.module\}\/([\w./-]+\.zip)/g)) {
    standIn(join(folder, path as string));
  }
  return folder;
}

/** A small zip file where the code of a function would be; the same bytes every time. */
export function standIn(path: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, zipSync({ "index.mjs": [new Uint8Array(), { mtime: "2000-01-01T00:00:00" }] }));
  return path;
}

/** Values for a configuration in JSON, where strings are templates. */
export function asArguments(values: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(values).replace(/[$%](?=\{)/g, "$&$&")) as Record<string, unknown>;
}
