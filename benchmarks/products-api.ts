/**
 * The products API on the local AWS: requests a second and how long they take, for each kind of request and for a mix of them, beside a route
 * whose function does nothing. On an emulator, where each concurrent call is a process: for comparing one's own changes.
 */
import { invokeFunction } from "../scripts/demo/invoke";
import { apiClient, deploy } from "./support/deployment";
import { load } from "./support/load";
import { percentile } from "./support/measure";
import { type Kind, ProductsClient } from "./support/products-client";
import { PRODUCTS_FUNCTIONS, PRODUCTS_ROOT, type ProductsOutputs } from "./support/products-root";
import { runBenchmark } from "./support/program";
import { report } from "./support/report";

const CLIENTS = [1, 8];
/** Of each mix, in turns with the others, so that a busy moment of the machine meets all of them. */
const ROUNDS = 4;
const REQUESTS_A_ROUND = 100;
/** Two pages of the default length. */
const KEPT = 40;

const FOUR_READS = new Array<Kind>(4).fill("read");

/** Which kinds of requests come in turn. Most calls of a shop's API only look. */
const MIXES: Readonly<Record<string, readonly Kind[]>> = {
  nothing: ["nothing"],
  read: ["read"],
  list: ["list"],
  create: ["create"],
  "16 read, 3 list, 1 create": [
    ...FOUR_READS,
    "list",
    ...FOUR_READS,
    "list",
    ...FOUR_READS,
    "list",
    ...FOUR_READS,
    "create",
  ],
};

interface Times {
  readonly tookMs: number[];
  elapsedMs: number;
}

/** Times of each mix, in the order of MIXES. */
async function measure(client: ProductsClient, clients: number): Promise<Times[]> {
  const mixes = Object.values(MIXES);
  const times = mixes.map((): Times => ({ tookMs: [], elapsedMs: 0 }));
  // The first round starts the processes that are still missing.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [index, mix] of mixes.entries()) {
      const { tookMs, elapsedMs } = await load(REQUESTS_A_ROUND, clients, (at) => client.send(mix[at % mix.length]!));
      await client.tidy(clients);
      if (round === 0) continue;
      times[index]!.tookMs.push(...tookMs);
      times[index]!.elapsedMs += elapsedMs;
    }
  }
  return times;
}

/** The first mix is the one that all are compared with. */
function rowsOf(clients: number, times: readonly Times[]): string[][] {
  const values = times.map(({ tookMs, elapsedMs }) => ({
    perSecond: (tookMs.length * 1000) / elapsedMs,
    p50: percentile(tookMs, 0.5),
    p99: percentile(tookMs, 0.99),
  }));
  const { perSecond: perSecondOfNothing, p50: p50OfNothing } = values[0]!;
  return Object.keys(MIXES).map((mix, index) => {
    const { perSecond, p50, p99 } = values[index]!;
    const ratios = [perSecond / perSecondOfNothing, p50 / p50OfNothing, p99 / p50];
    const numbers = [perSecond, p50, p99].map((value) => value.toFixed(0));
    return [mix, String(clients), ...numbers, ...ratios.map((value) => value.toFixed(2))];
  });
}

runBenchmark(async (run) => {
  const { aws, outputs } = await deploy<ProductsOutputs>(run, PRODUCTS_ROOT, PRODUCTS_FUNCTIONS);
  const client = new ProductsClient(apiClient(aws, outputs.api_endpoint));
  const setLevels = (set: object) => invokeFunction(aws, outputs.stock_function_name, { set }, run.signal);
  await client.keep(KEPT, Math.max(...CLIENTS), setLevels);
  const rows: string[][] = [];
  for (const clients of CLIENTS) rows.push(...rowsOf(clients, await measure(client, clients)));
  const heads = ["requests", "clients", "a second", "p50 ms", "p99 ms"];
  report([[...heads, "a second, to nothing", "p50, to nothing", "p99, to p50"], ...rows]);
});
