import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { Construct } from "constructs";
import type { Bool } from "../../lib/expression";
import { json } from "../../lib/logic";
import { when } from "../../lib/resources";
import type { Account } from "./account";
import type { PatternFunction } from "./function";
import type { Common } from "./inputs";
import { scheduleRole } from "./schedule-role";

export interface MaintenanceWindowProps {
  readonly common: Common;
  readonly account: Account;
  readonly exists: Bool;
  readonly window: { readonly stopSchedule: string; readonly startSchedule: string; readonly timeZone: string };
  /** What pauses and resumes the consumer; `enabled` of its mapping must be in `ignore_changes`. */
  readonly pause: PatternFunction;
}

/** Pauses a consumer on a schedule and resumes it: two schedules that call the function that operators call, with the same record. */
export class MaintenanceWindow extends Construct {
  constructor(scope: Construct, id: string, props: MaintenanceWindowProps) {
    super(scope, id);
    const { common, account, exists, pause } = props;
    const name = `${common.name}-maintenance`;
    const role = scheduleRole(this, "@role", {
      common,
      account,
      name,
      description: `Stops and starts the worker of ${common.name}.`,
      policyName: "maintenance",
      exists,
      statements: [{ sid: "Pause", actions: ["lambda:InvokeFunction"], resources: [pause.arn] }],
    });
    const schedule = (verb: "stop" | "start", expression: string, paused: boolean) =>
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
              arn: pause.deployedArn,
              roleArn: role.arn,
              input: json({ paused, reason: "maintenance window", requestedBy: `schedule ${name}-${verb}` }),
            },
            dependsOn: role.policy.dependency,
          }),
      );
    schedule("stop", props.window.stopSchedule, true);
    schedule("start", props.window.startSchedule, false);
  }
}
