import { SendMessageBatchCommand, type SendMessageBatchRequestEntry, SendMessageCommand } from "@aws-sdk/client-sqs";
import { describePatch, eventually, NOTE, pause, type Workbench, withLocalAws } from "../../support";

const NOTE_EVENT = `${NOTE} exports.handler = async ({ Records }) => note("batches", Records);`;
/** Long enough for a mapping to look at its queue twice. */
const TWO_LOOKS_MS = 2_500;

type Batch = readonly {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: Record<string, string>;
  readonly messageAttributes: Record<string, object>;
  readonly md5OfMessageAttributes?: string;
}[];

async function send(bench: Workbench, url: string, count: number): Promise<void> {
  const entries: SendMessageBatchRequestEntry[] = Array.from({ length: count }, (_, index) => ({
    Id: String(index),
    MessageBody: String(index),
  }));
  for (let start = 0; start < count; start += 10) {
    await bench.sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: entries.slice(start, start + 10) }));
  }
}

describePatch(
  "sqs_mapping",
  "a batch waits for its window, up to its size",
  async (bench) => {
    const { url, arn } = await bench.queue("late");
    await bench.function("work", NOTE_EVENT);
    await bench.mapping(arn, "work", { BatchSize: 25, MaximumBatchingWindowInSeconds: 2 });
    await send(bench, url, 30);
    const batches = await eventually("30 messages", () => {
      const seen = bench.notes<Batch>("batches");
      return seen.flat().length === 30 && seen;
    });
    return batches.map((batch) => batch.length);
  },
  [25, 5],
);

/** Answer of a handler (as its source, with `ids` of the batch's messages), and the number of messages left of two. */
const ANSWERS: readonly (readonly [answer: string, left: number])[] = [
  ["null", 0],
  ["undefined", 0],
  ["{}", 0],
  ["{ batchItemFailures: [] }", 0],
  ["{ batchItemFailures: null }", 0],
  ["{ batchItemFailures: [{ itemIdentifier: ids[0] }] }", 1],
  ["{ batchItemFailures: [{ itemIdentifier: '' }] }", 2],
  ["{ batchItemFailures: [{ itemIdentifier: null }] }", 2],
  ["{ batchItemFailures: [{ messageId: ids[0] }] }", 2],
  ["{ batchItemFailures: [{ itemIdentifier: ids[0] }, { itemIdentifier: 'unknown' }] }", 2],
  ["{ batchItemFailures: [ids[0]] }", 2],
  ["{ batchItemFailures: 'all' }", 2],
  ["'done'", 2],
];

describePatch(
  "sqs_mapping",
  "a malformed answer fails the whole batch, no answer is a success",
  async (bench) => {
    await Promise.all(
      ANSWERS.map(async ([answer], index) => {
        const { url, arn } = await bench.queue(`answer-${index}`, { VisibilityTimeout: "600" });
        await bench.function(
          `answer-${index}`,
          `exports.handler = async ({ Records }) => { const ids = Records.map((r) => r.messageId); return ${answer}; };`,
        );
        await send(bench, url, 2);
        await bench.mapping(arn, `answer-${index}`, { FunctionResponseTypes: ["ReportBatchItemFailures"] });
      }),
    );
    await eventually("every function was called", () => bench.aws.invocations().length >= ANSWERS.length);
    return eventually("the messages are settled", async () => {
      const left = [];
      for (const [index, [answer]] of ANSWERS.entries()) {
        const { visible, inFlight } = await bench.depth(`${bench.aws.endpoint}/${bench.aws.accountId}/answer-${index}`);
        if (visible > 0) return false;
        left.push([answer, inFlight]);
      }
      return left;
    });
  },
  ANSWERS.map((pair) => [...pair]),
);

