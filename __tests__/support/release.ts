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
