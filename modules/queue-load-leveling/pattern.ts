import type { Account } from "../parts/account";
import type { PatternTable } from "../parts/table";
import type { JobsInput } from "./inputs";
import type { JobQueues } from "./queues";

/** What the parts of the pattern share. */
export interface JobsPattern {
  readonly input: JobsInput;
  readonly account: Account;
  readonly queues: JobQueues;
  readonly table: PatternTable;
}

/** The folder of our function code, and of the module. */
export const PATTERN = "queue-load-leveling";
