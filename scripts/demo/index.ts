import type { Demo } from "./demo";
import { queueLoadLeveling } from "./queue-load-leveling";

/** The stories that can be played, by the example's folder in `examples/`. */
export const demos: Readonly<Record<string, Demo>> = {
  "queue-load-leveling": queueLoadLeveling,
};

export const DEFAULT_DEMO = "queue-load-leveling";
