import { intervalMs, localCell, sleepUntil, takeSlot } from "./rate-limit";

/** The time of a redrive and how it is used. */
export interface RedrivePace {
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** When Lambda ends the function at the latest, epoch milliseconds: until then messages are hidden from other readers, and no longer. */
  readonly endsAt: number;
  /** Waits for the next slot of the rate; false when the function's time is over before. */
  nextSlot(): Promise<boolean>;
  timeIsUp(): boolean;
}

/** What the end of a run takes, at most: putting back what was looked at, and the audit record. At least a fifth of a short time-out. */
const reservedMs = (remainingMs: number) => Math.min(10_000, remainingMs / 5);

/** The pace of a redrive that starts now, in a function that has so much time left. */
export function redrivePace(remainingMs: number, maxPerSecond: number): RedrivePace {
  const startedAt = Date.now();
  const end = startedAt + remainingMs - reservedMs(remainingMs);
  const interval = intervalMs(maxPerSecond);
  const cell = localCell();
  return {
    startedAt,
    endsAt: startedAt + remainingMs,
    async nextSlot() {
      const slot = await takeSlot(cell, interval, end);
      if (slot.granted) await sleepUntil(slot.at);
      return slot.granted;
    },
    timeIsUp: () => Date.now() >= end,
  };
}
