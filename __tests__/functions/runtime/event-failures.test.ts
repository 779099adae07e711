import { IdempotencyAlreadyInProgressError } from "@aws-lambda-powertools/idempotency";
import type { SNSEventRecord, SQSRecord } from "aws-lambda";
import { ComeAgain } from "../../../functions/runtime/come-again";
import { eventFailures, isTooLargeForRecord } from "../../../functions/runtime/event-failures";
import { UnreadableEventError } from "../../../functions/runtime/event-record";
import { PermanentError } from "../../../functions/runtime/job-errors";
import { MAX_MESSAGE_BYTES } from "../../../functions/shared/sqs-attributes";

interface Setup {
  readonly throws: unknown;
  readonly receives?: number;
  readonly fifo?: boolean;
  readonly hasDeadLetters?: boolean;
  readonly retryBaseSeconds?: number | undefined;
  readonly failing?: string;
}

const recordOf = (receives: number) =>
  ({ messageId: "m-1", attributes: { ApproximateReceiveCount: String(receives) } }) as SQSRecord;
const notificationOf = (Message: string) =>
  ({ EventSource: "aws:sns", Sns: { MessageId: "sns-1", Message } }) as SNSEventRecord;

function failuresOf({ fifo = false, hasDeadLetters = true, failing, ...setup }: Setup) {
  const steps: unknown[][] = [];
  const step = async (...what: unknown[]) => {
    steps.push(what);
    if (failing === what[0]) throw new Error(`${failing} failed`);
  };
  const silent = () => undefined;
  const failures = eventFailures({
    queues: {
      comeAgain: (_record, seconds) => step("come again", seconds),
      giveUp: (_record, reason) => step("give up", reason),
      giveUpNotification: (_record, reason) => step("give up", reason),
    },
    hasDeadLetters,
    fifo,
    maxReceiveCount: 3,
    retryBaseSeconds: "retryBaseSeconds" in setup ? setup.retryBaseSeconds : 100,
    log: { info: silent, warn: silent, error: silent },
  });
  const end = (outcome: Promise<void>) =>
    outcome.then(
      () => "acknowledged",
      (error) => (error instanceof ComeAgain ? "comes again" : `left: ${error.message}`),
    );
  return { failures, steps, end };
}

const flaky = new Error("flaky");
const permanent = new PermanentError("No such customer");
const unreadable = new UnreadableEventError("The message is not JSON");
const busy = new IdempotencyAlreadyInProgressError("in progress");
const reason = (type: string, title: string) => ["give up", { type: `urn:problem-type:event-${type}`, title }];

test.each<[string, Setup, unknown[][], string]>([
  ["a permanent error", { throws: permanent }, [reason("refused", "No such customer")], "acknowledged"],
  [
    "a permanent error of a kind of its own",
    { throws: new PermanentError("x", { type: "urn:own" }) },
    [["give up", { type: "urn:own", title: "x" }]],
    "acknowledged",
  ],
  ["what is no event", { throws: unreadable }, [reason("unreadable", "The message is not JSON")], "acknowledged"],
  [
    "the last receive of a FIFO message, which would hold up its group",
    { throws: flaky, receives: 3, fifo: true },
    [reason("failed", "Error: flaky")],
    "acknowledged",
  ],
  ["the last receive, which SQS moves at once", { throws: flaky, receives: 3 }, [["come again", 0]], "comes again"],
  ["an event that another delivery handles", { throws: busy }, [], "left: in progress"],
  [
    "the same at the last receive of a FIFO message",
    { throws: busy, receives: 3, fifo: true },
    [],
    "left: in progress",
  ],
  ["a failure where nothing is set", { throws: flaky, retryBaseSeconds: undefined }, [], "left: flaky"],
  [
    "a permanent error without a dead-letter queue",
    { throws: permanent, hasDeadLetters: false, retryBaseSeconds: undefined },
    [],
    "left: No such customer",
  ],
  [
    "a dead-letter queue that refuses, at the last receive: SQS moves it",
    { throws: permanent, receives: 3, failing: "give up" },
    [reason("refused", "No such customer"), ["come again", 0]],
    "comes again",
  ],
  [
    "a time that cannot be set",
    { throws: flaky, receives: 3, failing: "come again" },
    [["come again", 0]],
    "left: come again failed",
  ],
])("from the queue: %s", async (_name, setup, steps, outcome) => {
  const { failures, steps: done, end } = failuresOf(setup);
  expect(await end(failures.ofQueue(recordOf(setup.receives ?? 1), setup.throws))).toBe(outcome);
  expect(done).toEqual(steps);
});

test("waits between tries double, half of each left to chance, on standard and FIFO queues", async () => {
  for (const fifo of [true, false]) {
    for (const [receives, longest] of [
      [1, 100],
      [2, 200],
    ] as const) {
      const { failures, steps, end } = failuresOf({ throws: flaky, fifo });
      expect(await end(failures.ofQueue(recordOf(receives), flaky))).toBe("comes again");
      const [[, seconds]] = steps as [[string, number]];
      expect(seconds).toBeGreaterThanOrEqual(longest / 2);
      expect(seconds).toBeLessThanOrEqual(longest);
    }
  }
});

const fits = "x".repeat(200_000);
const quotes = '"'.repeat(130_000);

test.each<[string, string, Setup, unknown[][], string]>([
  ["a failure", fits, { throws: flaky }, [], "left: flaky"],
  ["a permanent error", fits, { throws: permanent }, [reason("refused", "No such customer")], "acknowledged"],
  ["what is no event", fits, { throws: unreadable }, [reason("unreadable", "The message is not JSON")], "acknowledged"],
  [
    "a failure whose record would not fit",
    quotes,
    { throws: flaky },
    [reason("failed", "Error: flaky")],
    "acknowledged",
  ],
  [
    "the same where the dead-letter queue refuses",
    quotes,
    { throws: flaky, failing: "give up" },
    [reason("failed", "Error: flaky")],
    "left: flaky",
  ],
  ["the same without a dead-letter queue", quotes, { throws: flaky, hasDeadLetters: false }, [], "left: flaky"],
  ["what is thrown and is no error", fits, { throws: Object.create(null) }, [], "left: [Object: null prototype] {}"],
])("from the topic: %s", async (_name, message, setup, steps, outcome) => {
  const { failures, steps: done, end } = failuresOf(setup);
  expect(await end(failures.ofTopic(notificationOf(message), setup.throws))).toBe(outcome);
  expect(done).toEqual(steps);
});

test("a record is too large by the bytes of JSON within JSON, and of the error", () => {
  const most = (text: string) =>
    notificationOf(text.repeat(Math.floor((MAX_MESSAGE_BYTES - 6_000) / Buffer.byteLength(text))));
  expect(isTooLargeForRecord(most("x"), flaky)).toBe(false);
  expect(isTooLargeForRecord(most("ü"), flaky)).toBe(false);
  expect(isTooLargeForRecord(most('"x'), flaky)).toBe(true);
  expect(isTooLargeForRecord(most("x"), new Error("y".repeat(9_000)))).toBe(true);
  expect(isTooLargeForRecord(notificationOf("x".repeat(MAX_MESSAGE_BYTES)), flaky)).toBe(true);
});
