import type { Context, SQSRecord } from "aws-lambda";
import { ComeAgain } from "../../../functions/runtime/come-again";
import { PermanentError } from "../../../functions/runtime/job-errors";
import type { JobParts } from "../../../functions/runtime/job-parts";
import type { Claim } from "../../../functions/runtime/job-rows";
import { processJob } from "../../../functions/runtime/process-job";

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
  /** What the schema's own code throws. */
  readonly schemaThrows?: unknown;
  readonly attempt?: number;
  readonly receives?: number;
  readonly fifo?: boolean;
  readonly failing?: string;
  /** What the row says instead of a claim. */
  readonly refused?: "leased" | "otherPayload";
  /** What comes of waiting for the turn and for a slot; undefined: nobody waits. */
  readonly turn?: boolean;
  readonly slot?: boolean;
}

function claimOf(refused: Setup["refused"], attempt: number, lease: number): Claim {
  if (refused === "leased") return { outcome: "leased", until: lease };
  return refused === "otherPayload" ? { outcome: "otherPayload" } : { outcome: "claimed", attempt, lease };
}

/** Does one record with a table and queues that write down what is asked of them. Returns that, and how it ended. */
async function run({
  throws,
  schemaThrows,
  attempt = 1,
  receives = 1,
  fifo = false,
  failing,
  refused,
  turn,
  slot,
}: Setup) {
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
    schema:
      schemaThrows === undefined
        ? undefined
        : { "~standard": { version: 1, vendor: "x", validate: () => fail(schemaThrows) } },
    rows: {
      claim: (_id, _hash, lease) => step("claim", claimOf(refused, attempt, lease)),
      succeed: () => step("succeed", undefined),
      release: () => step("release", true),
      fail: () => step("fail", true),
    },
    deliveries: {
      comeAgain: () => step("come again", undefined),
      sendBack: () => step("send back", undefined),
      sendToDeadLetters: () => step("dead letter", undefined),
    },
    takeTurn:
      turn === undefined
        ? undefined
        : () =>
            step(
              "turn",
              turn ? { granted: true, release: () => step("release turn", undefined) } : { granted: false, at: 0 },
            ),
    inHand: new Map(),
    takeSlot: slot === undefined ? undefined : () => step("slot", { granted: slot, at: 0 }),
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

function fail(error: unknown): never {
  throw error;
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
  [
    "the last receive of a job that was not tried as often: throttled batches used them up",
    { throws: flaky, attempt: 1, receives: 3 },
    "claim, handle, release, send back",
    "acknowledged",
  ],
  [
    "the same, of a FIFO message, of which no copy can keep the place",
    { throws: flaky, attempt: 1, receives: 3, fifo: true },
    "claim, handle, dead letter, fail",
    "acknowledged",
  ],
  [
    "a schema whose transform fails: the attempt did, and its row says why",
    { schemaThrows: new TypeError("Invalid URL") },
    "claim, release, come again",
    "comes again",
  ],
  ["the same, with nothing at all", { schemaThrows: null }, "claim, release, come again", "comes again"],
  [
    "the same for the last time",
    { schemaThrows: flaky, attempt: 3, receives: 3, turn: true },
    "claim, fail, come again",
    "comes again",
  ],
  ["a job that another worker has", { refused: "leased" }, "claim, come again", "comes again"],
  [
    "a job that another worker has, at the last receive: it waits as a copy, for that worker may die",
    { refused: "leased", receives: 3 },
    "claim, send back",
    "acknowledged",
  ],
  ["one at a time, its turn", { turn: true }, "turn, claim, handle, succeed, release turn", "acknowledged"],
  [
    "one at a time, a failure: the next one has its turn at once",
    { turn: true, throws: flaky },
    "turn, claim, handle, release, come again, release turn",
    "comes again",
  ],
  ["one at a time, not its turn in time", { turn: false }, "turn, send back", "acknowledged"],
  ["the same on a FIFO queue", { turn: false, fifo: true }, "turn, come again", "comes again"],
  [
    "one at a time and at a rate: the turn first, so that two starts are never closer than the rate",
    { turn: true, slot: true },
    "turn, slot, claim, handle, succeed, release turn",
    "acknowledged",
  ],
  [
    "one at a time, without a slot in time",
    { turn: true, slot: false },
    "turn, slot, send back, release turn",
    "acknowledged",
  ],
  [
    "a turn that cannot be given back: it ends by itself, and the job is done all the same",
    { turn: true, failing: "release turn" },
    "turn, claim, handle, succeed, release turn",
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
    { refused: "otherPayload" },
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
