import type { Construct } from "constructs";
import { choose, multiply } from "../../lib/logic";
import { Alarms } from "../parts/alarms";
import type { PatternQueue } from "../parts/queue";
import type { JobsApi } from "./api";
import type { JobsPattern } from "./pattern";
import type { JobWorker } from "./worker";
import { isBounded, mostInvocations } from "./worker-pace";

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
  // One metric, which SQS reports while messages wait. How many workers run would be a second one, which reports nothing while none runs, and what
  // metric math makes of that is not documented: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
  alarms.add("backlog_per_worker", {
    ...ofQueue(queues.jobs),
    alarmDescription:
      "More jobs wait for each worker that may run than it can do soon: start the worker if it is paused, raise maximum_concurrency, or slow the producers.",
    metricName: "ApproximateNumberOfMessagesVisible",
    statistic: "Maximum",
    threshold: multiply(
      input.alarms.backlogPerWorker,
      choose(isBounded(input.worker), mostInvocations(input.worker), 1),
    ),
    evaluationPeriods: 5,
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
