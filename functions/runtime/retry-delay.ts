import { backoff } from "../shared/backoff";
import { MAX_RETRY_SECONDS } from "../shared/contract";

/** How long a message waits after a try (1 for the first) that failed: grows with each, up to 15 minutes. */
export const retryDelaySeconds = (baseSeconds: number, attempt: number, chance?: number): number =>
  Math.ceil(backoff({ base: baseSeconds, longest: MAX_RETRY_SECONDS }, attempt, chance));
