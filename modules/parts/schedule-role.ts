import type { Construct } from "constructs";
import type { Account } from "./account";
import { keyStatement, trustJson } from "./iam";
import { ServiceRole, type ServiceRoleProps } from "./service-role";

/** The role of a schedule: EventBridge Scheduler may take it for schedules of this account, and read those that the customer's key encrypts. */
export function scheduleRole(
  scope: Construct,
  id: string,
  { account, ...props }: Omit<ServiceRoleProps, "trust"> & { readonly account: Account },
): ServiceRole {
  return new ServiceRole(scope, id, {
    ...props,
    trust: trustJson("scheduler.amazonaws.com", { StringEquals: { "aws:SourceAccount": account.accountId } }),
    statements: [...props.statements, keyStatement(["kms:Decrypt"], props.common.kmsKeyArn)],
  });
}
