import { setTimeout as sleep } from "node:timers/promises";
import type { RedriveResult } from "../../../../functions/queue-load-leveling/schemas";
import type { Suite } from "./suite";

/** Long enough for the refusals before it, short enough to wait for. */
const REFUSED_FOR_MS = 8_000;
const PER_SECOND = 4;

export function redrive(suite: () => Suite): void {
  test("dead letters come home after the repair: selected, at a bounded rate, on record, as the jobs that they were", async () => {
    const jobs = suite().instance("jobs");
    const refuseUntil = Date.now() + REFUSED_FOR_MS;
    const customers = Array.from({ length: 8 }, (_, index) => `home-${index}`);
    const ids = await Promise.all(customers.map((customerId) => jobs.accept({ customerId, refuseUntil })));
    expect(new Set((await jobs.ended(ids)).map(({ state }) => state))).toEqual(new Set(["failed"]));
    await jobs.deadLetters(ids);
    const before = await jobs.count(jobs.deadLetterQueueUrl);
    await sleep(Math.max(0, refuseUntil - Date.now()));

    const [left, ...selected] = ids as [string, ...string[]];
    const request = { reason: "Legacy was mended.", requestedBy: "e2e", maxPerSecond: PER_SECOND, jobIds: selected };
    const begunAt = Date.now();
    const result = await jobs.redrive<RedriveResult>(request, suite().caller("operator"));
    expect(result).toMatchObject({ moved: 7, failed: 0, remaining: before - 7, stoppedBecause: "all_found" });

    const rows = await jobs.ended(selected);
    expect(rows.map(({ state, redrives, attempts }) => [state, redrives, attempts])).toEqual(
      selected.map(() => ["succeeded", 1, 1]),
    );
    // Each row says when it was sent back: none before its turn. A timer may fire a millisecond early.
    const times = rows.map(({ queued_at = "" }) => Date.parse(queued_at)).sort((a, b) => a - b);
    for (const [n, at] of times.entries()) expect(at - begunAt).toBeGreaterThanOrEqual((n * 1000) / PER_SECOND - 1);

    expect(await jobs.row(left)).toMatchObject({ state: "failed" });
    await jobs.deadLetters([left]);
    expect(await jobs.row<Record<string, unknown>>(result.auditId)).toMatchObject({
      reason: "Legacy was mended.",
      requested_by: "e2e",
      moved: 7,
      failed: 0,
      stopped_because: "all_found",
      started_at: expect.any(String),
      finished_at: expect.any(String),
    });
  });

  test.each([
    ["without a reason", { requestedBy: "e2e" }, /reason/],
    ["with a rate of nothing", { reason: "x", requestedBy: "e2e", maxPerSecond: 0 }, /maxPerSecond/],
    ["with a member that it does not know", { reason: "x", requestedBy: "e2e", everything: true }, /everything/],
  ])("a redrive %s moves nothing and says why", async (_, request, message) => {
    const jobs = suite().instance("jobs");
    const before = await jobs.count(jobs.deadLetterQueueUrl);
    await expect(jobs.redrive(request)).rejects.toThrow(message);
    expect(await jobs.count(jobs.deadLetterQueueUrl)).toBe(before);
  });
}