describePatch(
  "sqs_mapping",
  "a throttled batch is tried again while its messages are hidden",
  async (bench) => {
    const { url, arn } = await bench.queue("throttled", { VisibilityTimeout: "600" });
    const source = `${NOTE} exports.handler = async ({ Records }) => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      note("counts", Records[0].attributes.ApproximateReceiveCount);
    };`;
    await bench.function("slow", source);
    await bench.concurrency("slow", 1);
    await bench.mapping(arn, "slow", { BatchSize: 1 });
    await send(bench, url, 4);
    const counts = await eventually("four deliveries", () => {
      const seen = bench.notes<string>("counts");
      return seen.length === 4 && seen;
    });
    return { counts, throttled: bench.aws.invocations().some(({ outcome }) => outcome === "throttled") };
  },
  { counts: ["1", "1", "1", "1"], throttled: true },
);

describePatch(
  "sqs_mapping",
  "a record is complete",
  async (bench) => {
    const { url, arn } = await bench.queue("whole");
    await bench.function("work", NOTE_EVENT);
    await bench.sqs.send(
      new SendMessageCommand({
        QueueUrl: url,
        MessageBody: "hello",
        MessageAttributes: { job_id: { DataType: "String", StringValue: "1" } },
      }),
    );
    await bench.mapping(arn, "work");
    const [[record]] = await eventually("a batch", () => {
      const seen = bench.notes<[Batch[number]]>("batches");
      return seen.length > 0 && (seen as [[Batch[number]]]);
    });
    const { messageAttributes, md5OfMessageAttributes } = record;
    return { messageAttributes, md5: md5OfMessageAttributes?.length };
  },
  {
    messageAttributes: { job_id: { stringValue: "1", stringListValues: [], binaryListValues: [], dataType: "String" } },
    md5: 32,
  },
);

test(
  "what fails stays hidden until its visibility time-out is over, and is counted",
  () =>
    withLocalAws([], async (bench) => {
      const { url, arn } = await bench.queue("failing", { VisibilityTimeout: "2" });
      const source = `${NOTE} exports.handler = async ({ Records }) => {
      note("tries", [Records[0].attributes.ApproximateReceiveCount, Date.now()]);
      throw new Error("no");
    };`;
      await bench.function("fails", source);
      await bench.mapping(arn, "fails");
      await send(bench, url, 1);
      const [first, second] = await eventually("two tries", () => {
        const seen = bench.notes<[string, number]>("tries");
        return seen.length >= 2 && (seen as [[string, number], [string, number]]);
      });
      expect([first[0], second[0]]).toEqual(["1", "2"]);
      // At least the time-out, less what the clock may be off: the lower bound is a promise of SQS.
      expect(second[1] - first[1]).toBeGreaterThan(1_900);
    }),
  60_000,
);

test(
  "what a function makes visible comes again at once, though its time-out is long",
  () =>
    withLocalAws([], async (bench) => {
      const { url, arn } = await bench.queue("hurry", { VisibilityTimeout: "600" });
      const source = `${NOTE}
      const { SQSClient, ChangeMessageVisibilityCommand } = require("@aws-sdk/client-sqs");
      exports.handler = async ({ Records: [record] }) => {
        note("tries", record.attributes.ApproximateReceiveCount);
        await new SQSClient({}).send(new ChangeMessageVisibilityCommand(
          { QueueUrl: process.env.QUEUE_URL, ReceiptHandle: record.receiptHandle, VisibilityTimeout: 0 }));
        return { batchItemFailures: [{ itemIdentifier: record.messageId }] };
      };`;
      const Environment = { Variables: { QUEUE_URL: url } };
      await bench.function("hurries", source, { Environment });
      await bench.mapping(arn, "hurries", { FunctionResponseTypes: ["ReportBatchItemFailures"] });
      await send(bench, url, 1);
      await eventually("three tries", () => bench.notes("tries").length >= 3);
      expect(bench.notes<string>("tries").slice(0, 3)).toEqual(["1", "2", "3"]);
    }),
  60_000,
);

