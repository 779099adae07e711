/**
 * Runs a TypeScript program: `node scripts/run.mjs scripts/build.ts …`. esbuild joins the project's own files (packages stay
 * external) in about 30 ms, against 0.7 s for tsx and 2.2 s for ts-node.
 */
import module from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build, stop } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [program, ...args] = process.argv.slice(2);
const entry = resolve(program);
// Where its packages are found from. Never written: whoever kills this leaves nothing.
const filename = join(root, ".cache", "run.cjs");
const { outputFiles } = await build({
  entryPoints: [entry],
  bundle: true,
  write: false,
  platform: "node",
  format: "cjs",
  target: "node20",
  packages: "external",
  sourcemap: "inline",
  logLevel: "warning",
  define: { "import.meta.url": JSON.stringify(`file://${entry}`) },
});
// Else its process stays for as long as the program runs. A program that bundles starts another one.
await stop();
process.setSourceMapsEnabled(true);
// Since Node 22: compiled code of the packages, kept from run to run.
module.enableCompileCache?.();
process.argv = [process.argv[0], entry, ...args];
// What require() does with a file, and what the loaders of test runners do with text. node:vm knows no source maps.
const main = new module.Module(filename);
main.filename = filename;
main.paths = module._nodeModulePaths(dirname(filename));
main._compile(outputFiles[0].text, filename);
