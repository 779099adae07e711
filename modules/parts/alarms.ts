import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import { type Bool, tf } from "../../lib/expression";
import { and } from "../../lib/logic";
import { dashed } from "../../lib/names";
import { type Maybe, when } from "../../lib/resources";
import type { AlarmInput, Common } from "./inputs";

export type AlarmSpec = Omit<CloudwatchMetricAlarmConfig, "alarmName" | "comparisonOperator" | "evaluationPeriods"> & {
  /** What it means and what to do. */
  readonly alarmDescription: string;
  /** Default 1: the first bad period counts. */
  readonly evaluationPeriods?: number;
  /** Whether what it watches exists; default true. */
  readonly exists?: Bool;
  /** Where it is made, for one of several alike; default among the pattern's own. */
  readonly scope?: Construct;
  /** What its name begins with; default the pattern's name. */
  readonly prefix?: string;
};

/** The alarms of a pattern: one place for names, actions and the switch. Missing data is quiet: an idle queue is healthy. */
export class Alarms extends Construct {
  private readonly made: Maybe<CloudwatchMetricAlarm>[] = [];

  constructor(
    scope: Construct,
    id: string,
    private readonly common: Common,
    private readonly input: AlarmInput,
  ) {
    super(scope, id);
  }

  /** Goes off above the threshold. `id` ends the alarm's name, as `<prefix>-<id>`. */
  public add(id: string, { exists = true, scope = this, prefix = this.common.name, ...spec }: AlarmSpec): void {
    const { common, input } = this;
    const alarm = when(
      and(input.enabled, exists),
      (meta) =>
        new CloudwatchMetricAlarm(scope, id, {
          evaluationPeriods: 1,
          ...spec,
          ...meta,
          alarmName: `${prefix}-${dashed(id)}`,
          comparisonOperator: "GreaterThanThreshold",
          treatMissingData: "notBreaching",
          alarmActions: input.actionArns,
          okActions: input.actionArns,
          tags: common.tags,
        }),
    );
    this.made.push(alarm);
  }

  /** ARNs of those that exist. */
  public get arns(): unknown {
    return tf`flatten(${this.made.flatMap((alarm) => alarm.all((made) => made.arn))})`;
  }
}
