import { GetSubscriptionAttributesCommand, SetSubscriptionAttributesCommand } from "@aws-sdk/client-sns";
import { describePatch } from "../../support";

/** Topic, what is subscribed to it, the attributes, what SNS says to it. */
const CASES: readonly (readonly [topic: string, endpoint: string, attributes: Record<string, string>, says: string])[] =
  [
    [
      "events",
      "sqs:us-east-1:123456789012:jobs.fifo",
      {},
      "FIFO SQS Queues can not be subscribed to standard SNS topics",
    ],
    ["events.fifo", "lambda:us-east-1:123456789012:function:work", {}, "Invalid protocol type"],
    ["events", "lambda:us-east-1:123456789012:function:work", { RawMessageDelivery: "true" }, "raw message delivery"],
    ["events", "sqs:us-east-1:123456789012:jobs", { RawMessageDelivery: "yes" }, "Must be true or false"],
    ["events", "sqs:us-east-1:123456789012:jobs", { RedrivePolicy: "{" }, "deadLetterTargetArn"],
    ["events", "sqs:us-east-1:123456789012:jobs", { RedrivePolicy: '{"deadLetterTargetArn":"dead"}' }, "invalid arn"],
    [
      "events.fifo",
      "sqs:us-east-1:123456789012:jobs.fifo",
      { RedrivePolicy: '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:dead"}' },
      "same type of queue",
    ],
  ];

describePatch(
  "sns_subscriptions",
  "subscriptions that cannot work are refused",
  async (bench) => {
    await bench.topic("events");
    await bench.topic("events.fifo");
    const seen = [];
    for (const [topic, endpoint, attributes, says] of CASES) {
      const TopicArn = `arn:aws:sns:us-east-1:${bench.aws.accountId}:${topic}`;
      const answer = await bench.subscribe(TopicArn, `arn:aws:${endpoint}`, attributes).catch((e: Error) => e.message);
      seen.push([says, answer.startsWith("Invalid parameter: ") && answer.includes(says)]);
    }
    return seen;
  },
  CASES.map(([, , , says]) => [says, true]),
);

describePatch(
  "sns_subscriptions",
  "an empty policy is none, and a second subscription with other attributes is refused",
  async (bench) => {
    const TopicArn = await bench.topic("events");
    const { arn } = await bench.queue("jobs");
    const given = { FilterPolicy: '{"a":["b"]}', RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn }) };
    const SubscriptionArn = await bench.subscribe(TopicArn, arn, given);
    const second = await bench.subscribe(TopicArn, arn, { FilterPolicy: "{}" }).catch((e: Error) => e.message);
    const same = (await bench.subscribe(TopicArn, arn, given)) === SubscriptionArn;
    for (const AttributeName of ["FilterPolicy", "RedrivePolicy"]) {
      await bench.sns.send(
        new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName, AttributeValue: "{}" }),
      );
    }
    const { Attributes } = await bench.sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
    return { second, same, policies: Object.keys(Attributes ?? {}).filter((name) => name.endsWith("Policy")) };
  },
  {
    second: "Invalid parameter: Attributes Reason: Subscription already exists with different attributes",
    same: true,
    policies: [] as string[],
  },
);
