import { setTimeout as sleep } from "node:timers/promises";

/** Longest wait of a story, only ever reached by one that goes wrong: no machine may be too slow for it. */
export const PATIENCE_MS = 600_000;
/** Between two looks. */
const LOOK_EVERY_MS = 500;

/** Looks until what is seen is as wanted, or the time is over; returns what was seen last. */
export async function until<Seen>(
  look: () => Promise<Seen>,
  isAsWanted: (seen: Seen) => boolean,
  options: { readonly withinMs?: number; readonly signal: AbortSignal },
): Promise<Seen> {
  const end = Date.now() + (options.withinMs ?? PATIENCE_MS);
  for (;;) {
    const seen = await look();
    if (isAsWanted(seen) || Date.now() >= end) return seen;
    await sleep(LOOK_EVERY_MS, undefined, { signal: options.signal });
  }
}
