import fc from "fast-check";
import { type TurnCell, takeTurn } from "../../../functions/runtime/turn";

/** The row of the turn, in memory: what its conditions say. */
function cellInMemory(): TurnCell {
  let held: { who: string; until: number } | undefined;
  let waiting: { who: string; until: number } | undefined;
  return {
    async take(who, until, now) {
      const free = held === undefined || held.until <= now;
      const next = waiting === undefined || waiting.who === who || waiting.until <= now;
      if (!free || !next) return { took: false, ...(held !== undefined && { heldUntil: held.until }) };
      held = { who, until };
      waiting = undefined;
      return { took: true };
    },
    async queueUp(who, until, now) {
      if (waiting !== undefined && waiting.who !== who && waiting.until > now) return false;
      waiting = { who, until };
      return true;
    },
    async release(who) {
      if (held?.who === who) held = undefined;
    },
  };
}

/** Time that passes only when all are asleep. */
class Clock {
  now = 1_000_000;
  readonly #sleepers: { at: number; wake: () => void }[] = [];

  readonly read = () => this.now;

  readonly sleep = (milliseconds: number) =>
    new Promise<void>((wake) => this.#sleepers.push({ at: this.now + Math.max(1, milliseconds), wake }));

  async runUntil(done: Promise<unknown>): Promise<void> {
    let ended = false;
    done.finally(() => {
      ended = true;
    });
    for (;;) {
      for (let tick = 0; tick < 20; tick++) await Promise.resolve();
      if (ended) return;
      this.#sleepers.sort((a, b) => a.at - b.at);
      const next = this.#sleepers.shift();
      if (next === undefined) continue;
      this.now = next.at;
      next.wake();
    }
  }
}

interface Work {
  readonly who: string;
  readonly from: number;
  readonly to: number;
  readonly left: number;
}

/** What Lambda does: so many invocations at a time, each with one job, as long as there are jobs. */
async function drain(
  jobsMs: readonly number[],
  { timeoutMs, invocations = 2 }: { timeoutMs: number; invocations?: number },
) {
  const clock = new Clock();
  const cell = cellInMemory();
  const queue = jobsMs.map((ms, index) => ({ ms, who: `job-${index}` }));
  const done: Work[] = [];
  let handedBack = 0;
  const poller = async () => {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
      const end = clock.now + 2 * timeoutMs;
      const turn = await takeTurn(cell, { who: job.who, end, latest: end - timeoutMs }, clock.read, clock.sleep);
      if (turn.granted) {
        const from = clock.now;
        await clock.sleep(job.ms);
        done.push({ who: job.who, from, to: clock.now, left: end - from });
        await turn.release();
      } else {
        handedBack++;
        queue.push(job);
      }
    }
  };
  await clock.runUntil(Promise.all(Array.from({ length: invocations }, poller)));
  return { done, handedBack };
}

test("jobs of any length up to their time-out are done one after the other, each with its whole time, and hardly one is handed back", async () => {
  const timeoutMs = 6_000;
  const jobs = fc.array(fc.integer({ min: 1, max: timeoutMs }), { minLength: 1, maxLength: 24 });
  await fc.assert(
    fc.asyncProperty(jobs, async (jobsMs) => {
      const { done, handedBack } = await drain(jobsMs, { timeoutMs });
      expect(done).toHaveLength(jobsMs.length);
      // Handing over takes up to half a second: only who waits for a job that leaves less than that of its time-out is too late, and then once.
      expect(handedBack).toBeLessThanOrEqual(jobsMs.filter((ms) => ms > timeoutMs - 600).length);
      for (const [index, { from, left }] of done.entries()) {
        if (index > 0) expect(from).toBeGreaterThanOrEqual(done[index - 1]!.to);
        expect(left).toBeGreaterThanOrEqual(timeoutMs);
      }
    }),
    { numRuns: 50 },
  );
});

test("nobody is overtaken: with two invocations a job waits for one other at most", async () => {
  const { done } = await drain([1_000, 1_000, 1_000, 1_000, 1_000, 1_000], { timeoutMs: 1_500 });
  expect(done.map(({ who }) => who)).toEqual(["job-0", "job-1", "job-2", "job-3", "job-4", "job-5"]);
});

test("more invocations than Lambda was asked for still do one job at a time", async () => {
  const { done } = await drain(
    Array.from({ length: 12 }, () => 3_000),
    { timeoutMs: 6_000, invocations: 5 },
  );
  const sorted = [...done].sort((a, b) => a.from - b.from);
  for (const [index, { from }] of sorted.entries())
    if (index > 0) expect(from).toBeGreaterThanOrEqual(sorted[index - 1]!.to);
  expect(done).toHaveLength(12);
});

test("the turn of one that died is free when its invocation would have ended, not before", async () => {
  const clock = new Clock();
  const cell = cellInMemory();
  await cell.take("dead", clock.now + 8_000, clock.now);
  const wish = (who: string, latest: number) =>
    takeTurn(cell, { who, end: latest + 6_000, latest: clock.now + latest }, clock.read, clock.sleep);
  const start = clock.now;
  const early = wish("early", 6_000);
  await clock.runUntil(early);
  expect(await early).toEqual({ granted: false, at: start + 8_000 });
  expect(clock.now - start).toBe(6_000);
  const later = wish("later", 6_000);
  await clock.runUntil(later);
  expect(await later).toMatchObject({ granted: true });
  expect(clock.now - start).toBeGreaterThanOrEqual(8_000);
});

test("a waiter that died holds up the next one for five seconds at most", async () => {
  const clock = new Clock();
  const cell = cellInMemory();
  const start = clock.now;
  await cell.queueUp("dead", start + 5_000, start);
  const turn = takeTurn(cell, { who: "next", end: start + 60_000, latest: start + 30_000 }, clock.read, clock.sleep);
  await clock.runUntil(turn);
  expect(await turn).toMatchObject({ granted: true });
  expect(clock.now - start).toBeLessThanOrEqual(5_500);
});

test("without time to wait there is one look", async () => {
  const clock = new Clock();
  const cell = cellInMemory();
  const now = clock.now;
  const wish = { who: "a", end: now + 1_000, latest: now - 1 };
  expect(await takeTurn(cell, wish, clock.read, clock.sleep)).toMatchObject({ granted: true });
  expect(await takeTurn(cell, { ...wish, who: "b" }, clock.read, clock.sleep)).toEqual({
    granted: false,
    at: now + 1_000,
  });
});
