/** What the infrastructure and the functions of more than one pattern agree on. Imports nothing, so that both sides can import it. */

/** Longest wait between two tries of a message, in seconds: also the longest delay that SQS knows. */
export const MAX_RETRY_SECONDS = 900;
