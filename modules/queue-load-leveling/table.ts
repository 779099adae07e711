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

/** What has no key in its request has no right either: ForAllValues alone holds for no values. */
const HAS_KEY = { Null: { "dynamodb:LeadingKeys": "false" } };

/**
 * A condition that binds a right on the table to rows with such ids; `*` stands for any text:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
export const rowsOf = (...ids: readonly string[]) => ({
  "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ids },
  ...HAS_KEY,
});

/** The same for rows of jobs alone: an id with a # is none of a job. The others hold the lock of redrives, audits, and the workers' pace. */
export const ROWS_OF_JOBS = { "ForAllValues:StringNotLike": { "dynamodb:LeadingKeys": ["*#*"] }, ...HAS_KEY };

/** How long rows stay, for the functions that write them. */
export function retentionSeconds(input: JobsInput): string {
  return asText(multiply(input.table.retentionDays, 86_400));
}
