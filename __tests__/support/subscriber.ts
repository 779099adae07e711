import type { ModuleStack } from "../../lib/module-stack";
import { Subscriber } from "../../modules/subscriber";
import { subscriberInputs } from "../../modules/subscriber/inputs";
import type { SubscriberProps } from "../../modules/subscriber/props";
import { functionOptions } from "./function-options";
import { moduleStack } from "./synthesize";
import { variablesOf } from "./variables";

/** The construct with literals, in a stack of its own, with all outputs. */
export function subscriberStack(props: SubscriberProps): ModuleStack {
  return moduleStack((stack) => {
    stack.outputs(new Subscriber(stack, "Default", props).describedOutputs);
  });
}

/** The same inputs as values of the module's variables. */
export const subscriberVariables = (props: SubscriberProps) => variablesOf(subscriberInputs, props);

export const KMS_KEY_ARN = "arn:aws:kms:eu-central-1:123456789012:key/0f5e1c1e-7d6b-4c57-9d2f-2b8a0a1c6f00";
const TOPIC_ARN = "arn:aws:sns:eu-central-1:123456789012:orders";

/** Sets of good inputs that together reach every option. `filename` is a zip file that exists. */
export function goodSubscriberInputs(filename: string) {
  return {
    minimal: { name: "leaderboard", topicArn: TOPIC_ARN, subscriber: { filename } },
    "every option": {
      name: "every-option",
      topicArn: TOPIC_ARN,
      subscriber: {
        filename,
        ...functionOptions,
        handler: "leaderboard.handle",
        timeoutSeconds: 120,
        batchSize: 50,
        batchingWindowSeconds: 5,
        maximumConcurrency: 10,
      },
      filterPolicy: JSON.stringify({ data: { drink: [{ prefix: "${flat}" }], price: [{ numeric: [">", 3.5] }] } }),
      filterPolicyScope: "MessageBody",
      rawMessageDelivery: false,
      queue: {
        maxReceiveCount: 5,
        retryDelaySeconds: 2,
        visibilityTimeoutSeconds: 900,
        retentionSeconds: 86_400,
        delaySeconds: 7,
      },
      idempotency: { retentionDays: 7 },
      redrive: { maxPerSecond: 0.5 },
      alarms: { actionArns: ["arn:aws:sns:eu-central-1:123456789012:ops"], oldestMessageSeconds: 60 },
      kmsKeyArn: KMS_KEY_ARN,
      logs: { level: "ERROR", retentionDays: 1, kmsKeyArn: KMS_KEY_ARN },
      tracing: false,
      nodejsRuntime: "nodejs22.x",
      permissionsBoundaryArn: "arn:aws:iam::123456789012:policy/boundary",
      roleNameSuffix: "-eu-central-1",
      tags: { Team: "leaderboard", "a b:c/d": "+ - = . _ : / @ é" },
    },
    "a snapshot at the start": {
      name: "wall",
      topicArn: TOPIC_ARN,
      subscriber: { filename, runtime: "python3.13", snapStart: true },
      alarms: { enabled: false },
    },
    direct: { name: "wall", topicArn: TOPIC_ARN, mode: "direct", subscriber: { filename, reservedConcurrency: 1 } },
    "direct, with a key and no memory": {
      name: "wall",
      topicArn: TOPIC_ARN,
      mode: "direct",
      subscriber: { s3: { bucket: "code", key: "wall.zip", objectVersion: "7" } },
      idempotency: { enabled: false },
      kmsKeyArn: KMS_KEY_ARN,
      alarms: { enabled: false },
    },
    queue: {
      name: "recommendations",
      topicArn: TOPIC_ARN,
      mode: "queue",
      filterPolicy: JSON.stringify({ type: ["com.example.order.placed.v1"] }),
      queue: { visibilityTimeoutSeconds: 40 },
    },
    FIFO: {
      name: "leaderboard",
      topicArn: `${TOPIC_ARN}.fifo`,
      fifo: true,
      subscriber: {
        imageUri: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/leaderboard:1",
        reservedConcurrency: 5,
      },
      alarms: { enabled: false },
    },
    "a FIFO queue with a key": {
      name: "recommendations",
      topicArn: `${TOPIC_ARN}.fifo`,
      fifo: true,
      mode: "queue",
      kmsKeyArn: KMS_KEY_ARN,
    },
  } satisfies Readonly<Record<string, SubscriberProps>>;
}
