import type { Account } from "../parts/account";
import type { PatternTable } from "../parts/table";
import type { SubscriberInput } from "./inputs";
import type { SubscriberQueues } from "./queues";

/** What the parts of the pattern share. */
export interface SubscriberPattern {
  readonly input: SubscriberInput;
  readonly account: Account;
  readonly queues: SubscriberQueues;
  /** Remembers handled events. */
  readonly table: PatternTable;
}

/** The folder of our function code, and of the module. */
export const PATTERN = "subscriber";
