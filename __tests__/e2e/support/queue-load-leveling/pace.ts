import { RATE_ROW_ID } from "../../../../functions/queue-load-leveling/contract";
import { forEachAtATime } from "../../../../scripts/demo/at-a-time";
import { effects } from "../legacy";
import { DELAY_SECONDS } from "./root";
import type { Suite } from "./suite";

const JOBS = 60;
const PER_SECOND = 10;
const TURN_AFTER_MS = 6_000;

const customer = (index: number) => ({ customerId: `paced-${index}`, name: "Paced", email: "paced@example.com" });

export function pace(suite: () => Suite): void {
  test("producers without an API: all their jobs are done, at the rate that the target's own log shows", async () => {
    const paced = suite().instance("paced");
    const sender = suite().caller("sender");
    const named = { DataType: "String", StringValue: "named-by-a-producer" };
    const indexes = Array.from({ length: JOBS }, (_, index) => index);
    let resumedAt = 0;
    const messageIds = await paced.whilePaused(async () => {
      const sent = await forEachAtATime(indexes, 10, (index) =>
        paced.send(customer(index), index === 0 ? { MessageAttributes: { job_id: named } } : {}, sender),
      );
      resumedAt = Date.now();
      return sent;
    });
    const ids = messageIds.map((id, index) => (index === 0 ? named.StringValue : id));
    const rows = await paced.ended(ids);
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(["succeeded"]));

    const calls = await suite().legacy.calls("paced-");
    expect(effects(calls).sort()).toEqual(indexes.map((index) => customer(index).customerId).sort());
    const times = calls.map(({ at }) => at).sort((a, b) => a - b);
    // Over all workers, none comes before its turn; a busy machine only makes them later. A timer may fire a millisecond early.
    for (const [n, at] of times.entries()) expect(at - resumedAt).toBeGreaterThanOrEqual((n * 1000) / PER_SECOND - 1);
    // Waiting for a turn used up no try: every attempt is a call that the target saw.
    expect(rows.reduce((sum, { attempts = 0 }) => sum + attempts, 0)).toBe(calls.length);
  });

  test("a job whose turn would come too late goes back to the queue, and that uses up no try", async () => {
    const paced = suite().instance("paced");
    // Longer than half of an invocation, which is as long as a job may wait in one.
    const turn = Date.now() + TURN_AFTER_MS;
    await paced.putRow({ id: RATE_ROW_ID, next_at: turn });
    const indexes = [1_000, 1_001, 1_002];
    const ids = await Promise.all(indexes.map((index) => paced.send(customer(index))));
    const rows = await paced.ended(ids);
    const calls = await suite().legacy.calls("paced-100");
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(["succeeded"]));
    expect(rows.reduce((sum, { attempts = 0 }) => sum + attempts, 0)).toBe(calls.length);
    expect(Math.min(...calls.map(({ at }) => at))).toBeGreaterThanOrEqual(turn);
  });

  test("one at a time: no job starts before the one before it has ended, and none loses a try by waiting", async () => {
    const single = suite().instance("single");
    // Some take most of the five seconds of their time-out: whoever waited for one must have its own five left.
    const tasks = Array.from({ length: 8 }, (_, index) => ({
      customerId: `single-${index}`,
      waitMs: index < 3 ? 3_500 : 200,
    }));
    const ids = await single.whilePaused(() => Promise.all(tasks.map((task) => single.send(task))));
    const rows = await single.ended(ids);
    expect(rows.map(({ state }) => state)).toEqual(tasks.map(() => "succeeded"));
    const calls = await suite().legacy.calls("single-");
    expect(rows.reduce((sum, { attempts = 0 }) => sum + attempts, 0)).toBe(calls.length);
    // Each attempt is a call: a time-out for want of time would be another one.
    const throttled = suite()
      .target.embedded?.invocations()
      .filter(
        ({ functionName, outcome }) => functionName === single.outputs.worker_function_name && outcome === "throttled",
      );
    expect(throttled ?? []).toEqual([]);
    expect(await single.count(single.deadLetterQueueUrl)).toBe(0);
    // A job that was tried again started before others did.
    const once = rows.filter(({ attempts }) => attempts === 1);
    const spans = once.map((row) => [row.started_at ?? "", row.finished_at ?? ""] as const).sort();
    const overlaps = spans.filter(([started], index) => index > 0 && started < (spans[index - 1]?.[1] ?? ""));
    expect(overlaps).toEqual([]);
  });

  test("no worker has a job before the queue's delay is over", async () => {
    const single = suite().instance("single");
    const [row] = await single.ended([await single.accept({ customerId: "delayed-1" })]);
    expect(row).toMatchObject({ state: "succeeded", attempts: 1 });
    const waitedMs = Date.parse(row?.started_at ?? "") - Date.parse(row?.created_at ?? "");
    expect(waitedMs).toBeGreaterThanOrEqual(DELAY_SECONDS * 1_000);
  });
}
