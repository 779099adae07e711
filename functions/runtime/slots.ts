import { type Slot, sleepUntil } from "../shared/rate-limit";

/** Timers are late by a few milliseconds; only what is later than that stood still. */
const LATE_MS = 10;

/**
 * The slots of one process, whose jobs run side by side: taken in the order of asking, and begun an interval apart, so that a process that
 * stood still does not begin all at once what is late. Resolves when a slot begins, or at once when there is none until `latest`.
 */
export function slotsInOrder(
  take: (latest: number) => Promise<Slot>,
  interval: number,
): (latest: number) => Promise<Slot> {
  let taken: Promise<unknown> = Promise.resolve();
  let begun: Promise<number> = Promise.resolve(0);
  return (latest) => {
    const slot = taken.then(() => take(latest));
    taken = slot.catch(() => undefined);
    const before = begun;
    const beginning = slot.then(async ({ granted, at }) => {
      const last = await before;
      if (!granted) return last;
      const start = Math.max(at, last + interval);
      await sleepUntil(start);
      const now = Date.now();
      return now - start > Math.min(LATE_MS, interval) ? now : start;
    });
    begun = beginning.catch(() => before);
    return slot.then(async (one) => {
      if (one.granted) await beginning;
      return one;
    });
  };
}
