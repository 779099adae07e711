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

/** How long a job of the instance `single` waits before a worker can have it. */
export const DELAY_SECONDS = 5;

interface JobsRootOptions extends RootOptions {
  readonly legacyUrl: string;
}

/** The module's instances, each with the settings that its scenarios need. One root: an apply mostly waits. */
function instances({ name, legacyUrl, emulated }: JobsRootOptions) {
  const source = `./terraform/${MODULE}`;
  const table = { deletion_protection: false };
  const taskWorker = { filename: "task-worker.zip", timeout_seconds: 5, environment: { LEGACY_URL: legacyUrl } };
  return {
    /** No rate, and full batches: a burst of thousands ends soon. */
    jobs: {
      source,
      name: `${name}-jobs`,
      worker: {
        ...taskWorker,
        memory_mb: "${256 * var.revision}",
        batch_size: 10,
        batching_window_seconds: 1,
        maximum_concurrency: 8,
      },
      tags: { Revision: "${var.revision}" },
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
      // Outside, a domain's certificate would have to be validated.
      api: {
        retry_after_seconds: 1,
        ...(emulated && {
          domain: { name: "${aws_apigatewayv2_domain_name.shared.id}", existing: true, base_path: "ordered/v1" },
        }),
      },
      table,
    },
    single: {
      source,
      name: `${name}-single`,
      worker: { ...taskWorker, one_at_a_time: true },
      queue: { retry_delay_seconds: 1, delay_seconds: DELAY_SECONDS },
      api: {
        retry_after_seconds: 1,
        existing_api: {
          id: "${aws_apigatewayv2_api.shared.id}",
          endpoint: "${aws_apigatewayv2_api.shared.api_endpoint}/${aws_apigatewayv2_stage.shared.name}",
        },
      },
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

/** An API and a domain that the instances attach to: they are somebody else's. */
function shared({ name, emulated }: RootOptions): RootDocument["resources"] {
  const certificate_arn = "${aws_acm_certificate.shared.arn}";
  return {
    aws_apigatewayv2_api: { shared: { name: `${name}-shared`, protocol_type: "HTTP" } },
    aws_apigatewayv2_stage: {
      shared: { api_id: "${aws_apigatewayv2_api.shared.id}", name: "prod", auto_deploy: true },
    },
    ...(emulated && {
      aws_acm_certificate: { shared: { domain_name: "jobs.example.com", validation_method: "DNS" } },
      aws_apigatewayv2_domain_name: {
        shared: {
          domain_name: "jobs.example.com",
          domain_name_configuration: { certificate_arn, endpoint_type: "REGIONAL", security_policy: "TLS_1_2" },
        },
      },
    }),
  };
}

/** IAM users that have one of the module's policies for callers and nothing else. */
export const CALLERS = {
  sender: "module.paced.send_policy_json",
  invoker: "module.jobs.invoke_policy_json",
  reader: "module.jobs.read_policy_json",
  guest: "module.single.invoke_policy_json",
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
  writeRootDocument(options, {
    processes: { second: ["ordered", "paced"], third: ["single"] },
    modules: instances(options),
    callers: CALLERS,
    resources: shared(options),
    consumed: [{ module: MODULE, address: "module.jobs" }],
  });
}
