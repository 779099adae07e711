import type { BadInput } from "./bad-inputs";

/** Values of the inputs that every pattern with a queue has. */
interface WrongQueue {
  readonly queue?: {
    readonly retentionSeconds?: number;
    readonly visibilityTimeoutSeconds?: number;
    readonly delaySeconds?: number;
    readonly maxReceiveCount?: number;
  };
  readonly redrive?: { readonly maxPerSecond?: number };
}

/**
 * What is wrong with any queue that feeds a function of the consumer with the default time-out.
 * @param consumer name of the input with the function
 * @param tooShort a second less than three tries with a visibility timeout of 180 s take
 */
export const badQueueInputs = (consumer: string, tooShort: number): readonly BadInput<WrongQueue>[] => [
  {
    what: "dead letters that are gone as they come",
    wrong: { queue: { retentionSeconds: 1_209_600 } },
    message:
      "queue.retention_seconds must be at most 1123200 (13 days) for a standard queue, whose dead letters are gone 14 days after they were first sent.",
    across: true,
  },
  {
    what: "messages that are gone before their last try",
    wrong: {
      queue: { retentionSeconds: tooShort, visibilityTimeoutSeconds: 180, delaySeconds: 10, maxReceiveCount: 3 },
    },
    message:
      "queue.retention_seconds must be at least queue.delay_seconds + queue.max_receive_count × queue.visibility_timeout_seconds (by default 6 × timeout_seconds + batching_window_seconds), and the waits between the tries, or a message is gone before it is a dead letter: raise it, or lower queue.max_receive_count.",
    across: true,
  },
  {
    what: "a delay that SQS does not know",
    wrong: { queue: { delaySeconds: 901 } },
    message: "queue.delay_seconds must be 0 to 900 seconds, SQS's bounds.",
  },
  {
    what: "a visibility timeout that ends before the work",
    wrong: { queue: { visibilityTimeoutSeconds: 179 } },
    message: `queue.visibility_timeout_seconds must be at least 6 × ${consumer}.timeout_seconds + ${consumer}.batching_window_seconds, or null for just that.`,
    across: true,
  },
  {
    what: "a redrive that stands still",
    wrong: { redrive: { maxPerSecond: 0 } },
    message: "redrive.max_per_second must be 0.1 to 500 messages a second.",
  },
];
