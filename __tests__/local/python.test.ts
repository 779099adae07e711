import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { localAwsPython } from "../../local/python";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "python-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A `python3` that does what the script says. */
function fakePython(script: string): string {
  const file = join(folder, "python3");
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return folder;
}

test.each([
  ["no Python at all", ""],
  ["a Python that is too old or has no venv", "exit 1"],
])("%s ends with one message that names the cure", async (_, script) => {
  const path = script === "" ? folder : fakePython(script);
  await expect(localAwsPython({ path, cacheFolder: folder })).rejects.toThrow(/Python 3\.10 or newer.*apt install/s);
});

test("packages that cannot be installed end with one message, and leave nothing half-made", async () => {
  const path = fakePython('case "$1" in -c) exit 0 ;; *) echo "no route to index" >&2; exit 1 ;; esac');
  const cacheFolder = join(folder, "cache");
  await expect(localAwsPython({ path, cacheFolder })).rejects.toThrow(
    /Check that pip reaches a package index.*no route to index/s,
  );
  expect(readdirSync(cacheFolder)).toEqual([]);
});

test("the half-made environment of a run that was killed is removed, one of a run at work is not", async () => {
  const path = fakePython('case "$1" in -c) exit 0 ;; *) exit 1 ;; esac');
  const cacheFolder = join(folder, "cache");
  const { pid: ended } = spawnSync(process.execPath, ["--version"]);
  for (const pid of [ended, process.ppid])
    mkdirSync(join(cacheFolder, `venv-0123456789ab-${pid}`), { recursive: true });
  await expect(localAwsPython({ path, cacheFolder })).rejects.toThrow("could not install");
  expect(readdirSync(cacheFolder)).toEqual([`venv-0123456789ab-${process.ppid}`]);
});
