/** Cost of 1, 10, 100 and 1,000 instances of queue-load-leveling in one stack: the time and the memory of each must not grow with their number. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { FloorAwsProvider } from "../lib/aws-provider";
import { withoutTokenTraces } from "../lib/token-traces";
import { QueueLoadLeveling } from "../modules/queue-load-leveling";
import { run, runArguments } from "./support/measure";
import { report } from "./support/report";

const COUNTS = [1, 10, 100, 1000];
const TRACES = ["without-traces", "with-traces"];

interface Cost {
  /** CPU time, not wall time: other programs on the machine must not look like growth. */
  readonly constructMs: number;
  readonly synthMs: number;
  /** What is alive after synth, with the app. */
  readonly heapMb: number;
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Makes the instances in this process, which has loaded all its code but run none of it. */
function cost(count: number): Cost {
  const outdir = mkdtempSync(join(tmpdir(), "instances-"));
  try {
    const start = cpuMs();
    const app = new App({ outdir });
    const stack = new TerraformStack(app, "instances");
    new FloorAwsProvider(stack, "aws");
    for (let index = 0; index < count; index++) {
      const name = `jobs-${index}`;
      new QueueLoadLeveling(stack, name, { name, worker: { filename: "examples/queue-load-leveling/worker.zip" } });
    }
    const constructed = cpuMs();
    app.synth();
    const synthesized = cpuMs();
    globalThis.gc?.();
    const heapMb = process.memoryUsage().heapUsed / 2 ** 20;
    return { constructMs: constructed - start, synthMs: synthesized - constructed, heapMb };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

async function measured(traces: string, count: number): Promise<Cost> {
  const node = ["--expose-gc", "--max-old-space-size=6144"];
  const program = runArguments("benchmarks/instances.ts");
  const { stdout } = await run({ arguments: [...node, ...program, traces, String(count)] });
  return JSON.parse(stdout) as Cost;
}

async function main(): Promise<void> {
  const rows: string[][] = [];
  for (const traces of TRACES) {
    let first: number | undefined;
    for (const count of COUNTS) {
      const { constructMs, synthMs, heapMb } = await measured(traces, count);
      const each = (constructMs + synthMs) / count;
      first ??= each;
      const numbers = [constructMs, synthMs, each, heapMb].map((value) => value.toFixed(1));
      rows.push([traces, String(count), ...numbers, (heapMb / count).toFixed(2), (each / first).toFixed(2)]);
    }
  }
  const heads = [
    "cdktf",
    "instances",
    "construct ms",
    "synth ms",
    "ms each",
    "heap MB",
    "MB each",
    "each, to one alone",
  ];
  report([heads, ...rows]);
}

const [traces, count] = process.argv.slice(2);
if (count === undefined) void main();
else {
  if (traces === "without-traces") withoutTokenTraces();
  console.log(JSON.stringify(cost(Number(count))));
}
