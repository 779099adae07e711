import { describePatch, type Workbench } from "../../support";

const SIMPLE = {
  AlarmName: "simple",
  AlarmDescription: "Waiting & <unread>",
  Namespace: "AWS/SQS",
  MetricName: "ApproximateNumberOfMessagesVisible",
  "Dimensions.member.1.Name": "QueueName",
  "Dimensions.member.1.Value": "jobs",
  Statistic: "Maximum",
  Period: "120",
  EvaluationPeriods: "3",
  DatapointsToAlarm: "2",
  Threshold: "0.5",
  ComparisonOperator: "GreaterThanThreshold",
  TreatMissingData: "notBreaching",
  "AlarmActions.member.1": "arn:aws:sns:us-east-1:123456789012:oncall",
  "InsufficientDataActions.member.1": "arn:aws:sns:us-east-1:123456789012:quiet",
};

const MATH = {
  AlarmName: "math",
  EvaluationPeriods: "1",
  Threshold: "5",
  ComparisonOperator: "GreaterThanThreshold",
  "Metrics.member.1.Id": "rate",
  "Metrics.member.1.Expression": "IF(calls > 0, 100 * errors / calls, 0)",
  "Metrics.member.1.ReturnData": "true",
  "Metrics.member.2.Id": "errors",
  "Metrics.member.2.ReturnData": "false",
  "Metrics.member.2.MetricStat.Metric.Namespace": "AWS/Lambda",
  "Metrics.member.2.MetricStat.Metric.MetricName": "Errors",
  "Metrics.member.2.MetricStat.Metric.Dimensions.member.1.Name": "FunctionName",
  "Metrics.member.2.MetricStat.Metric.Dimensions.member.1.Value": "work",
  "Metrics.member.2.MetricStat.Period": "300",
  "Metrics.member.2.MetricStat.Stat": "Sum",
};

/** Pieces of DescribeAlarms' answer that were asked for by PutMetricAlarm. */
async function missing(bench: Workbench, alarm: Record<string, string>, pieces: readonly string[]): Promise<string[]> {
  const call = (parameters: Record<string, string>) => bench.query("monitoring", "2010-08-01", parameters);
  await call({ Action: "PutMetricAlarm", ...alarm });
  const xml = await call({ Action: "DescribeAlarms", "AlarmNames.member.1": alarm["AlarmName"]! });
  return pieces.filter((piece) => !xml.includes(piece));
}

describePatch(
  "alarms",
  "an alarm reads back whole",
  (bench) =>
    missing(bench, SIMPLE, [
      "<AlarmDescription>Waiting &amp; &lt;unread&gt;</AlarmDescription>",
      "<Dimensions><member><Name>QueueName</Name><Value>jobs</Value></member></Dimensions>",
      "<Statistic>Maximum</Statistic>",
      "<Period>120</Period>",
      "<DatapointsToAlarm>2</DatapointsToAlarm>",
      "<Threshold>0.5</Threshold>",
      "<TreatMissingData>notBreaching</TreatMissingData>",
      "<ActionsEnabled>true</ActionsEnabled>",
      "<AlarmActions><member>arn:aws:sns:us-east-1:123456789012:oncall</member></AlarmActions>",
      "<InsufficientDataActions><member>arn:aws:sns:us-east-1:123456789012:quiet</member></InsufficientDataActions>",
    ]),
  [],
);

describePatch(
  "alarms",
  "metric math reads back whole",
  (bench) =>
    missing(bench, MATH, [
      "<Metrics><member><Id>rate</Id><Expression>IF(calls &gt; 0, 100 * errors / calls, 0)</Expression><ReturnData>true</ReturnData>",
      "<MetricStat><Metric><Namespace>AWS/Lambda</Namespace><MetricName>Errors</MetricName><Dimensions><member><Name>FunctionName</Name>",
      "<Period>300</Period><Stat>Sum</Stat></MetricStat>",
      "<ReturnData>false</ReturnData>",
    ]),
  [],
);
