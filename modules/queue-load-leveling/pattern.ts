import type { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import type { Account } from "../parts/account";
import type { JobsInput } from "./inputs";
import type { JobQueues } from "./queues";

/** What the parts of the pattern share. */
export interface JobsPattern {
  readonly input: JobsInput;
  readonly account: Account;
  readonly queues: JobQueues;
  readonly table: DynamodbTable;
}

/** The folder of our function code, and of the module. */
export const PATTERN = "queue-load-leveling";

/** Our functions call AWS and little else: the SDK needs about 100 MB, and CPU grows with memory. */
export const OWN_MEMORY_MB = 256;

/** ARN of the job table, composed from its name: policies need not wait for the table. */
export function tableArn({ input, account }: Pick<JobsPattern, "input" | "account">): string {
  return account.arn("dynamodb", `table/${tableName(input)}`);
}

export function tableName(input: JobsInput): string {
  return `${input.name}-jobs`;
}
