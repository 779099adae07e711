import { setTimeout as sleep } from "node:timers/promises";

/** Between two looks. */
const LOOK_EVERY_MS = 500;

/** Looks until what is seen is as wanted, or the time is over; returns what was seen last. */
export async function until<Seen>(
  look: () => Promise<Seen>,
  isAsWanted: (seen: Seen) => boolean,
  options: { readonly withinMs: number; readonly signal: AbortSignal },
): Promise<Seen> {
  const end = Date.now() + options.withinMs;
  for (;;) {
    const seen = await look();
    if (isAsWanted(seen) || Date.now() >= end) return seen;
    await sleep(LOOK_EVERY_MS, undefined, { signal: options.signal });
  }
}
