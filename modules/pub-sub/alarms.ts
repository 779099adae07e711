import type { Construct } from "constructs";
import { Alarms } from "../parts/alarms";
import type { PubSubPattern } from "./pattern";

/** What operators hear of the topic; its subscribers have alarms of their own. Each description says what to do. */
export function topicAlarms(scope: Construct, { input, topic }: PubSubPattern): Alarms {
  const alarms = new Alarms(scope, "@alarms", input, input.alarms);
  const ofTopic = {
    namespace: "AWS/SNS",
    period: 60,
    dimensions: { TopicName: topic.name },
    statistic: "Sum",
    threshold: 0,
  };
  alarms.add("notifications_failed", {
    ...ofTopic,
    alarmDescription:
      "SNS gave up deliveries to a subscriber. Its delivery dead-letter queue, if it has one, holds the events.",
    metricName: "NumberOfNotificationsFailed",
  });
  alarms.add("notifications_lost", {
    ...ofTopic,
    alarmDescription:
      "SNS could deliver neither to a subscriber nor to its dead-letter queue: see the queue's policy and its key.",
    metricName: "NumberOfNotificationsFailedToRedriveToDlq",
  });
  return alarms;
}
