import { join } from "node:path";
import { App } from "cdktf";
import { type SynthesizedModule, synthesize } from "../lib/module-writer";
import { patternModules } from "../stacks";

/** Every pattern's module, synthesized in memory. */
export function synthesizeModules(root: string): SynthesizedModule[] {
  const app = new App({ outdir: join(root, "cdktf.out") });
  return patternModules.map((module) => synthesize(module, app));
}
