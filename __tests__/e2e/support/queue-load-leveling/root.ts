import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { type RootDocument, writeBundles, writeRootDocument } from "../root";
import { copyToRoot, PROJECT, type RootOptions } from "../suite";

const MODULE = "queue-load-leveling";
const SUPPORT = "__tests__/e2e/support";

/** What the payloads of the instance `jobs` must be. */
const TASK_SCHEMA = {
  type: "object",
  required: ["customerId"],
  properties: {
    customerId: { type: "string", pattern: "^[A-Za-z0-9-]{1,64}$" },
    waitMs: { type: "integer", minimum: 0, maximum: 5000 },
  },
};

interface JobsRootOptions extends RootOptions {
  readonly legacyUrl: string;
}

/** The module's instances, each with the settings that its scenarios need. One root: an apply mostly waits. */
function instances({ name, legacyUrl }: JobsRootOptions) {
  const source = `./terraform/${MODULE}`;
  const table = { deletion_protection: false };
  const taskWorker = { filename: "task-worker.zip", timeout_seconds: 5, environment: { LEGACY_URL: legacyUrl } };
  return {
    /** No rate, and full batches: a burst of thousands ends soon. */
    jobs: {
      source,
      name: `${name}-jobs`,
      worker: { ...taskWorker, batch_size: 10, batching_window_seconds: 1, maximum_concurrency: 8 },
      queue: { retry_delay_seconds: 1 },
      api: { request_schema: JSON.stringify(TASK_SCHEMA), retry_after_seconds: 1 },
      table,
    },
    /** The story's worker, ten a second, without API. */
    paced: {
      source,
      name: `${name}-paced`,
      worker: {
        filename: "story-worker.zip",
        timeout_seconds: 4,
        batch_size: 10,
        max_per_second: 10,
        environment: { LEGACY_URL: legacyUrl },
      },
      queue: { retry_delay_seconds: 1 },
      api: null,
      table,
    },
    ordered: {
      source,
      name: `${name}-ordered`,
      worker: taskWorker,
      queue: { fifo: true, message_group_pointer: "/group", retry_delay_seconds: 1 },
      api: { retry_after_seconds: 1 },
      table,
    },
    single: {
      source,
      name: `${name}-single`,
      worker: { ...taskWorker, one_at_a_time: true },
      queue: { retry_delay_seconds: 1 },
      api: null,
      table,
    },
    /** Its messages come again after six times the time-out. */
    broken: {
      source,
      name: `${name}-broken`,
      worker: { filename: "broken-worker.zip", timeout_seconds: 1 },
      queue: { max_receive_count: 2 },
      api: null,
      table,
    },
  };
}

export const INSTANCES = ["jobs", "paced", "ordered", "single", "broken"] as const satisfies readonly InstanceName[];
export type InstanceName = keyof ReturnType<typeof instances>;

/** IAM users that have one of the module's policies for callers and nothing else. */
export const CALLERS = {
  sender: "module.paced.send_policy_json",
  invoker: "module.jobs.invoke_policy_json",
  reader: "module.jobs.read_policy_json",
  operator: "module.jobs.operate_policy_json",
} as const;

export type Caller = keyof typeof CALLERS;

/** Writes the root into its folder: the module as it is committed, and the workers' code. */
export async function writeRoot(options: JobsRootOptions): Promise<void> {
  const { folder } = options;
  copyToRoot(options, `terraform/${MODULE}`);
  copyFileSync(join(PROJECT, "examples", MODULE, "worker.zip"), join(folder, "story-worker.zip"));
  await writeBundles(folder, {
    "task-worker": `${SUPPORT}/workers/task-worker.ts`,
    "broken-worker": `${SUPPORT}/workers/broken-worker.ts`,
  });
  const document: RootDocument = { modules: instances(options), callers: CALLERS };
  writeRootDocument(options, document);
}
