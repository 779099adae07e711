import { type BuildOptions, build, buildSync, type OutputFile } from "esbuild";
import { type Zippable, zipSync } from "fflate";

/** How handlers are bundled: with their packages, as ES modules. */
const HANDLER_OPTIONS = {
  outExtension: { ".js": ".mjs" },
  bundle: true,
  write: false,
  minify: true,
  platform: "node",
  format: "esm",
  // Runs on the nodejs22.x runtime and on a laptop with Node 20.
  target: "node20",
  // ES modules before CommonJS: esbuild leaves out what is not used, a third of the SDK.
  mainFields: ["module", "main"],
  // CommonJS packages in an ES module still call require for Node's own modules.
  banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
  logLevel: "warning",
} as const satisfies BuildOptions;

/** Function code: its bundle as a zip, and, where it was bundled just now, the source map that reads its stack traces. */
export interface Bundle {
  readonly zip: Uint8Array;
  readonly sourceMap?: Uint8Array;
}

/** DOS times know no zone and no year before 1980; any fixed one makes the bytes the same everywhere. */
const ZIP_OPTIONS = { level: 9, mtime: "1980-01-01T00:00:00" } as const;

/**
 * Bundles handlers with their packages, one zip each, the same bytes on every machine: sorted names, fixed dates, and fflate instead of
 * zlib, whose bytes differ between versions of Node.
 * @param entries name → path of the TypeScript file that exports `handler`
 */
export async function bundle(root: string, entries: Readonly<Record<string, string>>): Promise<Map<string, Bundle>> {
  const result = await build({
    ...HANDLER_OPTIONS,
    absWorkingDir: root,
    // Lambda hands credentials over in the environment; the SDK's chain for laptops (profiles, SSO, processes) costs 55 ms of a cold start.
    alias: { "@aws-sdk/credential-provider-node": "./functions/shared/credentials.ts" },
    entryPoints: { ...entries },
    outdir: "dist",
    sourcemap: "external",
    sourcesContent: false,
  });
  const contents = new Map(result.outputFiles.map((file) => [file.path, file.contents]));
  const outputOf = (name: string, extension: string): Uint8Array => {
    const path = [...contents.keys()].find((candidate) => candidate.endsWith(`/dist/${name}${extension}`));
    if (!path) throw new Error(`esbuild made no ${name}${extension}`);
    return contents.get(path) as Uint8Array;
  };
  return new Map(
    Object.keys(entries).map((name) => [
      name,
      { zip: zip({ "index.mjs": outputOf(name, ".mjs") }), sourceMap: outputOf(name, ".mjs.map") },
    ]),
  );
}

/** A zip with sorted names and fixed dates. In this thread: starting fflate's own costs three times what they save. */
export function zip(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const sorted = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));
  // 0644 of Unix (3), as unzip and Lambda expect it; fflate would leave no permission at all.
  const entries = sorted.map(([name, bytes]) => [name, [bytes, { os: 3, attrs: 0o100644 << 16 }]] as const);
  return zipSync(Object.fromEntries(entries) as Zippable, ZIP_OPTIONS);
}

/** Bundles and zips one handler at once, where there is no way to wait: a construct at synth. */
export function bundleSync(entry: string): Uint8Array {
  const { outputFiles } = buildSync({ ...HANDLER_OPTIONS, entryPoints: { index: entry }, outdir: "." });
  return zip({ "index.mjs": (outputFiles[0] as OutputFile).contents });
}
