import { forEachAtATime } from "../../../../scripts/demo/at-a-time";
import { effects } from "../legacy";
import type { Task } from "../workers/task-worker";
import type { Suite } from "./suite";

const REQUESTS = 2_000;
/** One in a hundred is a poison record. */
const POISON_EVERY = 100;
const CLIENTS = 8;
const JOBS_WITHIN_MS = 400_000;

const key = (index: number) => ({ "idempotency-key": `burst-${index}` });

function task(index: number): Task {
  // As far away as a 32-bit time: no worker takes it in this test's life.
  const poison = index % POISON_EVERY === 0 ? { refuseUntil: 2 ** 31 * 1000 } : {};
  return { customerId: `burst-${index}`, ...poison };
}

export function burst(suite: () => Suite): void {
  const indexes = Array.from({ length: REQUESTS }, (_, index) => index);
  let ids: string[] = [];

  test(`${REQUESTS} requests: accepted = succeeded + failed, each effect once in the target`, async () => {
    const jobs = suite().instance("jobs");
    ids = await forEachAtATime(indexes, CLIENTS, (index) => jobs.accept(task(index), key(index)));
    expect(new Set(ids).size).toBe(REQUESTS);

    const rows = await jobs.ended(ids, JOBS_WITHIN_MS);
    const failed = rows.filter(({ state }) => state === "failed").map(({ id }) => id);
    const succeeded = rows.filter(({ state }) => state === "succeeded").map(({ id }) => id);
    expect(succeeded.length + failed.length).toBe(REQUESTS);
    expect(failed).toEqual(expect.arrayContaining(ids.filter((_, index) => index % POISON_EVERY === 0)));

    // The target's own log: every job that succeeded reached it once, and none that failed.
    const customers = ids.flatMap((id, index) => (succeeded.includes(id) ? [task(index).customerId] : []));
    expect(effects(await suite().legacy.calls("burst-")).sort()).toEqual(customers.sort());

    // What failed is kept, and nothing waits any more.
    await jobs.drained();
    expect((await jobs.deadLetters(failed)).length).toBe(failed.length);
    expect(await jobs.count(jobs.deadLetterQueueUrl)).toBe(failed.length);
  }, 420_000);

  test("every request once more: the same job, and nothing is run twice", async () => {
    const jobs = suite().instance("jobs");
    const rows = await jobs.rows();
    const calls = (await suite().legacy.calls("burst-")).length;
    const again = await forEachAtATime(indexes, CLIENTS, (index) => jobs.accept(task(index), key(index)));
    expect(again).toEqual(ids);
    await jobs.drained();
    expect(await jobs.rows()).toEqual(rows);
    expect((await suite().legacy.calls("burst-")).length).toBe(calls);
  }, 240_000);
}
