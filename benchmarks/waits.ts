/** Longest chain of waits of the AWS provider in an apply of each module, with everything that its inputs can turn on; of a spoke, one. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { App } from "cdktf";
import { synthesize } from "../lib/module-writer";
import { patternModules } from "../stacks";
import { report } from "./support/report";
import { longestWait, nodesOf, uploadedFunctions, type Waiting } from "./support/waits";

const outdir = mkdtempSync(join(tmpdir(), "waits-"));
try {
  const app = new App({ outdir });
  const documents = new Map(patternModules.map((module) => [module.name, synthesize(module, app).document]));
  const called = (source: string) => documents.get(basename(source)) as Waiting;
  const rows = [...documents].map(([name, document]) => {
    const nodes = nodesOf(document, called);
    const { waiting, seconds } = longestWait(nodes);
    return [name, waiting.length, seconds, uploadedFunctions(nodes).length, waiting.join(" → ") || "none"];
  });
  report([["module", "depth", "seconds", "functions uploaded in turn", "chain"], ...rows]);
} finally {
  rmSync(outdir, { recursive: true, force: true });
}
