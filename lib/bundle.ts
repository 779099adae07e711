import type { BuildOptions, Metafile, OutputFile } from "esbuild";
import { type Zippable, zipSync } from "fflate";
import { type BundledPackage, bundledPackages, NOTICES_FILE, noticesOf, unlicensed } from "./notices";
import { optionalPeer } from "./peers";

/** How handlers are bundled: with their packages, as ES modules. */
const HANDLER_OPTIONS = {
  outExtension: { ".js": ".mjs" },
  bundle: true,
  write: false,
  metafile: true,
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
  /** Whose code is in it, too. */
  readonly packages: readonly BundledPackage[];
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
  const { outputFiles, metafile } = await esbuild().build({
    ...HANDLER_OPTIONS,
    absWorkingDir: root,
    // Lambda hands credentials over in the environment; the SDK's chain for laptops (profiles, SSO, processes) costs 55 ms of a cold start.
    alias: { "@aws-sdk/credential-provider-node": "./functions/shared/credentials.ts" },
    entryPoints: { ...entries },
    outdir: "dist",
    sourcemap: "external",
    sourcesContent: false,
  });
  const outputOf = (name: string, extension: string): Uint8Array => {
    const made = outputFiles.find(({ path }) => path.endsWith(`/dist/${name}${extension}`));
    if (!made) throw new Error(`esbuild made no ${name}${extension}`);
    return made.contents;
  };
  return new Map(
    Object.keys(entries).map((name) => {
      const packages = bundledPackages(root, metafile.outputs[`dist/${name}.mjs`] as Metafile["outputs"][string]);
      const missing = unlicensed(packages);
      if (missing.length > 0) throw new Error(`${name} holds packages without a license: ${missing.join(", ")}`);
      return [name, { zip: zipped(outputOf(name, ".mjs"), packages), packages, sourceMap: outputOf(name, ".mjs.map") }];
    }),
  );
}

/** A handler's zip: its code, and what is to be said of the packages in it. */
function zipped(code: Uint8Array, packages: readonly BundledPackage[]): Uint8Array {
  const files = { "index.mjs": code };
  return zip(packages.length === 0 ? files : { ...files, [NOTICES_FILE]: Buffer.from(noticesOf(packages)) });
}

/** An optional peer: an app whose functions are built elsewhere does without it. */
const esbuild = () => optionalPeer<typeof import("esbuild")>("esbuild", "FunctionBundle", () => require("esbuild"));

/** A zip with sorted names and fixed dates. In this thread: starting fflate's own costs three times what they save. */
export function zip(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const sorted = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));
  // 0644 of Unix (3), as unzip and Lambda expect it; fflate would leave no permission at all.
  const entries = sorted.map(([name, bytes]) => [name, [bytes, { os: 3, attrs: 0o100644 << 16 }]] as const);
  return zipSync(Object.fromEntries(entries) as Zippable, ZIP_OPTIONS);
}

/**
 * Bundles and zips one handler at once, where there is no way to wait: a construct at synth. Of a package without a license its notices tell;
 * whether it may be used is for whoever uses it.
 */
export function bundleSync(entry: string): Uint8Array {
  const { outputFiles, metafile } = esbuild().buildSync({
    ...HANDLER_OPTIONS,
    entryPoints: { index: entry },
    outdir: ".",
  });
  const packages = bundledPackages(process.cwd(), metafile.outputs["index.mjs"] as Metafile["outputs"][string]);
  return zipped((outputFiles[0] as OutputFile).contents, packages);
}
