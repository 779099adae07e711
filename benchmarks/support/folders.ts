import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../../local/project";

/**
 * A folder in `.cache/benchmarks/` with links to folders of the project: programs that write into their working folder leave the
 * project's own files alone, and find its packages.
 */
export function linked(name: string, folders: readonly string[]): string {
  const folder = join(projectFolder(), ".cache", "benchmarks", name);
  mkdirSync(folder, { recursive: true });
  for (const link of folders) {
    rmSync(join(folder, link), { recursive: true, force: true });
    symlinkSync(join(projectFolder(), link), join(folder, link));
  }
  return folder;
}
