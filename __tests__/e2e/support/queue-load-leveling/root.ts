import { copyFileSync, cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "../../../../lib/bundle";
import { AWS_PROVIDER } from "../../../../lib/module-stack";
import { localProviderSettings } from "../../../../local/provider";

const PROJECT = join(__dirname, "../../../..");
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

export interface RootOptions {
  /** Prefix of all names. */
  readonly name: string;
  readonly legacyUrl: string;
  /** Whether the target is not AWS itself. */
  readonly emulated: boolean;
}

/** The module's instances, each with the settings that its scenarios need. One root: an apply mostly waits. */
function instances({ name, legacyUrl }: RootOptions) {
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

export type InstanceName = keyof ReturnType<typeof instances>;

/** IAM users that have one of the module's policies for callers and nothing else. */
export const CALLERS = {
  sender: "paced.send_policy_json",
  invoker: "jobs.invoke_policy_json",
  reader: "jobs.read_policy_json",
  operator: "jobs.operate_policy_json",
} as const;

export type Caller = keyof typeof CALLERS;

function document(options: RootOptions): object {
  const modules = instances(options);
  const users = Object.keys(CALLERS).map((caller) => [caller, { name: `${options.name}-${caller}` }]);
  const keys = Object.keys(CALLERS).map((caller) => [caller, { user: `\${aws_iam_user.${caller}.name}` }]);
  const policies = Object.entries(CALLERS).map(([caller, policy]) => [
    caller,
    { name: caller, user: `\${aws_iam_user.${caller}.name}`, policy: `\${module.${policy}}` },
  ]);
  const moduleOutputs = Object.keys(modules).map((name) => [name, { value: `\${module.${name}}` }]);
  const keyOutputs = Object.keys(CALLERS).map((caller) => {
    const key = `aws_iam_access_key.${caller}`;
    const value = { accessKeyId: `\${${key}.id}`, secretAccessKey: `\${${key}.secret}` };
    return [`key_${caller}`, { value, sensitive: true }];
  });
  return {
    terraform: { required_providers: { aws: AWS_PROVIDER } },
    provider: { aws: options.emulated ? localProviderSettings : {} },
    module: modules,
    resource: {
      aws_iam_user: Object.fromEntries(users),
      aws_iam_access_key: Object.fromEntries(keys),
      aws_iam_user_policy: Object.fromEntries(policies),
    },
    output: Object.fromEntries([...moduleOutputs, ...keyOutputs]),
  };
}

/** Writes the root into a folder: the module as it is committed, and the workers' code. */
export async function writeRoot(folder: string, options: RootOptions): Promise<void> {
  cpSync(join(PROJECT, "terraform", MODULE), join(folder, "terraform", MODULE), { recursive: true });
  copyFileSync(join(PROJECT, "examples", MODULE, "worker.zip"), join(folder, "story-worker.zip"));
  const workers = ["task-worker", "broken-worker"];
  const entries = workers.map((worker) => [worker, `${SUPPORT}/workers/${worker}.ts`]);
  for (const [name, { zip }] of await bundle(PROJECT, Object.fromEntries(entries))) {
    writeFileSync(join(folder, `${name}.zip`), zip);
  }
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(document(options), undefined, 2));
}
