import { build } from "esbuild";
import { type AsyncZippable, zip as compress } from "fflate";

/** Function code: its bundle as a zip, and the source map that reads its stack traces. */
export interface Bundle {
  readonly zip: Uint8Array;
  readonly sourceMap: Uint8Array;
}

/** DOS times know no zone and no year before 1980; any fixed one makes the bytes the same everywhere. */
const FIXED_DATE = "1980-01-01T00:00:00";

/**
 * Bundles handlers with their packages, one zip each, the same bytes on every machine: sorted names, fixed dates, and fflate instead of
 * zlib, whose bytes differ between versions of Node.
 * @param entries name → path of the TypeScript file that exports `handler`
 */
export async function bundle(root: string, entries: Readonly<Record<string, string>>): Promise<Map<string, Bundle>> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: { ...entries },
    outdir: "dist",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    write: false,
    minify: true,
    sourcemap: "external",
    sourcesContent: false,
    platform: "node",
    format: "esm",
    // Runs on the nodejs22.x runtime and on a laptop with Node 20.
    target: "node20",
    // CommonJS packages in an ES module still call require for Node's own modules.
    banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
    logLevel: "warning",
  });
  const contents = new Map(result.outputFiles.map((file) => [file.path, file.contents]));
  const outputOf = (name: string, extension: string): Uint8Array => {
    const path = [...contents.keys()].find((candidate) => candidate.endsWith(`/dist/${name}${extension}`));
    if (!path) throw new Error(`esbuild made no ${name}${extension}`);
    return contents.get(path) as Uint8Array;
  };
  const bundles = Object.keys(entries).map(async (name) => {
    const bundled = { zip: await zip({ "index.mjs": outputOf(name, ".mjs") }), sourceMap: outputOf(name, ".mjs.map") };
    return [name, bundled] as const;
  });
  return new Map(await Promise.all(bundles));
}

/** A zip with sorted names and fixed dates, compressed in a thread of its own. */
export function zip(files: Readonly<Record<string, Uint8Array>>): Promise<Uint8Array> {
  const sorted = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));
  // 0644 of Unix (3), as unzip and Lambda expect it; fflate would leave no permission at all.
  const entries = sorted.map(([name, bytes]) => [name, [bytes, { os: 3, attrs: 0o100644 << 16 }]] as const);
  return new Promise((resolve, reject) => {
    compress(Object.fromEntries(entries) as AsyncZippable, { level: 9, mtime: FIXED_DATE }, (error, bytes) =>
      error ? reject(error) : resolve(bytes),
    );
  });
}
