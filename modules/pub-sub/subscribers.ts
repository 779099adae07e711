import type { Construct } from "constructs";
import { forEachSpoke } from "../../lib/spoke";
import { subscriberSpoke } from "../subscriber";
import type { PubSubInput } from "./inputs";
import type { PubSubPattern } from "./pattern";
import type { EventTopic } from "./topic";

/** The topic owner's own subscribers, each as another team's would be. */
export function ownSubscribers(
  scope: Construct,
  id: string,
  input: PubSubInput,
  { topic }: EventTopic,
): PubSubPattern["subscribers"] {
  return forEachSpoke(scope, id, input.subscribers, subscriberSpoke, (key) => ({
    name: `${input.name}-${key}`,
    topicArn: topic.arn,
    fifo: input.fifo,
    alarms: input.alarms,
    kmsKeyArn: input.kmsKeyArn,
    logs: input.logs,
    tracing: input.tracing,
    nodejsRuntime: input.nodejsRuntime,
    permissionsBoundaryArn: input.permissionsBoundaryArn,
    roleNameSuffix: input.roleNameSuffix,
    tags: input.tags,
  }));
}
