import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { projectFolder } from "../../../local/project";
import { localAwsPython } from "../../../local/python";

/** Binds to what its arguments say and tells what came of it. */
const PROGRAM = `
import socket, sys
sys.path.insert(0, sys.argv[1])
import loopback
loopback.only()
for host in sys.argv[2:]:
    kind = socket.AF_INET6 if ":" in host else socket.AF_INET
    for protocol in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        try:
            with socket.socket(kind, protocol) as one:
                one.bind((host, 0))
                print("bound")
        except PermissionError:
            print("refused")
`;

test.each([
  ["127.0.0.1", "bound"],
  ["0.0.0.0", "refused"],
  ["", "refused"],
  ["::", "refused"],
  ["255.255.255.255", "refused"],
])("a process that listens on this machine only, asked for %p: %s", async (host, outcome) => {
  const folder = join(projectFolder(), "local", "ministack");
  const said = execFileSync(await localAwsPython(), ["-c", PROGRAM, folder, host], { encoding: "utf8" });
  expect(said.trim().split("\n")).toEqual([outcome, outcome]);
});
