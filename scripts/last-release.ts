/** The last release: what its commit holds, out of Git's history. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What an upgrade from the last release does in the root of the upgrade's suite, by address. */
export interface UpgradeChanges {
  readonly created: readonly string[];
  /** Which arguments are changed in place. */
  readonly updated: Readonly<Record<string, string>>;
  /** Why nothing is lost by it. */
  readonly replaced: Readonly<Record<string, string>>;
  /** Why it goes. */
  readonly deleted: Readonly<Record<string, string>>;
}

/** `.ci/last-release.json`. */
export interface LastRelease {
  readonly version: string;
  readonly commit: string;
  readonly upgrade: UpgradeChanges;
}

const FILE = ".ci/last-release.json";

/** Reads which release is the last. @param project folder of the project */
export function lastRelease(project: string): LastRelease {
  return JSON.parse(readFileSync(join(project, FILE), "utf8")) as LastRelease;
}

/** Why the last release cannot be had, and the cure; undefined where it can. */
export function missingRelease(project: string): string | undefined {
  const { version, commit } = lastRelease(project);
  const { status } = git(project, "cat-file", "-e", `${commit}^{commit}`);
  if (status === 0) return undefined;
  return (
    `release ${version} is commit ${commit} (${FILE}), and Git's history does not reach it here: clone with all of it ` +
    "(`git fetch --unshallow`; in GitHub Actions `fetch-depth: 0` for actions/checkout)"
  );
}

/** The text of a file of the last release. */
export function releaseFile(project: string, path: string): string {
  return must(git(project, "show", `${lastRelease(project).commit}:${path}`)).toString();
}

/** Writes files and folders of the last release into a folder, to the same places. */
export function extractRelease(project: string, folder: string, ...paths: readonly string[]): void {
  const archive = must(git(project, "archive", "--format=tar", lastRelease(project).commit, "--", ...paths));
  mkdirSync(folder, { recursive: true });
  must(spawnSync("tar", ["-x", "-C", folder], { input: archive }));
}

type Ran = Pick<ReturnType<typeof git>, "status" | "stdout" | "stderr" | "error">;

/** The archive of all modules has some megabytes. */
const MAX_BYTES = 256 * 1024 * 1024;

function git(project: string, ...args: readonly string[]) {
  return spawnSync("git", ["-C", project, ...args], { maxBuffer: MAX_BYTES });
}

function must({ status, stdout, stderr, error }: Ran): Buffer {
  if (status !== 0) throw error ?? new Error(stderr.toString());
  return stdout;
}
