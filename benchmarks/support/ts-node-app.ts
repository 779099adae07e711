import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../../local/project";
import { linked } from "./folders";
import { run } from "./measure";

/**
 * ts-node as in the template's package.json, and the last TypeScript with the JavaScript API that it needs. In a folder of their own: this project
 * uses neither.
 */
const PACKAGES = { "ts-node": "10.9.2", typescript: "5.9.3" };

/** What our sources need beyond the template's compiler options: a current language and default imports of CommonJS packages. */
const OWN_OPTIONS = { target: "ES2022", lib: ["es2023"], esModuleInterop: true };

/**
 * This project's app as `cdktf init --template=typescript` would have it, in a folder below the project, which its packages are found from:
 * the same main.ts and sources, run by `npx ts-node main.ts` with the template's compiler options.
 */
export async function tsNodeApp(): Promise<string> {
  const folder = linked("ts-node", ["examples", "functions", "lib", "modules", "stacks"]);
  const template = join(projectFolder(), "node_modules", "cdktf-cli", "bundle", "templates", "typescript");
  cpSync(join(projectFolder(), "main.ts"), join(folder, "main.ts"));
  const { compilerOptions, ...rest } = JSON.parse(readFileSync(join(template, "tsconfig.json"), "utf8"));
  writeJson(folder, "tsconfig.json", { ...rest, compilerOptions: { ...compilerOptions, ...OWN_OPTIONS } });
  const project = JSON.parse(readFileSync(join(projectFolder(), "cdktf.json"), "utf8"));
  writeJson(folder, "cdktf.json", { ...project, app: "npx ts-node main.ts" });
  writeJson(folder, "package.json", { private: true, devDependencies: PACKAGES });
  if (!existsSync(join(folder, "node_modules", ".bin", "ts-node"))) {
    await run({ command: "npm", arguments: ["install", "--no-audit", "--no-fund"], cwd: folder });
  }
  return folder;
}

function writeJson(folder: string, name: string, value: unknown): void {
  writeFileSync(join(folder, name), `${JSON.stringify(value, undefined, 2)}\n`);
}
