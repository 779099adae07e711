import type { Construct } from "constructs";
import { IDEMPOTENCY_TABLE_KEY, IDEMPOTENCY_TABLE_TTL } from "../../functions/subscriber/contract";
import type { Bool } from "../../lib/expression";
import { and } from "../../lib/logic";
import type { Account } from "../parts/account";
import { PatternTable } from "../parts/table";
import type { SubscriberInput } from "./inputs";
import { hasFunction } from "./member-checks";

/** Whether handled events are remembered. */
export const remembers = (input: SubscriberInput): Bool => and(hasFunction(input), input.idempotency.enabled);

/** The table of handled events. It goes with its subscriber: without it, it is worth nothing. */
export function idempotencyTable(scope: Construct, id: string, input: SubscriberInput, account: Account): PatternTable {
  return new PatternTable(scope, id, {
    common: input,
    account,
    tableName: `${input.name}-handled-events`,
    hashKey: IDEMPOTENCY_TABLE_KEY,
    ttlAttribute: IDEMPOTENCY_TABLE_TTL,
    pointInTimeRecovery: true,
    deletionProtection: false,
    exists: remembers(input),
  });
}
