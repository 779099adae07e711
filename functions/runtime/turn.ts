import { setTimeout as sleep } from "node:timers/promises";

/** The right to work, which one has at a time: a lease that ends by itself when its holder dies. Times are epoch milliseconds. */
export interface TurnCell {
  /**
   * Takes the turn until then, if nobody has it and nobody else waits for it. Atomic. Returns until when it is held; undefined when it was taken.
   */
  take(who: string, until: number, now: number): Promise<{ readonly took: boolean; readonly heldUntil?: number }>;
  /** Says who is next, until then, unless somebody else is. Atomic. Returns whether it is this one. */
  queueUp(who: string, until: number, now: number): Promise<boolean>;
  /** Gives the turn to the next, if it is still this one's. */
  release(who: string): Promise<void>;
}

/** A turn that was given, or when its holder's lease ends. */
export type Turn =
  | { readonly granted: true; readonly release: () => Promise<void> }
  | { readonly granted: false; readonly at: number };

/** Whoever waits says so again before this is over: a waiter that died holds up nobody for longer. */
const WAITING_MS = 5_000;
/** Looking costs a write: short waits are looked after often, long ones seldom. */
const LOOK_MS = { least: 50, most: 500, ofWaited: 1 / 20 } as const;

export interface TurnWish {
  readonly who: string;
  /** When the invocation ends; the lease does so, too. */
  readonly end: number;
  /** The last moment to begin: from then on too little time would be left for the work. The first look is free. */
  readonly latest: number;
}

/**
 * Waits for the turn, behind at most those who waited before. Whoever is next gets it as soon as it is free, so that no one is overtaken.
 */
export async function takeTurn(
  cell: TurnCell,
  { who, end, latest }: TurnWish,
  clock = Date.now,
  wait: (milliseconds: number) => Promise<unknown> = sleep,
): Promise<Turn> {
  const start = clock();
  for (let saidUntil = 0; ; ) {
    const now = clock();
    const { took, heldUntil = now } = await cell.take(who, end, now);
    if (took) return { granted: true, release: () => cell.release(who) };
    const left = latest - clock();
    if (left <= 0) return { granted: false, at: heldUntil };
    const until = Math.min(now + WAITING_MS, latest);
    if (saidUntil - now < WAITING_MS / 2 && (await cell.queueUp(who, until, now))) saidUntil = until;
    const look = Math.max(LOOK_MS.least, Math.min(LOOK_MS.most, (now - start) * LOOK_MS.ofWaited));
    await wait(Math.min(look, left));
  }
}
