import type { Construct } from "constructs";
import { type AlarmSpec, Alarms } from "../parts/alarms";
import type { HttpApi } from "../parts/http-api";
import type { WebServiceInput } from "./inputs";

const PERIOD_SECONDS = 60;

/** What operators hear of the API. Each description says what to do. */
export function apiAlarms(scope: Construct, input: WebServiceInput, api: HttpApi): Alarms {
  const alarms = new Alarms(scope, "@alarms", input, input.alarms);
  const ofApi = { namespace: "AWS/ApiGateway", period: PERIOD_SECONDS, dimensions: { ApiId: api.id } };
  alarms.add("error_rate", {
    alarmDescription: "Too many answers are 5xx. The access log names the routes, the functions' logs the reasons.",
    threshold: input.alarms.errorRatePercent,
    evaluationPeriods: 3,
    metricQuery: [
      {
        id: "rate",
        expression: "IF(requests > 0, 100 * errors / requests, 0)",
        label: "Answers with 5xx in percent",
        returnData: true,
      },
      { id: "errors", metric: { ...ofApi, metricName: "5xx", stat: "Sum" } },
      { id: "requests", metric: { ...ofApi, metricName: "Count", stat: "Sum" } },
    ],
    exists: api.own,
  });
  alarms.add("latency", {
    ...ofApi,
    alarmDescription: "One request in a hundred takes too long. The functions' traces show where the time goes.",
    metricName: "Latency",
    extendedStatistic: "p99",
    threshold: input.alarms.latencyP99Ms,
    evaluationPeriods: 3,
    exists: api.own,
  });
  return alarms;
}

/** What operators hear of a function. */
export function functionAlarms(
  alarms: Alarms,
  of: Pick<AlarmSpec, "scope" | "exists"> & { readonly functionName: string },
): void {
  const { functionName, ...place } = of;
  const ofFunction = {
    ...place,
    prefix: functionName,
    namespace: "AWS/Lambda",
    period: PERIOD_SECONDS,
    dimensions: { FunctionName: functionName },
    statistic: "Sum",
    threshold: 0,
  };
  alarms.add("errors", {
    ...ofFunction,
    alarmDescription: "The function threw, died or timed out. See its log group.",
    metricName: "Errors",
  });
  alarms.add("throttles", {
    ...ofFunction,
    alarmDescription:
      "The function was called more often at once than it may run: raise its or the account's concurrency.",
    metricName: "Throttles",
  });
}
