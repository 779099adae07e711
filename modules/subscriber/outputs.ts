import type { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { choose, not } from "../../lib/logic";
import { output } from "../../lib/outputs";
import type { Alarms } from "../parts/alarms";
import type { PatternFunction } from "../parts/function";
import { keyStatement, policyJson } from "../parts/iam";
import { consumeStatement } from "../parts/queue";
import type { SubscriberFunction } from "./function";
import { hasFunction, isBuffered, isDirect } from "./member-checks";
import type { SubscriberPattern } from "./pattern";

export interface OutputSources extends SubscriberPattern {
  readonly subscriber: SubscriberFunction;
  readonly subscription: SnsTopicSubscription;
  readonly redrive: PatternFunction;
  readonly pause: PatternFunction;
  readonly alarms: Alarms;
}

/** What others need of the pattern: names, ARNs and URLs, and ready policies for each kind of caller. */
export function subscriberOutputs(sources: OutputSources) {
  const { input, queues, table, subscriber, subscription, redrive, pause, alarms } = sources;
  const hasQueue = not(isDirect(input));
  const consume = consumeStatement("ReceiveEvents", queues.queue);
  return {
    subscriptionArn: output("ARN of the subscription.", subscription.arn),
    queueName: output(
      "Name of the queue of events; null in mode direct.",
      queues.queue.queue.get((queue) => queue.name),
    ),
    queueArn: output(
      "ARN of the queue of events; null in mode direct.",
      queues.queue.queue.get((queue) => queue.arn),
    ),
    queueUrl: output(
      "URL of the queue of events; null in mode direct.",
      queues.queue.queue.get((queue) => queue.url),
    ),
    deadLetterQueues: output(
      "Dead-letter queues, each with name, arn and url: delivery for what SNS could not deliver, processing for what failed.",
      {
        delivery: queues.deliveryDeadLetter.deployedNames,
        processing: queues.deadLetter.deployedNames,
      },
    ),
    functionName: output(
      "Name of the subscriber's function; null in mode queue.",
      subscriber.function.lambda.get((lambda) => lambda.functionName),
    ),
    functionArn: output(
      "ARN of the subscriber's function; null in mode queue.",
      subscriber.function.lambda.get((lambda) => lambda.arn),
    ),
    functionRoleName: output(
      "Name of the function's role, to attach further policies to; null in mode queue.",
      subscriber.function.role.get((role) => role.name),
    ),
    mappingId: output(
      "UUID of the event source mapping that feeds the function; null unless the mode is buffered.",
      subscriber.mapping.get((mapping) => mapping.uuid),
    ),
    idempotencyTableName: output(
      "Name of the table that remembers handled events; null where there is none.",
      table.table.get((made) => made.name),
    ),
    redriveFunctionName: output("Name of the function that moves dead letters back.", redrive.deployedName),
    pauseFunctionName: output(
      "Name of the function that pauses and resumes the subscriber; null unless the mode is buffered.",
      pause.lambda.get((lambda) => lambda.functionName),
    ),
    alarmArns: output("ARNs of the alarms.", alarms.arns),
    receivePolicyJson: output(
      "IAM policy for a consumer elsewhere, of the queue of events; null unless the mode is queue.",
      choose<string | undefined>(
        hasFunction(input),
        undefined,
        policyJson([
          {
            ...consume,
            resources: [queues.queue.awaitedArn],
            actions: [...consume.actions, "sqs:ChangeMessageVisibility"],
          },
          keyStatement(["kms:Decrypt"], input.kmsKeyArn),
        ]),
      ),
    ),
    operatePolicyJson: output(
      "IAM policy for operators: redrive dead letters, see how many there are, pause and resume the function.",
      policyJson([
        redrive.invokeStatement("Redrive"),
        {
          sid: "CountMessages",
          actions: ["sqs:GetQueueAttributes"],
          resources: [queues.deadLetter.awaitedArn, queues.deliveryDeadLetter.awaitedArn],
        },
        {
          sid: "CountWaiting",
          actions: ["sqs:GetQueueAttributes"],
          resources: [queues.queue.awaitedArn],
          when: hasQueue,
        },
        {
          sid: "SeeMapping",
          actions: ["lambda:GetEventSourceMapping"],
          resources: [subscriber.mapping.its((mapping) => mapping.arn)],
          when: isBuffered(input),
        },
        { ...pause.invokeStatement("Pause"), when: isBuffered(input) },
      ]),
    ),
  };
}
