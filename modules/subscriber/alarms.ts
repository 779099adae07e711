import type { Construct } from "constructs";
import { not } from "../../lib/logic";
import { Alarms } from "../parts/alarms";
import type { PatternQueue } from "../parts/queue";
import type { SubscriberFunction } from "./function";
import { hasFunction, isDirect } from "./member-checks";
import type { SubscriberPattern } from "./pattern";

/** What operators hear of. Each description says what to do. */
export function subscriberAlarms(
  scope: Construct,
  { input, queues }: SubscriberPattern,
  subscriber: SubscriberFunction,
): Alarms {
  const alarms = new Alarms(scope, "@alarms", input, input.alarms);
  const ofQueue = (queue: PatternQueue) => ({
    namespace: "AWS/SQS",
    period: 60,
    dimensions: { QueueName: queue.name },
  });
  const visible = { metricName: "ApproximateNumberOfMessagesVisible", statistic: "Maximum", threshold: 0 };
  const ofFunction = {
    namespace: "AWS/Lambda",
    period: 60,
    dimensions: { FunctionName: subscriber.function.functionName },
    statistic: "Sum",
    threshold: 0,
  };

  alarms.add("delivery_dead_letters", {
    ...ofQueue(queues.deliveryDeadLetter),
    ...visible,
    alarmDescription:
      "SNS could not deliver: a policy or the key keeps it out, or the consumer is gone. Mend it, then invoke the redrive function.",
  });
  alarms.add("dead_letters", {
    ...ofQueue(queues.deadLetter),
    ...visible,
    alarmDescription: "Events failed for good. Find out why, mend it, then invoke the redrive function.",
  });
  alarms.add("oldest_message", {
    ...ofQueue(queues.queue),
    alarmDescription: "Events wait too long: the consumer is stopped, fails, or is slower than what comes in.",
    metricName: "ApproximateAgeOfOldestMessage",
    statistic: "Maximum",
    threshold: input.alarms.oldestMessageSeconds,
    evaluationPeriods: 3,
    exists: not(isDirect(input)),
  });
  alarms.add("errors", {
    ...ofFunction,
    alarmDescription: "The subscriber's function died, timed out or threw. See its log group.",
    metricName: "Errors",
    exists: hasFunction(input),
  });
  alarms.add("throttles", {
    ...ofFunction,
    alarmDescription: "Lambda refuses to run the subscriber's function: raise its concurrency or the account's.",
    metricName: "Throttles",
    evaluationPeriods: 3,
    exists: hasFunction(input),
  });
  alarms.add("lost_events", {
    ...ofFunction,
    alarmDescription:
      "Lambda could not send what failed to the dead-letter queue: see the function's role and the key.",
    metricName: "DestinationDeliveryFailures",
    exists: isDirect(input),
  });
  return alarms;
}
