import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Bundle, bundle } from "../lib/bundle";
import { removeAbandoned } from "../local/abandoned";

/** Where the build writes source maps. */
export const SOURCE_MAPS = join("dist", "source-maps");

/** What decides about the bytes of a bundle beside the functions' own code: the packages, and how they are joined. */
const SETTINGS = ["package.json", "package-lock.json", "tsconfig.json", "lib/bundle.ts", "lib/notices.ts"];

/**
 * Bundles handlers, or takes what was bundled of the very same sources before: most builds follow a change of the infrastructure. It believes the
 * lock file about the packages, so whoever changes something in node_modules by hand deletes `.cache/bundles`.
 */
export function cachedBundle(bundleAnew: typeof bundle): typeof bundle {
  return async (root, entries) => {
    const folder = join(root, ".cache", "bundles");
    const key = keyOf(root, entries);
    const kept = join(folder, key);
    // Maps are not kept twice: they are where the last build has written them.
    if (existsSync(kept) && existsSync(join(root, SOURCE_MAPS))) return read(kept, Object.keys(entries));
    const bundles = await bundleAnew(root, entries);
    // Written beside and moved, so that a build that is stopped leaves no half of one.
    mkdirSync(folder, { recursive: true });
    removeAbandoned(folder, key);
    const unfinished = `${kept}-${process.pid}`;
    for (const [name, { zip, packages }] of bundles) {
      mkdirSync(dirname(join(unfinished, name)), { recursive: true });
      writeFileSync(join(unfinished, `${name}.zip`), zip);
      writeFileSync(join(unfinished, `${name}.json`), JSON.stringify(packages));
    }
    // Another build may have been faster.
    if (existsSync(kept)) rmSync(unfinished, { recursive: true });
    else renameSync(unfinished, kept);
    for (const old of readdirSync(folder)) {
      if (!old.startsWith(key)) rmSync(join(folder, old), { recursive: true, force: true });
    }
    return bundles;
  };
}

function read(folder: string, names: readonly string[]): Map<string, Bundle> {
  const bundleOf = (name: string): Bundle => ({
    zip: readFileSync(join(folder, `${name}.zip`)),
    packages: JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")),
  });
  return new Map(names.map((name) => [name, bundleOf(name)]));
}

function keyOf(root: string, entries: Readonly<Record<string, string>>): string {
  const hash = createHash("sha256").update(JSON.stringify(entries));
  const code = readdirSync(join(root, "functions"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => join("functions", path));
  for (const path of [...SETTINGS, ...code.sort()]) hash.update(`\n${path}\n`).update(readFileSync(join(root, path)));
  return hash.digest("hex");
}
