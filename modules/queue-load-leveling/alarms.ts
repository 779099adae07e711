import type { Construct } from "constructs";
import { Alarms } from "../parts/alarms";
import type { PatternQueue } from "../parts/queue";
import type { JobsApi } from "./api";
import type { JobsPattern } from "./pattern";
import type { JobWorker } from "./worker";

/** What operators hear of. Each description says what to do. */
export function jobAlarms(scope: Construct, { input, queues }: JobsPattern, worker: JobWorker, api: JobsApi): Alarms {
  const alarms = new Alarms(scope, "@alarms", input, input.alarms);
  const ofQueue = (queue: PatternQueue) => ({
    namespace: "AWS/SQS",
    period: 60,
    dimensions: { QueueName: queue.name },
  });
  const ofWorker = { namespace: "AWS/Lambda", period: 60, dimensions: { FunctionName: worker.function.functionName } };

  alarms.add("dead_letters", {
    ...ofQueue(queues.deadLetter),
    alarmDescription: "Jobs failed for good. Find out why, mend it, then invoke the redrive function.",
    metricName: "ApproximateNumberOfMessagesVisible",
    statistic: "Maximum",
    threshold: 0,
  });
  alarms.add("oldest_message", {
    ...ofQueue(queues.jobs),
    alarmDescription: "Jobs wait too long: the worker is stopped, fails, or is slower than what comes in.",
    metricName: "ApproximateAgeOfOldestMessage",
    statistic: "Maximum",
    threshold: input.alarms.oldestMessageSeconds,
    evaluationPeriods: 3,
  });
  alarms.add("backlog_per_worker", {
    alarmDescription:
      "More jobs wait for each running worker than it can do soon: raise maximum_concurrency or slow the producers.",
    threshold: input.alarms.backlogPerWorker,
    evaluationPeriods: 5,
    metricQuery: [
      {
        id: "backlog",
        // An idle worker reports no concurrency: count it as one.
        expression: "visible / IF(FILL(workers, 0) > 1, FILL(workers, 0), 1)",
        label: "Waiting jobs for each worker",
        returnData: true,
      },
      {
        id: "visible",
        metric: { ...ofQueue(queues.jobs), metricName: "ApproximateNumberOfMessagesVisible", stat: "Maximum" },
      },
      { id: "workers", metric: { ...ofWorker, metricName: "ConcurrentExecutions", stat: "Maximum" } },
    ],
  });
  alarms.add("worker_errors", {
    ...ofWorker,
    alarmDescription:
      "The worker died or timed out; errors of single jobs are counted in their rows. See its log group.",
    metricName: "Errors",
    statistic: "Sum",
    threshold: 0,
  });
  alarms.add("api_errors", {
    alarmDescription: "The API answered with 5xx. See the logs of the functions accept and status.",
    namespace: "AWS/ApiGateway",
    period: 60,
    dimensions: { ApiId: api.http.id },
    metricName: "5xx",
    statistic: "Sum",
    threshold: 0,
    evaluationPeriods: 3,
    exists: api.http.own,
  });
  return alarms;
}
