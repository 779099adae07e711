import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bundle } from "../../lib/bundle";
import { cachedBundle, SOURCE_MAPS } from "../../scripts/cached-bundle";
import { temporaryFolder } from "../support/folders";

const bytes = (text: string) => new TextEncoder().encode(text);
const SETTINGS = ["package.json", "package-lock.json", "tsconfig.json", "lib/bundle.ts", "lib/notices.ts"];
const PACKAGES = [{ name: "left-pad", version: "1.0.0", license: "MIT", texts: ["MIT License"] }];

/** A project whose bundles are the names of their entries, and how often they were made. */
function project() {
  const root = temporaryFolder("project");
  for (const folder of ["functions/shared", "lib"]) mkdirSync(join(root, folder), { recursive: true });
  const write = (path: string, text: string) => writeFileSync(join(root, path), text);
  for (const path of [...SETTINGS, "functions/shared/code.ts"]) write(path, "1");
  let made = 0;
  const bundle = cachedBundle(async (_, entries) => {
    made++;
    const bundleOf = (name: string): Bundle => ({
      zip: bytes(`${name} ${made}`),
      packages: PACKAGES,
      sourceMap: bytes("map"),
    });
    return new Map(Object.keys(entries).map((name) => [name, bundleOf(name)]));
  });
  const zips = async (entries: Record<string, string>) => {
    const bundles = await bundle(root, entries);
    mkdirSync(join(root, SOURCE_MAPS), { recursive: true });
    expect([...bundles.values()].map(({ packages }) => packages)).toEqual(Object.keys(entries).map(() => PACKAGES));
    return [...bundles].map(([name, { zip }]) => [name, Buffer.from(zip).toString()]);
  };
  return { root, write, zips };
}

test("the same sources are bundled once", async () => {
  const { zips } = project();
  const first = await zips({ "jobs/accept": "a.ts", other: "b.ts" });
  expect(first).toEqual([
    ["jobs/accept", "jobs/accept 1"],
    ["other", "other 1"],
  ]);
  expect(await zips({ "jobs/accept": "a.ts", other: "b.ts" })).toEqual(first);
});

test("they are bundled anew where their source maps are gone", async () => {
  const { root, zips } = project();
  await zips({ one: "a.ts" });
  rmSync(join(root, SOURCE_MAPS), { recursive: true });
  expect(await zips({ one: "a.ts" })).toEqual([["one", "one 2"]]);
});

test.each([...SETTINGS, "functions/shared/code.ts", "functions/new.ts"])(
  "a change of %s bundles anew",
  async (path) => {
    const { root, write, zips } = project();
    await zips({ one: "a.ts" });
    write(path, "2");
    expect(await zips({ one: "a.ts" })).toEqual([["one", "one 2"]]);
    expect(readdirSync(join(root, ".cache", "bundles"))).toHaveLength(1);
  },
);

test("what a build that was killed has left goes with the next one, and what another one is at stays", async () => {
  const { root, zips } = project();
  await zips({ one: "a.ts" });
  const folder = join(root, ".cache", "bundles");
  const [key] = readdirSync(folder);
  const ended = spawnSync(process.execPath, ["--eval", ""]).pid;
  for (const pid of [ended, process.ppid]) mkdirSync(join(folder, `${key}-${pid}`));
  rmSync(join(root, SOURCE_MAPS), { recursive: true });
  await zips({ one: "a.ts" });
  expect(readdirSync(folder).sort()).toEqual([key, `${key}-${process.ppid}`]);
});

test("other entries are bundled anew", async () => {
  const { zips } = project();
  await zips({ one: "a.ts" });
  expect(await zips({ one: "b.ts" })).toEqual([["one", "one 2"]]);
  expect(await zips({ two: "b.ts" })).toEqual([["two", "two 3"]]);
});
