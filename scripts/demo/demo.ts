import type { LocalAws } from "../../local/aws";
import type { Progress } from "./progress";

/** What a story is played with. */
export interface Stage {
  readonly aws: LocalAws;
  /** Outputs of the example's root: texts, those within maps by a path such as `subscribers.leaderboard.queue_url`. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** A story whose surroundings are there. */
export interface PreparedDemo {
  /** Variables of the example's root. */
  readonly variables: Readonly<Record<string, string>>;
  /** Plays the story and prints what happened. Returns what did not come out as promised; nothing when all did. */
  play(stage: Stage): Promise<readonly string[]>;
  end(): Promise<void>;
}

/** The story of an example. */
export interface Demo {
  /** What the person is about to see, in one sentence. */
  readonly title: string;
  /** Starts what the story needs besides AWS. */
  prepare(): Promise<PreparedDemo>;
}
