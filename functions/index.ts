/** The functions of each pattern: `functions/<pattern>/<name>.ts`, each of which exports `handler`. The build checks it against what the stacks ship. */
export const PATTERN_FUNCTIONS: Readonly<Record<string, readonly string[]>> = {
  "queue-load-leveling": ["accept", "pause", "recorder", "redrive", "status"],
  subscriber: ["pause", "redrive"],
};
