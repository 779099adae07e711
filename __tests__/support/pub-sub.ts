import type { ModuleStack } from "../../lib/module-stack";
import { PubSub } from "../../modules/pub-sub";
import { pubSubInputs } from "../../modules/pub-sub/inputs";
import type { PubSubProps } from "../../modules/pub-sub/props";
import { goodSubscriberInputs, KMS_KEY_ARN } from "./subscriber";
import { moduleStack } from "./synthesize";
import { variablesOf } from "./variables";

/** The construct with literals, in a stack of its own, with all outputs. */
export function pubSubStack(props: PubSubProps): ModuleStack {
  return moduleStack((stack) => {
    stack.outputs(new PubSub(stack, "Default", props).describedOutputs);
  });
}

/** The same inputs as values of the module's variables. */
export const pubSubVariables = (props: PubSubProps) => variablesOf(pubSubInputs, props);

/** Sets of good inputs that together reach every option. `filename` is a zip file that exists. */
export function goodPubSubInputs(filename: string) {
  const { filterPolicy, filterPolicyScope, rawMessageDelivery, queue, idempotency, redrive, subscriber } =
    goodSubscriberInputs(filename)["every option"];
  return {
    minimal: { name: "orders" },
    "three subscribers": {
      name: "orders",
      subscribers: {
        leaderboard: { subscriber: { filename } },
        "video-wall": { mode: "direct", subscriber: { filename }, idempotency: { enabled: false } },
        recommendations: { mode: "queue", filterPolicy: JSON.stringify({ type: ["com.example.order.placed.v1"] }) },
      },
    },
    "every option": {
      name: "every-option",
      topic: { deliveryPolicy: JSON.stringify({ http: { defaultHealthyRetryPolicy: { numRetries: 5 } } }) },
      publishers: {
        accountIds: ["210987654321"],
        arns: ["arn:aws:iam::210987654321:role/orders"],
        services: {
          "s3.amazonaws.com": { sourceArns: ["arn:aws:s3:::uploads"], sourceAccount: "123456789012" },
          "events.amazonaws.com": { sourceArns: ["arn:aws:events:eu-central-1:123456789012:rule/${orders}*"] },
          "cloudwatch.amazonaws.com": { sourceAccount: "123456789012" },
        },
      },
      subscribers: {
        all: { subscriber, filterPolicy, filterPolicyScope, rawMessageDelivery, queue, idempotency, redrive },
      },
      deliveryStatusLogging: { successSamplePercent: 10 },
      alarms: { actionArns: ["arn:aws:sns:eu-central-1:123456789012:ops"], oldestMessageSeconds: 60 },
      kmsKeyArn: KMS_KEY_ARN,
      logs: { level: "DEBUG", retentionDays: 1, kmsKeyArn: KMS_KEY_ARN },
      tracing: false,
      permissionsBoundaryArn: "arn:aws:iam::123456789012:policy/boundary",
      tags: { Team: "orders", "a b:c/d": "+ - = . _ : / @ é" },
    },
    FIFO: {
      name: "orders",
      fifo: true,
      topic: { contentBasedDeduplication: true, archiveRetentionDays: 30, fifoThroughputScope: "MessageGroup" },
      publishers: { arns: ["arn:aws:iam::123456789012:role/orders"] },
      subscribers: { leaderboard: { subscriber: { filename } } },
      deliveryStatusLogging: {},
      alarms: { enabled: false },
    },
  } satisfies Readonly<Record<string, PubSubProps>>;
}
