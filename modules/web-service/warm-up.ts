import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { Construct } from "constructs";
import { WARM_UP_EVENT } from "../../functions/web-service/contract";
import type { Bool } from "../../lib/expression";
import { when } from "../../lib/resources";
import type { Account } from "../parts/account";
import type { Common } from "../parts/inputs";
import { scheduleRole } from "../parts/schedule-role";

export interface WarmUpProps {
  readonly common: Common;
  readonly account: Account;
  readonly exists: Bool;
  readonly schedule: string;
  readonly functionName: string;
  readonly aliasArn: string;
}

/** Calls a function now and then, so that one environment stays ready. Several at once need provisioned concurrency. */
export class WarmUp extends Construct {
  constructor(scope: Construct, id: string, props: WarmUpProps) {
    super(scope, id);
    const { common, account, exists } = props;
    const role = scheduleRole(this, "@role", {
      common,
      account,
      // No function's own role has an underscore in its name.
      name: `${props.functionName}_warm`,
      description: `Keeps the function ${props.functionName} warm.`,
      policyName: "warm-up",
      exists,
      statements: [{ sid: "CallFunction", actions: ["lambda:InvokeFunction"], resources: [props.aliasArn] }],
    });
    when(
      exists,
      (meta) =>
        new SchedulerSchedule(this, "@schedule", {
          ...meta,
          name: props.functionName,
          scheduleExpression: props.schedule,
          kmsKeyArn: common.kmsKeyArn,
          flexibleTimeWindow: { mode: "OFF" },
          target: {
            arn: props.aliasArn,
            roleArn: role.arn,
            input: JSON.stringify(WARM_UP_EVENT),
            // A call that comes late warms nothing.
            retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 },
          },
          dependsOn: role.policy.dependency,
        }),
    );
  }
}
