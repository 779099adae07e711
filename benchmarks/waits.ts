/** Longest chain of waits of the AWS provider in an apply of each module, with everything that its inputs can turn on. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { synthesize } from "../lib/module-writer";
import { patternModules } from "../stacks";
import { report } from "./support/report";
import { longestWait, uploadedFunctions } from "./support/waits";

const outdir = mkdtempSync(join(tmpdir(), "waits-"));
try {
  const app = new App({ outdir });
  const rows = patternModules.map((module) => {
    const { resource = {} } = synthesize(module, app).document;
    const { waiting, seconds } = longestWait(resource);
    const uploads = uploadedFunctions(resource).length;
    return [module.name, waiting.length, seconds, uploads, waiting.join(" → ") || "none"];
  });
  report([["module", "depth", "seconds", "functions uploaded in turn", "chain"], ...rows]);
} finally {
  rmSync(outdir, { recursive: true, force: true });
}
