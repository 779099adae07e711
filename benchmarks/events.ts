/**
 * Events on the local AWS, from one publish() to the last of three subscribers, which do nothing and have all else as the module has it by
 * default: how many a second, by how many are published at once. On an emulator: for comparing one's own changes.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { SNSClient } from "@aws-sdk/client-sns";
import { type NewEvent, publish } from "../functions/runtime";
import type { LocalAws } from "../local/aws";
import { clientOptions, deploy, type Root } from "./support/deployment";
import { median } from "./support/measure";
import { runBenchmark } from "./support/program";
import { report } from "./support/report";

const COUNTS = [10, 100, 500];
/** Of each count, in turns with the others. */
const ROUNDS = 3;
const HANDLED_WITHIN_MS = 120_000;

const TYPE = "com.example.order.placed.v1";
/** A subscriber for every event, for each second one, and for a fifth: a filter by type, by text and by number. */
const SUBSCRIBERS = {
  every: { filter: { type: [TYPE] }, takes: () => true },
  members: { filter: { loyalty: ["member"] }, takes: (index: number) => index % 2 === 0 },
  big: { filter: { drinks: [{ numeric: [">=", 8] }] }, takes: (index: number) => index % 10 >= 8 },
};
type SubscriberKey = keyof typeof SUBSCRIBERS;
const KEYS = Object.keys(SUBSCRIBERS) as SubscriberKey[];

const eventAt = (index: number): NewEvent => ({
  type: TYPE,
  data: { drinks: index % 10 },
  attributes: { loyalty: index % 2 === 0 ? "member" : "guest", drinks: index % 10 },
});

interface Outputs {
  readonly topic_arn: string;
  readonly subscribers: Readonly<
    Record<SubscriberKey, { readonly function_name: string; readonly idempotency_table_name: string }>
  >;
}

const ROOT: Root = {
  module: {
    events: {
      source: "./terraform/pub-sub",
      name: "benchmark",
      subscribers: Object.fromEntries(
        Object.entries(SUBSCRIBERS).map(([key, { filter }]) => [
          key,
          { subscriber: { filename: "subscriber.zip" }, filter_policy: JSON.stringify(filter) },
        ]),
      ),
    },
  },
  output: {
    topic_arn: { value: "${module.events.topic_arn}" },
    subscribers: { value: "${module.events.subscribers}" },
  },
};

/** Events that a subscriber has handled, as its idempotency table says. */
async function countHandled(dynamo: DynamoDBClient, TableName: string): Promise<number> {
  let count = 0;
  let ExclusiveStartKey: ScanCommand["input"]["ExclusiveStartKey"];
  do {
    const page = await dynamo.send(
      new ScanCommand({
        TableName,
        ConsistentRead: true,
        ExclusiveStartKey,
        FilterExpression: "#status = :completed",
        ExpressionAttributeNames: { "#status": "status" },
        ExpressionAttributeValues: { ":completed": { S: "COMPLETED" } },
      }),
    );
    count += page.Count ?? 0;
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return count;
}

interface Times {
  /** Of publish(). */
  readonly publishedMs: number;
  /** From the start of publish() to the end of the last invocation. */
  readonly handledMs: number;
}

/** A topic whose events are published and waited for. */
class Topic {
  /** Events that each subscriber was to get so far. */
  private readonly wanted = new Map<SubscriberKey, number>();
  private readonly sns: SNSClient;
  private readonly dynamo: DynamoDBClient;

  constructor(
    private readonly aws: LocalAws,
    private readonly outputs: Outputs,
  ) {
    this.sns = new SNSClient(clientOptions(aws));
    this.dynamo = new DynamoDBClient(clientOptions(aws));
  }

  /** @throws Error when an event is not published, or a subscriber does not handle just those that it wants */
  public async measure(count: number): Promise<Times> {
    const events = Array.from({ length: count }, (_, index) => eventAt(index));
    const start = Date.now();
    const options = { source: "/benchmark", topicArn: this.outputs.topic_arn, client: this.sns };
    (await publish(events, options)).throwIfFailed();
    const publishedMs = Date.now() - start;
    for (const key of KEYS) {
      const taken = events.filter((_, index) => SUBSCRIBERS[key].takes(index)).length;
      await this.waitFor(key, (this.wanted.get(key) ?? 0) + taken);
    }
    const functions = KEYS.map((key) => this.outputs.subscribers[key].function_name);
    const ends = this.aws.invocations().filter(({ functionName }) => functions.includes(functionName));
    return { publishedMs, handledMs: Math.max(...ends.map(({ at }) => at)) - start };
  }

  private async waitFor(key: SubscriberKey, wanted: number): Promise<void> {
    this.wanted.set(key, wanted);
    const end = Date.now() + HANDLED_WITHIN_MS;
    for (;;) {
      const handled = await countHandled(this.dynamo, this.outputs.subscribers[key].idempotency_table_name);
      if (handled === wanted) return;
      if (handled > wanted || Date.now() > end) throw new Error(`${key} handled ${handled} events and not ${wanted}.`);
      await sleep(500);
    }
  }
}

runBenchmark(async (run) => {
  const { aws, outputs } = await deploy<Outputs>(run, ROOT, { subscriber: "benchmarks/support/noop-subscriber.ts" });
  const topic = new Topic(aws, outputs);
  const times = COUNTS.map((): Times[] => []);
  // The first round starts the functions' processes.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [index, count] of COUNTS.entries()) {
      const measured = await topic.measure(count);
      if (round > 0) times[index]!.push(measured);
    }
  }
  const values = COUNTS.map((count, index) => ({
    published: median(times[index]!.map(({ publishedMs }) => (count * 1000) / publishedMs)),
    handled: median(times[index]!.map(({ handledMs }) => (count * 1000) / handledMs)),
  }));
  const rows = values.map(({ published, handled }, index) => [
    String(COUNTS[index]),
    published.toFixed(0),
    handled.toFixed(0),
    (handled / published).toFixed(2),
    (handled / values[0]!.handled).toFixed(2),
  ]);
  const heads = ["events at once", "published/s", "handled by all/s", "handled, to published"];
  report([[...heads, `handled, to ${COUNTS[0]} at once`], ...rows]);
});
