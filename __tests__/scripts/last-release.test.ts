import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { extractRelease, lastRelease, missingRelease, releaseFile } from "../../scripts/last-release";
import { temporaryFolder } from "../support/folders";
import { describeRelease } from "../support/release";

const PROJECT = join(__dirname, "../..");

describe("a project with a release in its history", () => {
  const origin = temporaryFolder("origin");
  const git = (folder: string, ...args: readonly string[]) => {
    const who = ["-c", "user.name=e2e", "-c", "user.email=e2e@example.com", "-c", "init.defaultBranch=main"];
    const { status, stdout, stderr } = spawnSync("git", ["-C", folder, ...who, ...args], { encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    return stdout.trim();
  };
  const commit = (files: Readonly<Record<string, string>>) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(origin, path, ".."), { recursive: true });
      writeFileSync(join(origin, path), text);
    }
    git(origin, "add", "--all");
    git(origin, "commit", "--quiet", "--message", "A commit");
    return git(origin, "rev-parse", "HEAD");
  };
  const cloned = (...options: readonly string[]) => {
    const folder = temporaryFolder("clone");
    git(folder, "clone", "--quiet", ...options, `file://${origin}`, ".");
    return folder;
  };

  let released: string;
  beforeAll(() => {
    git(origin, "init", "--quiet");
    released = commit({
      "terraform/pattern/main.tf.json": "then",
      "functions/code.ts": "then",
      "package.json": "then",
    });
    const release = { version: "0.1.0", commit: released, upgrade: {} };
    commit({ ".ci/last-release.json": JSON.stringify(release), "terraform/pattern/main.tf.json": "now" });
  });

  test("finds it in a clone, and takes what was asked for out of it, as it was then", () => {
    const clone = cloned();
    expect(missingRelease(clone)).toBeUndefined();
    expect(lastRelease(clone)).toMatchObject({ version: "0.1.0", commit: released });
    expect(releaseFile(clone, "package.json")).toBe("then");
    const folder = join(temporaryFolder("extracted"), "new");
    extractRelease(clone, folder, "terraform", "functions");
    expect(readFileSync(join(folder, "terraform/pattern/main.tf.json"), "utf8")).toBe("then");
    expect(readFileSync(join(folder, "functions/code.ts"), "utf8")).toBe("then");
    expect(() => readFileSync(join(folder, "package.json"))).toThrow(/ENOENT/);
  });

  test("says what to do in a shallow clone, and where there is no history at all", () => {
    const why = new RegExp(`^release 0\\.1\\.0 is commit ${released} .*git fetch --unshallow.*fetch-depth: 0`);
    expect(missingRelease(cloned("--depth=1"))).toMatch(why);
    const bare = temporaryFolder("unpacked");
    mkdirSync(join(bare, ".ci"));
    writeFileSync(join(bare, ".ci/last-release.json"), readFileSync(join(origin, ".ci/last-release.json")));
    expect(missingRelease(bare)).toMatch(why);
  });

  test("tells what Git said when there is no such file", () => {
    expect(() => releaseFile(cloned(), "no-file")).toThrow(/no-file/);
    expect(() => extractRelease(cloned(), temporaryFolder("none"), "no-folder")).toThrow(/no-folder/);
  });
});

describeRelease("the last release", () => {
  const { version, commit } = lastRelease(PROJECT);
  const versionOf = (text: string) => (JSON.parse(text) as { readonly version: string }).version;
  const changes = readFileSync(join(PROJECT, "CHANGELOG.md"), "utf8");
  const versions = [...changes.matchAll(/^## (\d+\.\d+\.\d+)$/gm)].map(([, found]) => found);

  test("is a whole commit id, whose package has its version", () => {
    expect(commit).toMatch(/^[0-9a-f]{40}$/);
    expect(versionOf(releaseFile(PROJECT, "package.json"))).toBe(version);
  });

  test("is in the changelog, as the newest or, while a release is made, before the version of the package", () => {
    const own = versionOf(readFileSync(join(PROJECT, "package.json"), "utf8"));
    expect(versions.slice(0, own === version ? 1 : 2)).toEqual(own === version ? [version] : [own, version]);
  });
});
