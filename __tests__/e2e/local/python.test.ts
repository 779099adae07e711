import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventually } from "./support";

const PROJECT = join(__dirname, "../../..");

test.each(["SIGINT", "SIGKILL"] as const)(
  "a run that ends by %s while it installs leaves no process and no half-made environment",
  async (signal) => {
    const cacheFolder = mkdtempSync(join(tmpdir(), "installing-"));
    const installing = [join(PROJECT, "scripts", "run.mjs"), join(__dirname, "fixtures", "installing.ts"), cacheFolder];
    const parent = spawn(process.execPath, installing, { cwd: PROJECT, stdio: "ignore" });
    const processes = () => execFileSync("ps", ["-eo", "args"], { encoding: "utf8" }).split(cacheFolder).length - 1;
    try {
      await eventually("the environment to be begun", async () =>
        readdirSync(cacheFolder).some((draft) => existsSync(join(cacheFolder, draft, "bin", "python"))),
      );
      expect(processes()).toBeGreaterThan(1);
      parent.kill(signal);
      await eventually("everything to be gone", async () => processes() === 0 && readdirSync(cacheFolder).length === 0);
    } finally {
      parent.kill("SIGKILL");
      rmSync(cacheFolder, { recursive: true, force: true });
    }
  },
  60_000,
);
