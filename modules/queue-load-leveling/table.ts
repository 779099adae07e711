import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import type { Construct } from "constructs";
import { TABLE_KEY, TABLE_TTL } from "../../functions/queue-load-leveling/contract";
import { asText, isSet, multiply } from "../../lib/logic";
import { blockWhen } from "../../lib/resources";
import type { JobsInput } from "./inputs";
import { tableName } from "./pattern";

/** The table of jobs, a row each, on demand. Rows expire; audit rows of redrives stay. */
export function jobTable(scope: Construct, input: JobsInput): DynamodbTable {
  const table = new DynamodbTable(scope, "jobs@table", {
    name: tableName(input),
    billingMode: "PAY_PER_REQUEST",
    hashKey: TABLE_KEY,
    attribute: [{ name: TABLE_KEY, type: "S" }],
    ttl: { attributeName: TABLE_TTL, enabled: true },
    pointInTimeRecovery: { enabled: input.table.pointInTimeRecovery },
    deletionProtectionEnabled: input.table.deletionProtection,
    tags: input.tags,
  });
  // Without a key the table is encrypted with one that DynamoDB owns.
  blockWhen(table, "server_side_encryption", isSet(input.kmsKeyArn), () => ({
    enabled: true,
    kms_key_arn: input.kmsKeyArn,
  }));
  return table;
}

/** How long rows stay, for the functions that write them. */
export function retentionSeconds(input: JobsInput): string {
  return asText(multiply(input.table.retentionDays, 86_400));
}
