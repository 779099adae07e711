import { effects } from "../legacy";
import type { Suite } from "./suite";

export function idempotency(suite: () => Suite): void {
  test("the same key with another body is refused, and the job stays as it is", async () => {
    const jobs = suite().instance("jobs");
    const id = await jobs.accept({ customerId: "key-1" }, { "idempotency-key": "key-1" });
    const { status, body } = await jobs.post({ customerId: "key-2" }, { "idempotency-key": "key-1" });
    expect([status, body.type]).toEqual([422, "urn:problem-type:idempotency-key-reused"]);
    await jobs.ended([id]);
    expect(effects(await suite().legacy.calls("key-"))).toEqual(["key-1"]);
  });

  test("twenty requests at once with one key are one job", async () => {
    const jobs = suite().instance("jobs");
    const post = () => jobs.accept({ customerId: "parallel" }, { "idempotency-key": "parallel" });
    const ids = new Set(await Promise.all(Array.from({ length: 20 }, post)));
    expect(ids.size).toBe(1);
    await jobs.ended([...ids]);
    await jobs.drained();
    expect(effects(await suite().legacy.calls("parallel"))).toEqual(["parallel"]);
  });

  test("the same request while the job waits sends at most one message more, and runs once", async () => {
    const jobs = suite().instance("jobs");
    const body = { customerId: "waiting" };
    const ids = await jobs.whilePaused(async () => {
      const first = await jobs.accept(body, { "idempotency-key": "waiting" });
      const second = await jobs.accept(body, { "idempotency-key": "waiting" });
      const third = await jobs.accept(body, { "idempotency-key": "waiting" });
      expect(await jobs.count(jobs.outputs.queue_url)).toBeLessThanOrEqual(2);
      return [first, second, third];
    });
    expect(new Set(ids).size).toBe(1);
    await jobs.ended(ids.slice(0, 1));
    await jobs.drained();
    expect(effects(await suite().legacy.calls("waiting"))).toEqual(["waiting"]);
  });
}
