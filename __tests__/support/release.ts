import { spawnSync } from "node:child_process";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { missingRelease } from "../../scripts/last-release";
import { skip } from "./terraform";

const PROJECT = join(__dirname, "../..");

/** A suite that needs the last release. Where Git's history does not reach it, it is skipped, loudly; in CI it fails instead. */
export function describeRelease(name: string, body: () => void): void {
  const why = missingRelease(PROJECT);
  if (why === undefined) describe(name, body);
  else skip(name, why, body);
}

/** Runs a TypeScript program on sources that were put into a folder, with today's packages; returns what it wrote. */
export function runOn(folder: string, program: string): string {
  symlinkSync(join(PROJECT, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "main.ts"), program);
  const { status, stdout, stderr } = spawnSync("node", ["scripts/run.mjs", "main.ts"], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}
