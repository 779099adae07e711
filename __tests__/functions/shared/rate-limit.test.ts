import fc from "fast-check";
import { intervalMs, localCell, type RateCell, type Slot, takeSlot } from "../../../functions/shared/rate-limit";

/** Callers at these times (milliseconds), each willing to wait as long as it says; the scheduler mixes their steps. */
const calls = fc.array(fc.record({ after: fc.nat(400), patience: fc.nat(1_000) }), { minLength: 1, maxLength: 30 });
const rates = fc.double({ min: 0.5, max: 500, noNaN: true });

function shared(scheduler: fc.Scheduler): RateCell {
  const cell = localCell();
  return {
    advance: (...args) => scheduler.schedule(Promise.resolve()).then(() => cell.advance(...args)),
    restart: (...args) => scheduler.schedule(Promise.resolve()).then(() => cell.restart(...args)),
  };
}

interface Asked {
  readonly now: number;
  readonly latest: number;
  readonly slot: Slot;
}

async function run(
  scheduler: fc.Scheduler,
  perSecond: number,
  list: { after: number; patience: number }[],
): Promise<Asked[]> {
  const cell = shared(scheduler);
  let now = 1_000_000;
  const asked = list.map(async ({ after, patience }) => {
    now += after;
    const asking = now;
    const latest = asking + patience;
    return { now: asking, latest, slot: await takeSlot(cell, intervalMs(perSecond), latest, () => asking) };
  });
  await scheduler.waitFor(Promise.all(asked));
  return Promise.all(asked);
}

test("slots are an interval apart, whoever asks and in whatever order the steps fall: no window sees more than its share and one", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), rates, calls, async (scheduler, perSecond, list) => {
      const slots = (await run(scheduler, perSecond, list))
        .filter(({ slot }) => slot.granted)
        .map(({ slot }) => slot.at);
      slots.sort((a, b) => a - b);
      for (const [index, at] of slots.slice(1).entries()) {
        // Sums of a double: a thousandth of a millisecond is far below any clock.
        expect(at - slots[index]!).toBeGreaterThanOrEqual(1000 / perSecond - 0.001);
      }
    }),
  );
});

test("nobody starts before it asked or after it would wait, and nobody is refused whose turn would have come in time", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), rates, calls, async (scheduler, perSecond, list) => {
      for (const { now, latest, slot } of await run(scheduler, perSecond, list)) {
        if (slot.granted) {
          expect(slot.at).toBeGreaterThanOrEqual(now);
          expect(slot.at).toBeLessThanOrEqual(latest);
        } else expect(slot.at).toBeGreaterThan(latest);
      }
    }),
  );
});

test("one caller after the other loses no slot: under load the slots are exactly an interval apart, in the order of asking", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 2, max: 50 }), async (perSecond, count) => {
      const cell = localCell();
      const interval = intervalMs(perSecond);
      for (let turn = 0; turn < count; turn++) {
        const { at, granted } = await takeSlot(cell, interval, Number.MAX_SAFE_INTEGER, () => 5_000);
        expect(granted).toBe(true);
        expect(at).toBeCloseTo(5_000 + turn * interval, 2);
      }
    }),
  );
});

test("a pause is not saved up", async () => {
  const cell = localCell();
  const at = async (now: number) => (await takeSlot(cell, 100, now + 10_000, () => now)).at;
  expect([await at(0), await at(60_000), await at(60_000), await at(60_050)]).toEqual([0, 60_000, 60_100, 60_200]);
});

test("a refused caller takes nothing", async () => {
  const cell = localCell();
  await takeSlot(cell, 100, 0, () => 0);
  expect(await takeSlot(cell, 100, 50, () => 0)).toEqual({ granted: false, at: 100 });
  expect(await takeSlot(cell, 100, 50, () => 51)).toEqual({ granted: false, at: 51 });
  expect(await takeSlot(cell, 100, 200, () => 0)).toEqual({ granted: true, at: 100 });
});

test("who is beaten each time gives up", async () => {
  const cell: RateCell = { advance: async () => ({ took: false, value: 0 }), restart: async () => false };
  await expect(takeSlot(cell, 100, 1_000, () => 0)).rejects.toThrow(/no free slot/);
});

test.each([
  [5, 200],
  [3, 333.334],
  [500, 2],
  [0.5, 2_000],
])("%d a second is one start each %d ms, rounded so that the rate is never exceeded", (perSecond, interval) => {
  expect(intervalMs(perSecond)).toBe(interval);
});