test(
  "what failed too often moves to the dead-letter queue, itself mapped",
  () =>
    withLocalAws([], async (bench) => {
      const dead = await bench.queue("dead");
      const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 1 });
      const { url, arn } = await bench.queue("alive", { VisibilityTimeout: "0", RedrivePolicy });
      await bench.function("fails", 'exports.handler = async () => { throw new Error("no"); };');
      await bench.function("work", NOTE_EVENT);
      await bench.mapping(arn, "fails");
      await bench.mapping(dead.arn, "work");
      await send(bench, url, 1);
      const [[record]] = await eventually("the message", () => {
        const seen = bench.notes<Batch>("batches");
        return seen.length > 0 && (seen as unknown as [[Batch[number]]]);
      });
      expect(record.attributes).toMatchObject({ DeadLetterQueueSourceArn: arn, ApproximateReceiveCount: "2" });
    }),
  60_000,
);

test(
  "no more batches run at a time than the mapping allows",
  () =>
    withLocalAws([], async (bench) => {
      const { url, arn } = await bench.queue("narrow");
      const source = `${NOTE} exports.handler = async () => {
      note("moves", 1);
      await new Promise((resolve) => setTimeout(resolve, 200));
      note("moves", -1);
    };`;
      await bench.function("narrow", source);
      await bench.mapping(arn, "narrow", { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } });
      await send(bench, url, 10);
      const moves = await eventually("ten batches", () => {
        const seen = bench.notes<number>("moves");
        return seen.length === 20 && seen;
      });
      let running = 0;
      const peak = Math.max(...moves.map((move) => (running += move)));
      expect(peak).toBe(2);
    }),
  60_000,
);

test(
  "a FIFO queue keeps the order of a group, also across failures, and serves groups side by side",
  () =>
    withLocalAws([], async (bench) => {
      const { url, arn } = await bench.queue("ordered.fifo", { FifoQueue: "true", VisibilityTimeout: "1" });
      const source = `${NOTE} const failed = new Set();
      exports.handler = async ({ Records }) => {
        const failures = [];
        for (const { messageId, body, attributes } of Records) {
          if (failures.length > 0 || (body === "a1" && attributes.ApproximateReceiveCount === "1"))
            failures.push({ itemIdentifier: messageId });
          else note("order", body);
        }
        return { batchItemFailures: failures };
      };`;
      await bench.function("ordered", source);
      for (const body of ["a0", "a1", "a2", "b0", "b1"]) {
        const ids = { MessageGroupId: body[0], MessageDeduplicationId: body };
        await bench.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body, ...ids }));
      }
      await bench.mapping(arn, "ordered", { FunctionResponseTypes: ["ReportBatchItemFailures"] });
      await eventually("five messages", () => bench.notes("order").length >= 5);
      const order = bench.notes<string>("order");
      expect(order.filter((body) => body.startsWith("a"))).toEqual(["a0", "a1", "a2"]);
      expect(order.filter((body) => body.startsWith("b"))).toEqual(["b0", "b1"]);
    }),
  60_000,
);

test(
  "nothing is delivered by a disabled mapping",
  () =>
    withLocalAws([], async (bench) => {
      const { url, arn } = await bench.queue("off");
      await bench.function("work", NOTE_EVENT);
      await bench.mapping(arn, "work", { Enabled: false });
      await send(bench, url, 1);
      await pause(TWO_LOOKS_MS);
      expect(bench.notes("batches")).toEqual([]);
    }),
  60_000,
);

test(
  "2,000 messages from eight senders arrive once each",
  () =>
    withLocalAws([], async (bench) => {
      const { url, arn } = await bench.queue("busy", { VisibilityTimeout: "600" });
      await bench.function("work", `${NOTE} exports.handler = async ({ Records }) => note("sizes", Records.length);`);
      await bench.mapping(arn, "work");
      await Promise.all(Array.from({ length: 8 }, () => send(bench, url, 250)));
      await eventually("the queue is empty", async () => {
        const { visible, inFlight } = await bench.depth(url);
        return visible + inFlight === 0;
      });
      expect(bench.notes<number>("sizes").reduce((sum, size) => sum + size, 0)).toBe(2_000);
    }),
  60_000,
);
