/** Time of `npm run build`, beside the least that it could take and beside `cdktf synth` of the same stacks with ts-node. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../local/project";
import { linked } from "./support/folders";
import { interleaved, type Program, run, runArguments } from "./support/measure";
import { report } from "./support/report";
import { tsNodeApp } from "./support/ts-node-app";

/** The slowest subject takes more than ten seconds a round. */
const ROUNDS = 5;

/** Node's start, the packages that a generator cannot do without, and a synth of nothing. */
const FLOOR =
  'const { App } = require("cdktf"); require("esbuild"); new App({ outdir: ".cache/benchmarks/floor" }).synth();';

/** What the build reads of the project. */
const SOURCES = ["functions", "lib", "package.json", "package-lock.json", "tsconfig.json"];

/** No telemetry: it would wait for the network. */
const QUIET = { CHECKPOINT_DISABLE: "1" };

async function main(): Promise<void> {
  const cdktf = join(projectFolder(), "node_modules", ".bin", "cdktf");
  const output = join(projectFolder(), ".cache", "benchmarks", "synth");
  const build = { arguments: runArguments("scripts/build.ts"), cwd: linked("build", SOURCES) };
  const anew = { ...build, cwd: linked("build-anew", SOURCES) };
  const subjects: (readonly [name: string, program: Program])[] = [
    ["floor: node, cdktf, esbuild, empty synth", { arguments: ["-e", FLOOR] }],
    ["npm run build", build],
    ["npm run build, all functions bundled anew", anew],
    ["cdktf synth, app by esbuild", { arguments: [cdktf, "synth", "--output", output], environment: QUIET }],
    ["cdktf synth, app by ts-node", { arguments: [cdktf, "synth"], cwd: await tsNodeApp(), environment: QUIET }],
  ];
  // What is bundled already is the usual case.
  await run(build);
  const times = await interleaved(ROUNDS, subjects, async ([, program]) => {
    if (program === anew) rmSync(join(anew.cwd, ".cache"), { recursive: true, force: true });
    return (await run(program)).ms;
  });
  const [floor = Number.NaN, usual = Number.NaN] = times;
  const rows = subjects.map(([name], index) => {
    const ms = times[index] ?? Number.NaN;
    return [name, ms.toFixed(0), (ms / floor).toFixed(2), (ms / usual).toFixed(2)];
  });
  report([["program", "ms", "ratio to the floor", "ratio to the build"], ...rows]);
}

void main();
