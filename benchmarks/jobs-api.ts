/**
 * The jobs API on the local AWS, with a worker that does nothing and all else as the module has it by default: requests a second accepted, jobs
 * a second completed, and how long each takes. On an emulator, where each concurrent call is a process: for comparing one's own changes.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import type { JobRow } from "../functions/queue-load-leveling/contract";
import { fromItem } from "../functions/shared/items";
import type { SignedApi } from "../scripts/demo/signed-api";
import { apiClient, clientOptions, deploy, type Root } from "./support/deployment";
import { load } from "./support/load";
import { percentile } from "./support/measure";
import { runBenchmark } from "./support/program";
import { report } from "./support/report";

const CLIENTS = [1, 4, 8, 16];
const REQUESTS = 400;
/** Enough to start every process that the measured requests need. */
const WARM_UP = 32;
const JOBS_WITHIN_MS = 120_000;

interface Outputs {
  readonly jobs: { readonly api_endpoint: string; readonly table_name: string };
}

const ROOT: Root = {
  module: {
    jobs: {
      source: "./terraform/queue-load-leveling",
      name: "benchmark",
      worker: { filename: "worker.zip" },
      table: { deletion_protection: false },
    },
  },
  output: { jobs: { value: "${module.jobs}" } },
};

/** Rows of the jobs that have ended, by id. */
async function endedJobs(dynamo: DynamoDBClient, TableName: string): Promise<Map<string, JobRow>> {
  const rows = new Map<string, JobRow>();
  let ExclusiveStartKey: ScanCommand["input"]["ExclusiveStartKey"];
  do {
    const page = await dynamo.send(new ScanCommand({ TableName, ConsistentRead: true, ExclusiveStartKey }));
    for (const item of page.Items ?? []) {
      const row = fromItem(item) as unknown as JobRow;
      if (row.finished_at !== undefined) rows.set(row.id, row);
    }
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return rows;
}

async function waitForJobs(dynamo: DynamoDBClient, tableName: string, ids: readonly string[]): Promise<JobRow[]> {
  const end = Date.now() + JOBS_WITHIN_MS;
  for (;;) {
    const ended = await endedJobs(dynamo, tableName);
    const rows = ids.flatMap((id) => ended.get(id) ?? []);
    if (rows.length === ids.length) return rows;
    if (Date.now() > end) throw new Error(`Only ${rows.length} of ${ids.length} jobs ended.`);
    await sleep(500);
  }
}

/** Hands in a job; resolves to its id. */
async function handIn(api: SignedApi): Promise<string> {
  const response = await api.post("/jobs", { customer: "x" });
  const { id } = (await response.json()) as { id: string };
  if (response.status !== 202) throw new Error(`POST /jobs answered ${response.status}.`);
  return id;
}

async function measure(api: SignedApi, dynamo: DynamoDBClient, tableName: string, clients: number): Promise<string[]> {
  const warm = await load(WARM_UP, clients, () => handIn(api));
  await waitForJobs(dynamo, tableName, warm.results);
  const start = Date.now();
  const { results: ids, tookMs, elapsedMs } = await load(REQUESTS, clients, () => handIn(api));
  const rows = await waitForJobs(dynamo, tableName, ids);
  const finished = rows.map(({ finished_at = "" }) => Date.parse(finished_at));
  const lives = rows.map(({ created_at = "", finished_at = "" }) => Date.parse(finished_at) - Date.parse(created_at));
  return [
    clients,
    (REQUESTS * 1000) / elapsedMs,
    percentile(tookMs, 0.5),
    percentile(tookMs, 0.99),
    (REQUESTS * 1000) / (Math.max(...finished) - start),
    percentile(lives, 0.5),
    percentile(lives, 0.99),
  ].map((value) => value.toFixed(0));
}

runBenchmark(async (run) => {
  const { aws, outputs } = await deploy<Outputs>(run, ROOT, { worker: "benchmarks/support/noop-worker.ts" });
  const { api_endpoint, table_name } = outputs.jobs;
  const api = apiClient(aws, api_endpoint);
  const dynamo = new DynamoDBClient(clientOptions(aws));
  const rows: string[][] = [];
  for (const clients of CLIENTS) rows.push(await measure(api, dynamo, table_name, clients));
  const heads = ["clients", "accepted/s", "p50 ms", "p99 ms", "jobs done/s", "job p50 ms", "job p99 ms"];
  report([heads, ...rows]);
});
