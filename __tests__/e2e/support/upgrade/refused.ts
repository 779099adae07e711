/**
 * What a plan with today's modules has against the inputs of the old side (root.ts), before anything else: docs/upgrading.md tells what to change.
 * Rules over several inputs, such as that of retention, come only when these hold.
 */
export const REFUSED: readonly RegExp[] = [
  /^worker must have a timeout_seconds of at most 450 with one_at_a_time/,
  /^worker\.environment must not set .*POWERTOOLS_SERVICE_NAME/,
  /^worker\.reserved_concurrency must be 2 or more/,
];
