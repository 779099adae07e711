import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { bundle } from "../lib/bundle";
import { withoutTokenTraces } from "../lib/token-traces";
import { cachedBundle } from "./cached-bundle";
import { generate } from "./generate";

/** Writes everything that is generated; what is in terraform/ and no longer generated is gone. */
async function main(): Promise<void> {
  const root = process.cwd();
  const { committed, sourceMaps } = await generate(root, cachedBundle(bundle));
  rmSync(join(root, "terraform"), { recursive: true, force: true });
  for (const [path, contents] of [...committed, ...sourceMaps]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), contents);
  }
}

withoutTokenTraces();
void main();
