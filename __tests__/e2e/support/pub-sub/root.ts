import { type ModuleCall, writeBundles, writeRootDocument } from "../root";
import { copyToRoot, type RootOptions } from "../suite";
import { FILTERS } from "./events";
import { fullHubs, fullResources } from "./full";
import { recorder, sinkTable } from "./recorder";

/** Subscribers of the hub `orders`. */
export const SUBSCRIBERS = ["all", "typed", "body", "direct", "shelf", "failing", "enveloped"] as const;
export type SubscriberName = (typeof SUBSCRIBERS)[number];

export const COLOURS = ["blue", "red"] as const;
/** Subscribers of one call with for_each, by the region of their events. */
export const REGIONAL = { north: "direct", east: "buffered" } as const;
/** Alarms are made by the instances with and without every input; two hundred more would only make the apply longer. */
const QUIET = { alarms: { enabled: false } };

/** Without it, the subscriber `failing` fails. */
export const REPAIR = "repair";

const RECORDER_ZIP = "event-recorder.zip";

/**
 * What a time-out ends between the effect and the note of it is handled again, see functions/events-twice: where events must be handled once, no
 * machine may be too slow for the time-out. What fails comes again long before it, after queue.retry_delay_seconds.
 */
const PATIENT = { timeout_seconds: 60 };

/** A recorder that fails as long as a switch is off. */
const needing = <Function extends { readonly environment: object }>(needs: string, recorder: Function) => ({
  ...recorder,
  environment: { ...recorder.environment, NEEDS: needs },
});

/** What the subscribers of the hub `orders` differ in. */
function subscribers(options: RootOptions): Record<SubscriberName, object> {
  const filter = (key: keyof typeof FILTERS) => {
    const { policy, scope = "MessageAttributes" }: { policy: object; scope?: string } = FILTERS[key];
    return { filter_policy: JSON.stringify(policy), filter_policy_scope: scope };
  };
  const subscriber = (key: SubscriberName) => ({ ...recorder(options, key), ...PATIENT, maximum_concurrency: 2 });
  return {
    all: { subscriber: subscriber("all"), queue: { max_receive_count: 2 } },
    typed: { subscriber: subscriber("typed"), ...filter("typed") },
    body: { subscriber: subscriber("body"), ...filter("body") },
    direct: { mode: "direct", subscriber: { ...recorder(options, "direct"), ...PATIENT }, ...filter("direct") },
    shelf: { mode: "queue", ...filter("shelf") },
    failing: {
      subscriber: needing(REPAIR, subscriber("failing")),
      ...filter("failing"),
      queue: { max_receive_count: 2 },
    },
    enveloped: {
      subscriber: subscriber("enveloped"),
      ...filter("enveloped"),
      raw_message_delivery: false,
    },
  };
}

/** The modules' instances, each with the settings that its scenarios need. One root: an apply mostly waits. */
function modules(options: RootOptions): Record<string, ModuleCall> {
  const { name } = options;
  const hub = { source: "./terraform/pub-sub" };
  const spoke = { source: "./terraform/subscriber", topic_arn: "${module.bare.topic_arn}" };

  return {
    orders: { ...hub, ...QUIET, name: `${name}-orders`, subscribers: subscribers(options) },
    sequence: {
      ...hub,
      ...QUIET,
      name: `${name}-sequence`,
      fifo: true,
      subscribers: { ledger: { subscriber: { ...recorder(options, "ledger"), ...PATIENT } } },
    },
    /** Every optional input left out. */
    bare: { ...hub, name: `${name}-bare` },
    ...fullHubs(options),
    each: {
      ...hub,
      ...QUIET,
      for_each: Object.fromEntries(COLOURS.map((colour) => [colour, {}])),
      name: `${name}-\${each.key}`,
      subscribers: { inbox: { mode: "queue" } },
    },
    outside_first: {
      ...spoke,
      name: `${name}-first`,
      subscriber: {
        ...recorder(options, "outside_first"),
        s3: null,
        filename: RECORDER_ZIP,
        memory_mb: "${256 * var.revision}",
      },
      tags: { Revision: "${var.revision}" },
    },
    outside_second: { ...spoke, ...QUIET, name: `${name}-second`, mode: "queue" },
    outside_each: {
      ...spoke,
      ...QUIET,
      for_each: REGIONAL,
      name: `${name}-\${each.key}`,
      mode: "${each.value}",
      subscriber: recorder(options, "outside-${each.key}"),
      filter_policy: "${jsonencode({ data = { region = [each.key] } })}",
      filter_policy_scope: "MessageBody",
    },
  };
}

/** IAM users that have one of the modules' policies and nothing else. */
export const CALLERS = {
  publisher: "module.orders.publish_policy_json",
  consumer: 'module.orders.subscribers["shelf"].receive_policy_json',
  /** Of all that a hub has. */
  operator: "module.sequence.operate_policy_json",
  /** Of one subscriber. */
  mender: 'module.orders.subscribers["failing"].operate_policy_json',
  neighbour: "module.bare.subscribe_policy_json",
} as const;

export type Caller = keyof typeof CALLERS;

/** Where the subscribers' code is. */
const code = ({ name }: RootOptions) => ({
  aws_s3_bucket: { code: { bucket: `${name}-code`, force_destroy: true } },
  aws_s3_object: {
    recorder: { bucket: "${aws_s3_bucket.code.bucket}", key: RECORDER_ZIP, source: RECORDER_ZIP },
  },
});

/** Writes the root into its folder: the modules as they are committed, and the subscribers' code. */
export async function writeRoot(options: RootOptions): Promise<void> {
  copyToRoot(options, "terraform/pub-sub", "terraform/subscriber");
  await writeBundles(options.folder, { "event-recorder": "__tests__/e2e/support/workers/event-recorder.ts" });
  writeRootDocument(options, {
    processes: { second: ["orders"] },
    modules: modules(options),
    callers: CALLERS,
    resources: { ...fullResources(options), ...code(options), aws_dynamodb_table: { sink: sinkTable(options.name) } },
    consumed: [
      { module: "pub-sub", address: "module.orders" },
      { module: "subscriber", address: "module.outside_first", absent: ["receive_policy_json"] },
    ],
    data: { aws_caller_identity: { current: {} }, aws_region: { current: {} } },
  });
}
