import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The project's own folder. Found from this file upwards, because a bundle of a program lies in `.cache/`, elsewhere than its source.
 */
export function projectFolder(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, "local", "ministack", "serve.py"))) {
    const parent = dirname(folder);
    if (parent === folder)
      throw new Error(`The local AWS does not find its folder local/ministack above ${__dirname}.`);
    folder = parent;
  }
  return folder;
}
