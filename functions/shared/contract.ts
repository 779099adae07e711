/** What the infrastructure and the functions of more than one pattern agree on. Imports nothing, so that both sides can import it. */

/** The row by which a redrive runs alone. */
export const REDRIVE_LOCK_ID = "lock#redrive";

/** Every environment variable of a function that pauses and resumes a consumer. */
export interface PauseEnvironment {
  /** UUID of the event source mapping that it switches. */
  readonly PAUSE_MAPPING_ID: string;
}

/** All that such a function calls on the mapping. */
export const PAUSE_ACTIONS = ["lambda:GetEventSourceMapping", "lambda:UpdateEventSourceMapping"] as const;

/** Longest wait between two tries of a message, in seconds: also the longest delay that SQS knows. */
export const MAX_RETRY_SECONDS = 900;
