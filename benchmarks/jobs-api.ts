/**
 * The jobs API on the local AWS, with a worker that does nothing and all else as the module has it by default: requests a second accepted, jobs
 * a second completed, and how long each takes. On an emulator, where each concurrent call is a process: for comparing one's own changes.
 */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import type { JobRow } from "../functions/queue-load-leveling/contract";
import { fromItem } from "../functions/shared/items";
import { bundle } from "../lib/bundle";
import { type LocalAws, startLocalAws } from "../local/aws";
import { projectFolder } from "../local/project";
import { localProviderSettings } from "../local/provider";
import { forEachAtATime } from "../scripts/demo/at-a-time";
import { Run } from "../scripts/demo/run";
import { SignedApi } from "../scripts/demo/signed-api";
import { findTerraform, Terraform } from "../scripts/terraform";
import { report } from "./support/report";

// The SDK's advice to change Node is not for this table.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

const CLIENTS = [1, 4, 8, 16];
const REQUESTS = 400;
/** Enough to start every process that the measured requests need. */
const WARM_UP = 32;
const JOBS_WITHIN_MS = 120_000;
const NAME = "benchmark";

interface Outputs {
  readonly api_endpoint: string;
  readonly table_name: string;
}

const ROOT = {
  provider: { aws: localProviderSettings },
  module: {
    jobs: {
      source: "./terraform/queue-load-leveling",
      name: NAME,
      worker: { filename: "worker.zip" },
      table: { deletion_protection: false },
    },
  },
  output: { jobs: { value: "${module.jobs}" } },
};

async function deploy(aws: LocalAws, binary: string, folder: string, signal: AbortSignal): Promise<Outputs> {
  const project = projectFolder();
  cpSync(join(project, "terraform"), join(folder, "terraform"), { recursive: true });
  const bundles = await bundle(project, { worker: "benchmarks/support/noop-worker.ts" });
  writeFileSync(join(folder, "worker.zip"), bundles.get("worker")!.zip);
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(ROOT));
  const terraform = new Terraform(binary);
  const options = { environment: { ...aws.environment, TMPDIR: folder }, signal };
  await terraform.must(folder, ["init", "-no-color"], options);
  await terraform.must(folder, ["apply", "-auto-approve", "-no-color", "-parallelism=30"], options);
  const outputs = JSON.parse(await terraform.must(folder, ["output", "-json"], options)) as {
    jobs: { value: Outputs };
  };
  return outputs.jobs.value;
}

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

/** Hands in jobs; resolves to their ids and to the time that each answer took. */
async function handIn(api: SignedApi, requests: number, clients: number): Promise<{ ids: string[]; tookMs: number[] }> {
  const tookMs: number[] = [];
  const ids = await forEachAtATime(Array.from({ length: requests }), clients, async () => {
    const start = performance.now();
    const response = await api.post("/jobs", { customer: "x" });
    const { id } = (await response.json()) as { id: string };
    if (response.status !== 202) throw new Error(`POST /jobs answered ${response.status}.`);
    tookMs.push(performance.now() - start);
    return id;
  });
  return { ids, tookMs };
}

const percentile = (values: readonly number[], share: number): string => {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(0);
};

async function measure(api: SignedApi, dynamo: DynamoDBClient, tableName: string, clients: number): Promise<string[]> {
  const { ids: warm } = await handIn(api, WARM_UP, clients);
  await waitForJobs(dynamo, tableName, warm);
  const start = Date.now();
  const { ids, tookMs } = await handIn(api, REQUESTS, clients);
  const acceptedMs = Date.now() - start;
  const rows = await waitForJobs(dynamo, tableName, ids);
  const finished = rows.map(({ finished_at = "" }) => Date.parse(finished_at));
  const lives = rows.map(({ created_at = "", finished_at = "" }) => Date.parse(finished_at) - Date.parse(created_at));
  const perSecond = (milliseconds: number) => ((REQUESTS * 1000) / milliseconds).toFixed(0);
  return [
    String(clients),
    perSecond(acceptedMs),
    percentile(tookMs, 0.5),
    percentile(tookMs, 0.99),
    perSecond(Math.max(...finished) - start),
    percentile(lives, 0.5),
    percentile(lives, 0.99),
  ];
}

async function main(run: Run): Promise<void> {
  const binary = findTerraform();
  if (binary === undefined) throw new Error("This benchmark deploys with Terraform or OpenTofu, and found neither.");
  const folder = mkdtempSync(join(tmpdir(), "benchmark-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const aws = await startLocalAws();
  run.atEnd(() => aws.stop());
  const { api_endpoint, table_name } = await deploy(aws, binary, folder, run.signal);
  const { endpoint, region, credentials } = aws;
  const api = new SignedApi(api_endpoint, aws.fetchApi, region, credentials);
  const dynamo = new DynamoDBClient({ endpoint, region, credentials });
  const rows: string[][] = [];
  for (const clients of CLIENTS) rows.push(await measure(api, dynamo, table_name, clients));
  const heads = ["clients", "accepted/s", "p50 ms", "p99 ms", "jobs done/s", "job p50 ms", "job p99 ms"];
  report([heads, ...rows]);
}

const run = new Run();
main(run)
  .catch((error: unknown) => {
    if (run.signal.aborted) return;
    process.exitCode = 1;
    console.error(error instanceof Error ? error.message : error);
  })
  .finally(() => run.end());
