import type { RedriveOutcome, RedriveResultFields } from "./redrive-schemas";

/** A message of a dead-letter queue. */
export interface DeadLetter {
  /** By what a request names it. */
  readonly id: string;
  readonly group: string | undefined;
  /** When it came into its queue or the one before, epoch milliseconds. */
  readonly sentAt: number;
}

/** What a redrive may move. */
export interface RedriveLimits {
  readonly maxMessages: number;
  /** Only these; all if absent. */
  readonly ids?: readonly string[];
  /** What came after this time, epoch milliseconds, stays: what fails again must not be moved round and round. */
  readonly startedAt: number;
}

/** What a redrive works with. */
export interface RedriveParts<Letter extends DeadLetter> {
  /** At most ten messages, hidden from other readers until the run is over; none when the queue is empty. */
  receive(limit: number): Promise<readonly Letter[]>;
  /** Gives a message to where it belongs. When it throws everything is as it was. */
  move(letter: Letter): Promise<void>;
  /** Takes a message that was moved out of the dead-letter queue. */
  remove(letter: Letter): Promise<void>;
  /** Shows messages to other readers again. */
  putBack(letters: readonly Letter[]): Promise<void>;
  /** Waits for the next slot of the rate; false when the function's time is over before. */
  nextSlot(): Promise<boolean>;
  timeIsUp(): boolean;
  /** FIFO: one after the other, in order. */
  readonly fifo: boolean;
  /** Tells the log what went wrong, with which message if with one. */
  report(error: unknown, letter?: Letter): void;
}

/** What is in the dead-letter queues after a redrive. */
export type DeadLettersLeft = Required<Pick<RedriveResultFields, "remaining" | "hidden">>;

/** How the end of a redrive is told. */
export interface RedriveEnd {
  countLeft(): Promise<DeadLettersLeft>;
  /** Keeps the record of how it ended. */
  note(end: RedriveResultFields): Promise<void>;
  report(error: unknown): void;
}

/**
 * What an operator is told: a queue in which others hide messages is not empty. What was moved is said also when nobody can say what is left, or
 * keep it.
 */
export async function redriveAnswer(outcome: RedriveOutcome, end: RedriveEnd): Promise<RedriveResultFields> {
  const left = await end.countLeft().catch((error) => end.report(error));
  const isHidden = outcome.stoppedBecause === "empty" && left !== undefined && left.hidden > 0;
  const answer: RedriveResultFields = { ...outcome, ...left, ...(isHidden && { stoppedBecause: "hidden" }) };
  await end.note(answer).catch((cause) => {
    end.report(new Error(`The record does not say how it ended: ${JSON.stringify(answer)}`, { cause }));
  });
  return answer;
}

/** So many failures without a success between them are no accident: whatever is wrong must be mended first. */
const MAX_FAILURES_IN_A_ROW = 5;

/** Moves dead letters back until there is a reason to stop. Whatever it took and did not move goes back to the dead-letter queue. */
export async function redriveMessages<Letter extends DeadLetter>(
  limits: RedriveLimits,
  parts: RedriveParts<Letter>,
): Promise<RedriveOutcome> {
  const run = new Run(limits, parts);
  try {
    return { stoppedBecause: await run.untilStopped(), moved: run.moved, failed: run.failed };
  } finally {
    // What cannot be put back shows again by itself when its visibility time-out is over.
    await parts.putBack(run.kept).catch((error) => parts.report(error));
  }
}

class Run<Letter extends DeadLetter> {
  moved = 0;
  failed = 0;
  readonly kept: Letter[] = [];
  readonly #wanted: Set<string> | undefined;
  readonly #brokenGroups = new Set<string>();
  #failuresInARow = 0;

  constructor(
    readonly limits: RedriveLimits,
    readonly parts: RedriveParts<Letter>,
  ) {
    this.#wanted = limits.ids && new Set(limits.ids);
  }

  async untilStopped(): Promise<RedriveOutcome["stoppedBecause"]> {
    for (;;) {
      const left = this.limits.maxMessages - this.moved - this.failed;
      if (left <= 0) return "max_messages";
      if (this.#wanted?.size === 0) return "all_found";
      if (this.#failuresInARow >= MAX_FAILURES_IN_A_ROW) return "failures";
      if (this.parts.timeIsUp()) return "time";
      const letters = await this.parts.receive(Math.min(10, left)).catch((error) => this.parts.report(error));
      if (letters === undefined) return "failures";
      if (letters.length === 0) return "empty";
      if (!(await this.#moveAll(letters))) return "time";
    }
  }

  /** Returns false when time was over before the last of them. */
  async #moveAll(letters: readonly Letter[]): Promise<boolean> {
    const moves: Promise<void>[] = [];
    const selected = letters.filter((letter) => this.#selects(letter));
    this.kept.push(...letters.filter((letter) => !selected.includes(letter)));
    let inTime = true;
    for (const letter of selected) {
      inTime = inTime && (await this.parts.nextSlot());
      if (!inTime || this.#brokenGroups.has(letter.group ?? "")) this.kept.push(letter);
      else {
        const move = this.#move(letter);
        moves.push(move);
        if (this.parts.fifo) await move;
      }
    }
    await Promise.all(moves);
    return inTime;
  }

  #selects({ id, sentAt }: Letter): boolean {
    return sentAt <= this.limits.startedAt && (this.#wanted === undefined || this.#wanted.has(id));
  }

  async #move(letter: Letter): Promise<void> {
    try {
      await this.parts.move(letter);
    } catch (error) {
      this.failed++;
      this.#failuresInARow++;
      this.kept.push(letter);
      // What comes after it in its group must not overtake it.
      if (this.parts.fifo) this.#brokenGroups.add(letter.group ?? "");
      this.parts.report(error, letter);
      return;
    }
    this.moved++;
    this.#failuresInARow = 0;
    this.#wanted?.delete(letter.id);
    // One that stays is moved a second time: delivery is at least once.
    await this.parts.remove(letter).catch((error) => this.parts.report(error, letter));
  }
}
