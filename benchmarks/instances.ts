/** Cost of 1, 10, 100 and 1,000 instances of a pattern in one stack: the time and the memory of each must not grow with their number. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { FloorAwsProvider } from "../lib/aws-provider";
import { withoutTokenTraces } from "../lib/token-traces";
import { PubSub } from "../modules/pub-sub";
import { QueueLoadLeveling } from "../modules/queue-load-leveling";
import { WebService } from "../modules/web-service";
import { run, runArguments } from "./support/measure";
import { report } from "./support/report";

const COUNTS = [1, 10, 100, 1000];
const TRACES = ["without-traces", "with-traces"];

/** Any zip will do: nothing is deployed. */
const code = { filename: "examples/queue-load-leveling/worker.zip" };

/** Each pattern as it is used, with literals. */
const PATTERNS: Readonly<Record<string, (stack: TerraformStack, name: string) => unknown>> = {
  "queue-load-leveling": (stack, name) => new QueueLoadLeveling(stack, name, { name, worker: code }),
  "web-service, 3 functions, 5 routes": (stack, name) =>
    new WebService(stack, name, {
      name,
      functions: {
        orders: { ...code, tableAccess: "read_write" },
        reports: { ...code, tableAccess: "read" },
        health: code,
      },
      routes: {
        "POST /orders": { function: "orders" },
        "GET /orders/{id}": { function: "orders" },
        "DELETE /orders/{id}": { function: "orders" },
        "GET /reports": { function: "reports" },
        "GET /health": { function: "health", authorization: "NONE" },
      },
      table: { hashKey: "id" },
    }),
  "pub-sub, 3 subscribers": (stack, name) =>
    new PubSub(stack, name, {
      name,
      subscribers: {
        wall: { subscriber: code },
        leaderboard: { subscriber: code, filterPolicy: JSON.stringify({ type: ["com.example.order.placed.v1"] }) },
        audit: { mode: "queue" },
      },
    }),
};

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
function cost(pattern: string, count: number): Cost {
  const outdir = mkdtempSync(join(tmpdir(), "instances-"));
  try {
    const start = cpuMs();
    const app = new App({ outdir });
    const stack = new TerraformStack(app, "instances");
    new FloorAwsProvider(stack, "aws");
    for (let index = 0; index < count; index++) PATTERNS[pattern]!(stack, `pattern-${index}`);
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

async function measured(pattern: string, traces: string, count: number): Promise<Cost> {
  const node = ["--expose-gc", "--max-old-space-size=6144"];
  const program = runArguments("benchmarks/instances.ts");
  const { stdout } = await run({ arguments: [...node, ...program, pattern, traces, String(count)] });
  return JSON.parse(stdout) as Cost;
}

async function rowsOf(pattern: string, traces: string): Promise<string[][]> {
  const rows: string[][] = [];
  let first: number | undefined;
  for (const count of COUNTS) {
    const { constructMs, synthMs, heapMb } = await measured(pattern, traces, count);
    const each = (constructMs + synthMs) / count;
    first ??= each;
    const numbers = [constructMs, synthMs, each, heapMb].map((value) => value.toFixed(1));
    rows.push([pattern, traces, String(count), ...numbers, (heapMb / count).toFixed(2), (each / first).toFixed(2)]);
  }
  return rows;
}

async function main(): Promise<void> {
  const rows: string[][] = [];
  for (const pattern of Object.keys(PATTERNS)) {
    for (const traces of TRACES) rows.push(...(await rowsOf(pattern, traces)));
  }
  const heads = ["pattern", "cdktf", "instances", "construct ms", "synth ms", "ms each"];
  report([[...heads, "heap MB", "MB each", "each, to one alone"], ...rows]);
}

const [pattern, traces, count] = process.argv.slice(2);
if (pattern === undefined || count === undefined) void main();
else {
  if (traces === "without-traces") withoutTokenTraces();
  console.log(JSON.stringify(cost(pattern, Number(count))));
}
