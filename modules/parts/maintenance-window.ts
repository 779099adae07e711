import type { LambdaEventSourceMapping } from "@cdktf/provider-aws/lib/lambda-event-source-mapping";
import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { Construct } from "constructs";
import type { Bool } from "../../lib/expression";
import { json } from "../../lib/logic";
import { when } from "../../lib/resources";
import type { Account } from "./account";
import type { Common } from "./inputs";
import { scheduleRole } from "./schedule-role";

export interface MaintenanceWindowProps {
  readonly common: Common;
  readonly account: Account;
  readonly exists: Bool;
  readonly window: { readonly stopSchedule: string; readonly startSchedule: string; readonly timeZone: string };
  /** What is disabled for the window; its `enabled` must be in `ignore_changes`. */
  readonly mapping: LambdaEventSourceMapping;
}

/** Stops an event source mapping on a schedule and starts it again: two schedules that call Lambda's API, no code. */
export class MaintenanceWindow extends Construct {
  constructor(scope: Construct, id: string, props: MaintenanceWindowProps) {
    super(scope, id);
    const { common, account, exists, mapping } = props;
    const name = `${common.name}-maintenance`;
    const role = scheduleRole(this, "@role", {
      common,
      account,
      name,
      description: `Stops and starts the worker of ${common.name}.`,
      policyName: "maintenance",
      exists,
      statements: [{ sid: "SwitchWorker", actions: ["lambda:UpdateEventSourceMapping"], resources: [mapping.arn] }],
    });
    const schedule = (verb: "stop" | "start", expression: string, enabled: boolean) =>
      when(
        exists,
        (meta) =>
          new SchedulerSchedule(this, verb, {
            ...meta,
            name: `${name}-${verb}`,
            scheduleExpression: expression,
            scheduleExpressionTimezone: props.window.timeZone,
            kmsKeyArn: common.kmsKeyArn,
            flexibleTimeWindow: { mode: "OFF" },
            target: {
              arn: `arn:${account.partition}:scheduler:::aws-sdk:lambda:updateEventSourceMapping`,
              roleArn: role.arn,
              // Spelled as in the AWS SDK for Java, where the API says UUID: universal targets take no other spelling.
              input: json({ Uuid: mapping.uuid, Enabled: enabled }),
            },
            dependsOn: role.policy.dependency,
          }),
      );
    schedule("stop", props.window.stopSchedule, false);
    schedule("start", props.window.startSchedule, true);
  }
}
