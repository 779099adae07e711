/**
 * Runs a TypeScript program: `node scripts/run.mjs scripts/build.ts …`. esbuild joins the project's own files (packages stay
 * external) in about 30 ms, against 0.7 s for tsx and 2.2 s for ts-node.
 */
import { rmSync } from "node:fs";
import module, { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [program, ...args] = process.argv.slice(2);
const entry = resolve(program);
// Beside node_modules, so that the bundle finds its packages; named by process, so that two runs do not meet.
const outfile = join(root, ".cache", `run-${process.pid}.cjs`);
// Not buildSync, which starts a process of its own: a program that bundles too finds this one running.
await build({
  entryPoints: [entry],
  outfile,
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  packages: "external",
  sourcemap: "inline",
  logLevel: "warning",
  define: { "import.meta.url": JSON.stringify(`file://${entry}`) },
});
process.setSourceMapsEnabled(true);
// Since Node 22: compiled code of the packages, kept from run to run.
module.enableCompileCache?.();
process.argv = [process.argv[0], entry, ...args];
try {
  createRequire(import.meta.url)(outfile);
} finally {
  rmSync(outfile, { force: true });
}
