import type { Context, SQSRecord } from "aws-lambda";
import fc from "fast-check";
import { MAX_RETRY_SECONDS } from "../../../functions/queue-load-leveling/contract";
import { PermanentError } from "../../../functions/runtime/job-errors";
import { ComeAgain, type JobParts, processJob, retryDelaySeconds } from "../../../functions/runtime/process-job";

const context = { getRemainingTimeInMillis: () => 30_000 } as Context;
const recordOf = (receives: number, body = "{}") =>
  ({
    messageId: "m-1",
    receiptHandle: "r",
    body,
    attributes: { ApproximateReceiveCount: String(receives) },
    messageAttributes: {},
  }) as unknown as SQSRecord;

interface Setup {
  readonly throws?: unknown;
  readonly attempt?: number;
  readonly receives?: number;
  readonly fifo?: boolean;
  readonly failing?: string;
  /** The job was accepted with another payload. */
  readonly otherPayload?: boolean;
}

/** Does one record with a table and queues that write down what is asked of them. Returns that, and how it ended. */
async function run({ throws, attempt = 1, receives = 1, fifo = false, failing, otherPayload }: Setup) {
  const steps: string[] = [];
  const logged: unknown[] = [];
  const step = async <Value>(name: string, value: Value): Promise<Value> => {
    steps.push(name);
    if (failing === name) throw new Error(`${name} failed`);
    return value;
  };
  const log = (...facts: unknown[]) => void logged.push(facts);
  const parts: JobParts<unknown, unknown> = {
    handle: async () => {
      steps.push("handle");
      if (throws !== undefined) throw throws;
    },
    schema: undefined,
    rows: {
      claim: (_id, _hash, lease) =>
        step("claim", otherPayload ? { outcome: "otherPayload" } : { outcome: "claimed", attempt, lease }),
      succeed: () => step("succeed", undefined),
      release: () => step("release", true),
      fail: () => step("fail", true),
    },
    deliveries: {
      comeAgain: () => step("come again", undefined),
      sendBack: () => step("send back", undefined),
      sendToDeadLetters: () => step("dead letter", undefined),
    },
    takeSlot: undefined,
    fifo,
    maxReceiveCount: 3,
    retryBaseSeconds: 1,
    log: { info: log, warn: log, error: log },
  };
  const end = await processJob(recordOf(receives, '{"secret":"s3cr3t"}'), context, parts).then(
    () => "acknowledged",
    (error) => (error instanceof ComeAgain ? "comes again" : "left"),
  );
  return { steps: steps.join(", "), end, logged: JSON.stringify(logged) };
}

const flaky = new Error("flaky");
const permanent = new PermanentError("never");

test.each<[string, Setup, string, string]>([
  ["success", {}, "claim, handle, succeed", "acknowledged"],
  ["a first failure", { throws: flaky }, "claim, handle, release, come again", "comes again"],
  ["the last receive", { throws: flaky, attempt: 3, receives: 3 }, "claim, handle, fail, come again", "comes again"],
  [
    "the last receive of a FIFO message, which would hold up its group",
    { throws: flaky, attempt: 3, receives: 3, fifo: true },
    "claim, handle, dead letter, fail",
    "acknowledged",
  ],
  [
    "the last attempt of a copy",
    { throws: flaky, attempt: 3, receives: 1 },
    "claim, handle, dead letter, fail",
    "acknowledged",
  ],
  ["a permanent error", { throws: permanent }, "claim, handle, dead letter, fail", "acknowledged"],
  [
    "a dead-letter queue that refuses: the message stays",
    { throws: permanent, failing: "dead letter" },
    "claim, handle, dead letter",
    "left",
  ],
  [
    "a row that cannot be failed after that: at worst a duplicate",
    { throws: permanent, failing: "fail" },
    "claim, handle, dead letter, fail",
    "left",
  ],
  [
    "a message whose job was accepted with another payload: kept for people, and the job's row left alone",
    { otherPayload: true },
    "claim, dead letter",
    "acknowledged",
  ],
  ["a table that is down", { failing: "claim" }, "claim", "left"],
  ["a success that cannot be written", { failing: "succeed" }, "claim, handle, succeed", "left"],
])("%s", async (_name, setup, steps, end) => {
  const ran = await run(setup);
  expect([ran.steps, ran.end]).toEqual([steps, end]);
  expect(ran.logged).not.toContain("s3cr3t");
});

test("waits between attempts double, never above the longest that SQS can, and differ by chance", () => {
  expect([1, 2, 3, 4].map((attempt) => retryDelaySeconds(10, attempt, 1))).toEqual([10, 20, 40, 80]);
  const chance = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 1, max: 1_000 }), chance, (base, attempt, c) => {
      const seconds = retryDelaySeconds(base, attempt, c);
      const longest = Math.min(MAX_RETRY_SECONDS, base * 2 ** (attempt - 1));
      expect(Number.isInteger(seconds)).toBe(true);
      expect(seconds).toBeGreaterThanOrEqual(longest / 2);
      expect(seconds).toBeLessThanOrEqual(longest);
    }),
  );
});
