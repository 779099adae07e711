/** How waits between tries grow. The unit of time is the caller's. */
export interface Backoff {
  /** Wait after the first try. */
  readonly base: number;
  readonly longest: number;
}

/** Wait after a try (1 for the first): doubles each time; half of it is left to chance, so that those who failed together do not come back together. */
export function backoff({ base, longest }: Backoff, attempt: number, chance = Math.random()): number {
  return Math.min(longest, base * 2 ** (attempt - 1)) * (0.5 + chance / 2);
}
