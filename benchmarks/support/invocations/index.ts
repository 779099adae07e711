import type { Suite } from "./invocation";
import { products } from "./products";
import { pubSub } from "./pub-sub";
import { queueLoadLeveling } from "./queue-load-leveling";

export type { Invocation, Suite } from "./invocation";

/** Every function that is shipped, and those of the examples. */
export const SUITES: readonly Suite[] = [queueLoadLeveling, products, pubSub];
