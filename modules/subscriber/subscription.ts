import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import type { Construct } from "constructs";
import { and, choose, equals, isSet, json } from "../../lib/logic";
import type { SubscriberFunction } from "./function";
import { isDirect } from "./member-checks";
import type { SubscriberPattern } from "./pattern";

/** Joins topic and consumer; made last, so that nothing comes before there is somebody to take it. */
export function subscription(
  scope: Construct,
  id: string,
  { input, queues }: SubscriberPattern,
  subscriber: SubscriberFunction,
): SnsTopicSubscription {
  const direct = isDirect(input);
  const { filterPolicy } = input;
  return new SnsTopicSubscription(scope, id, {
    topicArn: input.topicArn,
    protocol: choose(direct, "lambda", "sqs"),
    endpoint: choose(direct, subscriber.function.deployedArn, queues.queue.deployedArn),
    rawMessageDelivery: choose(direct, false, input.rawMessageDelivery),
    filterPolicy,
    // Left out where it is SNS's own: the provider refuses any scope beside a policy that it does not know yet, and without one goes back to
    // MessageAttributes.
    filterPolicyScope: choose(
      and(equals(input.filterPolicyScope, "MessageBody"), () => isSet(filterPolicy)),
      "MessageBody",
      undefined,
    ),
    redrivePolicy: json({ deadLetterTargetArn: queues.deliveryDeadLetter.deployedArn }),
    dependsOn: [...subscriber.permission.dependency, ...queues.redrivePolicies],
  });
}
