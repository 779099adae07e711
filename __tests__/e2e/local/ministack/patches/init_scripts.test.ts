import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../../../../../local/project";
import { localAwsPython } from "../../../../../local/python";
import { temporaryFolder } from "../../../../support/folders";

/** Says which scripts of a folder would run, without the patch and with it: the folders that count are the system's. */
const PROGRAM = `
import json, sys
sys.path.insert(0, sys.argv[1])
from ministack import app
before = app._collect_scripts(sys.argv[2])
from patches import init_scripts
init_scripts.install()
print(json.dumps([len(before), len(app._collect_scripts(sys.argv[2]))]))
`;

test("init_scripts: no script of another emulator is run, and without the patch it is", async () => {
  const folder = temporaryFolder("init");
  writeFileSync(join(folder, "seed.sh"), "");
  const args = ["-c", PROGRAM, join(projectFolder(), "local", "ministack"), folder];
  const said = execFileSync(await localAwsPython(), args, { encoding: "utf8" });
  expect(JSON.parse(said.trim().split("\n").at(-1) as string)).toEqual([1, 0]);
});
