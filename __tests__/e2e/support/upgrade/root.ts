/** A root with all modules, as it is before the upgrade, after it, and with code that was built anew. */
import { CANCELLED, PLACED } from "../pub-sub/events";
import { KEY_POLICY } from "../pub-sub/full";
import { recorder, sinkTable } from "../pub-sub/recorder";
import { type ModuleCall, writeRootDocument } from "../root";
import type { RootOptions } from "../suite";
import { type Build, type HandlerName, ZIPS, zipName } from "./code";

/** `release`: the last release's modules and runtime. `modules`: today's modules, the old runtime. `code`: both today's. */
export type Step = "release" | "modules" | "code";

export type JobsName = "jobs" | "ordered" | "single" | "paced";
export type SubscriberName = "billing" | "direct" | "shelf" | "failing";

/** IAM users that have one of the modules' policies and nothing else. */
export const CALLERS = {
  client: "module.jobs.invoke_policy_json",
  customer: "module.shop.invoke_policy_json",
} as const;
export type Caller = keyof typeof CALLERS;

/** What the failing subscriber needs. */
export const REPAIR = "repair";

const KEY = "${aws_kms_key.key.arn}";
const QUIET = { alarms: { enabled: false } };
const UNPROTECTED = { deletion_protection: false };

/** A function that notes what it does, with code that was built for a step. */
const code = (options: RootOptions, handler: HandlerName, subscriber: string, build: Build) => ({
  ...recorder(options, subscriber),
  s3: { bucket: "${aws_s3_bucket.code.bucket}", key: `\${aws_s3_object.${zipName(handler, build)}.key}` },
  // Longer than any machine is busy.
  timeout_seconds: 60,
});

/** The calls of the modules. What docs/upgrading.md tells to change is changed with the modules. */
function modules(options: RootOptions, step: Step): Record<string, ModuleCall> {
  const { name } = options;
  const before = step === "release";
  const build = step === "code" ? "today" : "release";
  const jobs = { source: "./terraform/queue-load-leveling", table: UNPROTECTED };
  const hub = { source: "./terraform/pub-sub", ...QUIET };
  const worker = (key: string) => code(options, "job-recorder", key, build);
  const subscriber = (key: string) => code(options, "event-recorder", key, build);
  const only = (type: string) => ({ filter_policy: JSON.stringify({ type: [type] }) });
  return {
    /** Jobs may wait here for longer than the new default keeps them. */
    jobs: {
      ...jobs,
      name: `${name}-jobs`,
      worker: { ...worker("jobs"), timeout_seconds: 900 },
      kms_key_arn: KEY,
      ...(!before && { queue: { retention_seconds: 1_123_200 } }),
    },
    ordered: {
      ...jobs,
      ...QUIET,
      name: `${name}-ordered`,
      worker: worker("ordered"),
      queue: { fifo: true },
      api: null,
      maintenance_window: { stop_schedule: "cron(0 0 1 1 ? 2099)", start_schedule: "cron(0 0 2 1 ? 2099)" },
    },
    /** One at a time is the runtime's since: its code comes with the module. */
    single: {
      ...jobs,
      ...QUIET,
      name: `${name}-single`,
      worker: {
        ...code(options, "job-recorder", "single", before ? "release" : "today"),
        one_at_a_time: true,
        timeout_seconds: before ? 600 : 450,
      },
      api: null,
    },
    paced: {
      ...jobs,
      ...QUIET,
      name: `${name}-paced`,
      worker: {
        ...worker("paced"),
        max_per_second: 10,
        reserved_concurrency: before ? 1 : 2,
        environment: {
          ...worker("paced").environment,
          ...(before && { POWERTOOLS_SERVICE_NAME: "paced" }),
        },
      },
      queue: before ? { retention_seconds: 1_209_600 } : {},
      api: null,
    },
    orders: {
      ...hub,
      name: `${name}-orders`,
      delivery_status_logging: {},
      subscribers: {
        billing: { subscriber: subscriber("billing"), ...only(PLACED) },
        direct: { mode: "direct", subscriber: subscriber("direct"), ...only(PLACED) },
        shelf: { mode: "queue", ...only(PLACED) },
        failing: {
          subscriber: {
            ...subscriber("failing"),
            environment: { ...subscriber("failing").environment, NEEDS: REPAIR },
            // What failed comes back after six times as long, and may be repaired slowly.
            timeout_seconds: before ? 2 : 60,
          },
          ...only(CANCELLED),
          queue: { max_receive_count: 1 },
        },
      },
    },
    ledger: {
      ...hub,
      name: `${name}-ledger`,
      fifo: true,
      kms_key_arn: KEY,
      subscribers: { book: { subscriber: subscriber("book") } },
    },
    outside: {
      source: "./terraform/subscriber",
      name: `${name}-outside`,
      topic_arn: "${module.orders.topic_arn}",
      subscriber: subscriber("outside"),
      ...only(PLACED),
    },
    shop: {
      source: "./terraform/web-service",
      name: `${name}-shop`,
      functions: {
        orders: {
          ...code(options, "order-reader", "shop", build),
          policy_statements: null,
          table_access: "read",
          warm_up: { schedule: "rate(1 day)" },
        },
      },
      routes: { "GET /orders/{id}": { function: "orders" } },
      table: {
        ...UNPROTECTED,
        hash_key: "id",
        range_key: "line",
        attribute_types: { at: "N" },
        indexes: { by_customer: { hash_key: "customer", range_key: "at" } },
        ttl_attribute: "expires_at",
        stream_view_type: "NEW_AND_OLD_IMAGES",
      },
      kms_key_arn: KEY,
    },
  };
}

/** Modules with many functions, spread over provider processes. */
const PROCESSES = {
  first: ["jobs", "ledger"],
  second: ["orders", "single"],
  third: ["ordered", "outside", "paced", "shop"],
};

/** What the modules' inputs name. */
const resources = ({ name }: RootOptions) => ({
  aws_kms_key: { key: { policy: KEY_POLICY, deletion_window_in_days: 7 } },
  aws_s3_bucket: { code: { bucket: `${name}-code`, force_destroy: true } },
  aws_s3_object: Object.fromEntries(
    ZIPS.map((zip) => [zip, { bucket: "${aws_s3_bucket.code.bucket}", key: zip, source: zip }]),
  ),
  aws_dynamodb_table: { sink: sinkTable(name) },
});

/** Writes the root's main.tf.json for a step. */
export function writeUpgradeRoot(options: RootOptions, step: Step): void {
  writeRootDocument(options, {
    processes: PROCESSES,
    modules: modules(options, step),
    callers: CALLERS,
    resources: resources(options),
    data: { aws_caller_identity: { current: {} }, aws_region: { current: {} } },
  });
}
