import { setTimeout as sleep } from "node:timers/promises";

export interface Patience {
  /** Longest wait, only ever reached by a failing test. */
  readonly withinMs: number;
  /** Default: 250. */
  readonly everyMs?: number;
}

/** Looks again and again until there is something to see; fails with `what` when the time is over. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  { withinMs, everyMs = 250 }: Patience,
): Promise<T> {
  const start = performance.now();
  const end = Date.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) {
      performance.measure("looking for what comes", { start });
      return seen;
    }
    if (Date.now() >= end) throw new Error(`Waited ${withinMs / 1000} s in vain for ${what}.`);
    await sleep(everyMs);
  }
}
