import type { Construct } from "constructs";
import { TABLE_KEY, TABLE_TTL } from "../../functions/queue-load-leveling/contract";
import { asText, multiply } from "../../lib/logic";
import type { Account } from "../parts/account";
import { PatternTable } from "../parts/table";
import type { JobsInput } from "./inputs";

/** The table of jobs, a row each. Rows expire; audit rows of redrives stay. */
export function jobTable(scope: Construct, input: JobsInput, account: Account): PatternTable {
  return new PatternTable(scope, "jobs@table", {
    common: input,
    account,
    tableName: `${input.name}-jobs`,
    hashKey: TABLE_KEY,
    ttlAttribute: TABLE_TTL,
    pointInTimeRecovery: input.table.pointInTimeRecovery,
    deletionProtection: input.table.deletionProtection,
  });
}

/** How long rows stay, for the functions that write them. */
export function retentionSeconds(input: JobsInput): string {
  return asText(multiply(input.table.retentionDays, 86_400));
}
