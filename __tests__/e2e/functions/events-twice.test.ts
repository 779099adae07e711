import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { bundleSync } from "../../../lib/bundle";
import type { LocalAws } from "../../../local/aws";
import type { ApiFault } from "../../../local/faults";
import { projectFolder } from "../../../local/project";
import { Workbench } from "../local/support";
import { eventually } from "../support/eventually";
import { countMessages } from "../support/queues";
import { makeTable, subscriberEnvironment } from "./events";
import { startAws } from "./jobs";

jest.setTimeout(120_000);

let aws: LocalAws;
beforeAll(async () => {
  aws = await startAws();
});
afterAll(() => aws?.stop());

const EVENTS = Array.from({ length: 10 }, (_, n) => `e-${n}`);
/** What slows down the calls of a subscriber to DynamoDB. */
type Slowness = Pick<ApiFault, "action" | "resource"> & { readonly delayMs: number };

/** Delivers each batch twice at the same time to a subscriber whose tables are slow. Resolves to how often each event was handled. */
async function deliveredTwice(
  timeoutSeconds: number,
  slowness: (handledTable: string) => Slowness,
): Promise<{ times: number[]; outcomes: Set<string> }> {
  const bench = new Workbench(aws);
  const name = `twice-${randomUUID().slice(0, 8)}`;
  const [handledTable, sinkTable] = [await makeTable(), await makeTable("about", "subscriber")];
  const code = bundleSync(join(projectFolder(), "__tests__", "e2e", "support", "workers", "event-recorder.ts"));
  const variables = {
    ...subscriberEnvironment({ EVENTS_IDEMPOTENCY_TABLE_NAME: handledTable, EVENTS_MAX_RECEIVE_COUNT: "20" }),
    SINK_TABLE_NAME: sinkTable,
    SUBSCRIBER: name,
  };
  await bench.function(name, "", {
    Code: { ZipFile: code },
    Timeout: timeoutSeconds,
    Environment: { Variables: variables },
  });
  const { url, arn } = await bench.queue(name, { VisibilityTimeout: String(timeoutSeconds) });
  const mapping = await bench.mapping(arn, name, {
    BatchSize: 10,
    FunctionResponseTypes: ["ReportBatchItemFailures"],
    ScalingConfig: { MaximumConcurrency: 2 },
  });
  const slow = await aws.faults.failApi({ service: "dynamodb", role: name, ...slowness(handledTable) });
  await aws.faults.deliverTwice(mapping, { count: 1 });
  for (const id of EVENTS) {
    const event = { specversion: "1.0", id, source: "/test", type: "com.example.step.done.v1", data: {} };
    await bench.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: JSON.stringify(event) }));
  }
  const invocations = () => aws.invocations().filter(({ functionName }) => functionName === name);
  // What was killed is tried again by a table that is fast again.
  await eventually("two invocations", async () => invocations().length >= 2, { withinMs: 60_000 });
  await slow.remove();
  await eventually("an empty queue", async () => (await countMessages({ sqs: bench.sqs }, url)) === 0, {
    withinMs: 60_000,
  });
  const { Items = [] } = await new DynamoDBClient({}).send(new ScanCommand({ TableName: sinkTable }));
  const times = Items.map(({ events }) => events?.L?.length ?? 0);
  return { times, outcomes: new Set(invocations().map(({ outcome }) => outcome)) };
}

test("events that are delivered twice at the same time are handled once each, however slow everything is, as long as nothing is killed", async () => {
  // Every call, as on a machine that is busy with other things.
  const found = await deliveredTwice(30, () => ({ delayMs: 1_200 }));
  expect(found).toEqual({ times: EVENTS.map(() => 1), outcomes: new Set(["ok"]) });
});

test("what its time-out ends between the effect and the note of it is handled again: delivery is at least once", async () => {
  // The note comes to the table long after the invocation has ended, and the effect at once.
  const { times, outcomes } = await deliveredTwice(6, (handledTable) => ({
    action: "UpdateItem",
    resource: `arn:aws:dynamodb:${aws.region}:${aws.accountId}:table/${handledTable}`,
    delayMs: 60_000,
  }));
  expect(outcomes).toContain("error");
  expect(times).toHaveLength(EVENTS.length);
  expect(Math.max(...times)).toBeGreaterThan(1);
});
