import { setTimeout as sleep } from "node:timers/promises";

/**
 * A rate limit as one number, the time of the next free slot (GCRA): each start takes the slot and moves the number on by the interval.
 * Whoever shares the number shares the rate. Times are epoch milliseconds.
 */
export interface RateCell {
  /**
   * Adds `interval` to the number if it lies between `from` and `latest`. Atomic.
   * Returns the number as it was before, or, when it was left alone, as it stands.
   */
  advance(from: number, latest: number, interval: number): Promise<{ readonly took: boolean; readonly value?: number }>;
  /** Sets the number to `next` if it is absent or below `before`. Atomic. Returns whether it did. */
  restart(before: number, next: number): Promise<boolean>;
}

/** A start that was granted, or the time at which the next one would have been. */
export interface Slot {
  readonly granted: boolean;
  readonly at: number;
}

/** Tries before a caller gives up against others: each lost try means that another caller got a slot. */
const MAX_TRIES = 20;

/** Milliseconds between two starts; rounded up to a microsecond, so that rounding never exceeds the rate. */
export const intervalMs = (perSecond: number): number => Math.ceil(1e6 / perSecond) / 1000;

/**
 * Takes the next slot, if it is not after `latest`. Unused time is not saved up: after a pause the first start is at once, the second an
 * interval later, so no window of time sees more than its share and one.
 *
 * @throws when others were faster each time.
 */
export async function takeSlot(cell: RateCell, interval: number, latest: number, clock = Date.now): Promise<Slot> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const now = clock();
    if (now > latest) return { granted: false, at: now };
    const { took, value } = await cell.advance(now, latest, interval);
    if (took) return { granted: true, at: value ?? now };
    if (value !== undefined && value > latest) return { granted: false, at: value };
    if (await cell.restart(now, now + interval)) return { granted: true, at: now };
  }
  throw new Error("The rate limiter found no free slot: too many callers at once.");
}

/** The number kept in this process: a rate for one caller. */
export function localCell(): RateCell {
  let value: number | undefined;
  return {
    async advance(from, latest, interval) {
      const before = value;
      if (before === undefined || before < from || before > latest) return { took: false, value: before };
      value = before + interval;
      return { took: true, value: before };
    },
    async restart(before, next) {
      if (value !== undefined && value >= before) return false;
      value = next;
      return true;
    },
  };
}

/** Waits until a time. Timers may fire a millisecond early: the clock decides. */
export async function sleepUntil(at: number): Promise<void> {
  for (let wait = at - Date.now(); wait > 0; wait = at - Date.now()) await sleep(Math.ceil(wait));
}
