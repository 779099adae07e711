import { JOB_ERROR_TYPES } from "../../../../functions/queue-load-leveling/contract";
import { embeddedTest, withFaults } from "../fault-test";
import { effects, taken } from "../legacy";
import type { TaskResult } from "../workers/task-worker";
import type { Suite } from "./suite";

/** A killed worker's messages come again after six times its time-out of 5 s. */
const REDELIVERED_WITHIN_MS = 240_000;
const FAR_AWAY = 2 ** 31 * 1000;

const numbered = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}-${index}`);

export function failures(suite: () => Suite): void {
  test("poison in a batch of ten harms only itself, and its message is kept as it was", async () => {
    const jobs = suite().instance("jobs");
    const customers = numbered("ten", 10);
    const bodies = customers.map((customerId, index) =>
      index === 4 ? { customerId, refuseUntil: FAR_AWAY } : { customerId },
    );
    const ids = await jobs.whilePaused(() => Promise.all(bodies.map((body) => jobs.accept(body))));
    const rows = await jobs.ended(ids);
    expect(rows.map(({ state }) => state)).toEqual(customers.map((_, index) => (index === 4 ? "failed" : "succeeded")));
    // One invocation had them all, or the poison would have had no one to harm.
    const results = rows.flatMap(({ result }) => (result === undefined ? [] : (JSON.parse(result) as TaskResult)));
    if (suite().target.embedded !== undefined)
      expect(new Set(results.map(({ invocation }) => invocation)).size).toBe(1);
    expect(effects(await suite().legacy.calls("ten-")).sort()).toEqual(customers.filter((_, index) => index !== 4));

    const [letter] = await jobs.deadLetters([ids[4]!]);
    expect(letter?.Body).toBe(JSON.stringify(bodies[4]));
    expect(letter?.MessageAttributes).toMatchObject({
      job_id: { StringValue: ids[4] },
      error_type: { StringValue: JOB_ERROR_TYPES.permanent },
      error_title: { StringValue: "Refused" },
    });
    expect((await jobs.get(ids[4]!)).body).toMatchObject({
      state: "failed",
      attempts: 1,
      error: { type: JOB_ERROR_TYPES.permanent, title: "Refused", detail: "ten-4 is not wanted yet." },
    });
  });

  test("a job that fails now and then succeeds; one that always fails ends failed, with its message kept", async () => {
    const jobs = suite().instance("jobs");
    const flaky = await jobs.accept({ customerId: "flaky", failTimes: 1 });
    const hopeless = await jobs.accept({ customerId: "hopeless", failTimes: 1_000 });
    const [flakyRow, hopelessRow] = await jobs.ended([flaky, hopeless]);
    expect(flakyRow).toMatchObject({ state: "succeeded" });
    expect(flakyRow?.attempts).toBeGreaterThanOrEqual(2);
    expect(hopelessRow).toMatchObject({ state: "failed", attempts: 5, error: { type: JOB_ERROR_TYPES.unexpected } });
    const [letter] = await jobs.deadLetters([hopeless]);
    expect(JSON.parse(letter?.Body ?? "")).toEqual({ customerId: "hopeless", failTimes: 1_000 });
    // What went wrong inside is for operators, not for clients.
    expect((await jobs.get(hopeless)).body.error).toEqual({
      type: JOB_ERROR_TYPES.unexpected,
      title: "The worker failed",
    });
  });

  test("a worker that dies without a word: the job reads failed, and its message is kept with id and attributes", async () => {
    const broken = suite().instance("broken");
    const attributes = {
      job_id: { DataType: "String", StringValue: "named-by-its-producer" },
      colour: { DataType: "String", StringValue: "blue" },
    };
    const unnamed = await broken.send({ customerId: "silent-1" });
    const messageId = await broken.send({ customerId: "silent-2" }, { MessageAttributes: attributes });
    const ids = [unnamed, "named-by-its-producer"];
    const rows = await broken.ended(ids, REDELIVERED_WITHIN_MS);
    expect(rows.map(({ state, error }) => [state, error?.type])).toEqual(
      ids.map(() => ["failed", JOB_ERROR_TYPES.undelivered]),
    );
    const letters = await broken.deadLetters(ids);
    expect(letters.map(({ MessageId }) => MessageId)).toEqual([unnamed, messageId]);
    expect(letters.map(({ Body }) => JSON.parse(Body ?? "").customerId)).toEqual(["silent-1", "silent-2"]);
    expect(letters[1]?.MessageAttributes).toMatchObject({ job_id: attributes.job_id, colour: attributes.colour });
  });

  embeddedTest("a worker killed in the middle of a batch: nothing is lost, nothing is doubled in the target", () =>
    withFaults(suite().target, async (faults) => {
      const jobs = suite().instance("jobs");
      const customers = numbered("killed", 20);
      const ids = await jobs.whilePaused(async () => {
        // In the middle: the target has the customers by then, and no row says so yet.
        await faults.killNext(jobs.outputs.worker_function_name, { afterMs: 1_500 });
        return Promise.all(customers.map((customerId) => jobs.accept({ customerId, waitMs: 2_500 })));
      });
      const rows = await jobs.ended(ids, REDELIVERED_WITHIN_MS);
      expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(["succeeded"]));
      // The batch that was killed was done again.
      expect(rows.filter(({ attempts = 0 }) => attempts > 1).length).toBeGreaterThan(0);
      expect(taken(await suite().legacy.calls("killed-")).sort()).toEqual(customers.sort());
    }),
  );

  embeddedTest("messages delivered twice at the same time are run once", () =>
    withFaults(suite().target, async (faults) => {
      const jobs = suite().instance("jobs");
      const customers = numbered("twice", 10);
      const { embedded } = suite().target;
      const runs = () =>
        embedded!.invocations().filter(({ functionName }) => functionName === jobs.outputs.worker_function_name).length;
      const before = runs();
      const ids = await jobs.whilePaused(async () => {
        await faults.deliverTwice(jobs.outputs.worker_mapping_id);
        return Promise.all(customers.map((customerId) => jobs.accept({ customerId, waitMs: 500 })));
      });
      await jobs.ended(ids);
      await jobs.drained();
      expect(runs() - before).toBeGreaterThanOrEqual(2);
      expect(effects(await suite().legacy.calls("twice-")).sort()).toEqual(customers.sort());
    }),
  );

  embeddedTest("a queue that cannot be reached: 503 with Retry-After, and no job is left behind", () =>
    withFaults(suite().target, async (faults) => {
      const jobs = suite().instance("jobs");
      const before = [...(await jobs.rows()).keys()];
      const accept = `${jobs.name}-accept`;
      await faults.failApi({ service: "sqs", action: "SendMessage", role: accept, code: "ServiceUnavailable" });
      const key = { "idempotency-key": "unreachable" };
      const { status, headers, body } = await jobs.post({ customerId: "unreachable" }, key);
      expect([status, headers.get("retry-after"), body.type]).toEqual([503, "1", "urn:problem-type:unavailable"]);
      expect([...(await jobs.rows()).keys()].sort()).toEqual(before.sort());

      // The client does as it was told.
      await faults.clear();
      const id = await jobs.accept({ customerId: "unreachable" }, key);
      expect((await jobs.ended([id]))[0]?.state).toBe("succeeded");
    }),
  );
}
