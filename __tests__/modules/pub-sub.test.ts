import { join } from "node:path";
import { App } from "cdktf";
import { PubSub } from "../../modules/pub-sub";
import type { PubSubProps } from "../../modules/pub-sub/props";
import { Subscriber } from "../../modules/subscriber";
import { pubSubModule } from "../../stacks/pub-sub";
import { refusal } from "../support/bad-inputs";
import { badPubSubInputs } from "../support/bad-pub-sub-inputs";
import { temporaryFolder } from "../support/folders";
import { goodPubSubInputs, pubSubStack } from "../support/pub-sub";
import { addressesOf, type Document, documentOf, moduleStack, standIn } from "../support/synthesize";

const filename = standIn(join(temporaryFolder("code"), "subscriber.zip"));
const good = goodPubSubInputs(filename);

/** What is always made: each address is public API, a change needs a `moved` block. */
const CORE = [
  "aws_sns_topic.topic",
  "data.aws_caller_identity.current",
  "data.aws_partition.current",
  "data.aws_partition.inputs",
  "data.aws_region.current",
  "terraform_data.guard_fifo",
  "terraform_data.guard_name",
];
const ALARMS = ["aws_cloudwatch_metric_alarm.notifications_failed", "aws_cloudwatch_metric_alarm.notifications_lost"];
const DELIVERY_STATUS = [
  "aws_cloudwatch_log_group.delivery_status_failure",
  "aws_cloudwatch_log_group.delivery_status_success",
  "aws_iam_role.delivery_status",
  "aws_iam_role_policy.delivery_status",
];

/** What is the topic's, and not of a subscriber. */
const ownAddresses = (document: Document) => addressesOf(document).filter((address) => !/\.subscriber_/.test(address));

test.each<[keyof typeof good, string[][]]>([
  ["minimal", [CORE, ALARMS]],
  ["three subscribers", [CORE, ALARMS]],
  ["every option", [CORE, ALARMS, DELIVERY_STATUS]],
  ["FIFO", [CORE, DELIVERY_STATUS]],
])("%s: makes exactly these, beside subscribers", (set, addresses) => {
  const document = documentOf(pubSubStack(good[set]));
  expect(ownAddresses(document)).toEqual(addresses.flat().sort());
  expect(JSON.stringify(document)).not.toContain('"count"');
});

test("a subscriber in the map is made as one that is attached", () => {
  const { subscribers, name } = good["three subscribers"];
  const attached = moduleStack((stack) => {
    for (const [key, subscriber] of Object.entries(subscribers)) {
      const topicArn = "arn:aws:sns:eu-central-1:123456789012:orders";
      new Subscriber(stack, `subscriber-${key}`, { ...subscriber, name: `${name}-${key}`, topicArn });
    }
  });
  const ofSubscribers = addressesOf(documentOf(pubSubStack(good["three subscribers"]))).filter((address) =>
    /\.subscriber_/.test(address),
  );
  expect(ofSubscribers).toEqual(addressesOf(documentOf(attached)));
  expect(ofSubscribers).toEqual(
    expect.arrayContaining([
      "aws_sqs_queue.subscriber_leaderboard_queue",
      "aws_lambda_permission.subscriber_video_wall_subscriber",
      "aws_sns_topic_subscription.subscriber_recommendations_subscription",
    ]),
  );
});

test("the module makes the topic, and calls the module subscriber for each subscriber", () => {
  const document = documentOf(pubSubModule.make(new App({ outdir: temporaryFolder("cdktf") })));
  expect(addressesOf(document)).toEqual([CORE, ALARMS, DELIVERY_STATUS].flat().sort());
  expect((document as { module?: object }).module).toMatchObject({
    subscriber: {
      source: "../subscriber",
      for_each: "${var.subscribers}",
      name: "${var.name}-${each.key}",
      topic_arn: "${aws_sns_topic.topic.arn}",
    },
  });
});

test("two of them live in one stack, and code attaches a subscriber to one of them", () => {
  const stack = moduleStack((scope) => {
    const { outputs } = new PubSub(scope, "orders", { ...good["three subscribers"], name: "orders" });
    new PubSub(scope, "refunds", { name: "refunds" });
    new Subscriber(scope, "audit", { name: "audit", topicArn: outputs.topicArn, mode: "queue" });
  });
  const document = documentOf(stack);
  const subscriptions = document.resource?.["aws_sns_topic_subscription"] as Record<string, { topic_arn: string }>;
  expect(Object.keys(subscriptions)).toHaveLength(4);
  expect(subscriptions["audit_subscription"]?.topic_arn).toBe("${aws_sns_topic.orders_topic.arn}");
});

test("SNS may write the logs of this topic, and not those of topics whose names begin alike", () => {
  const stack = pubSubStack({ name: "orders", deliveryStatusLogging: {} });
  const policies = documentOf(stack).resource?.["aws_iam_role_policy"] as Record<string, { policy: string }>;
  const resources = /Resource = \[(.*?)\]/.exec(policies["delivery_status"]?.policy ?? "")?.[1]?.split(", ");
  const group = ":log-group:sns/${data.aws_region.current.id}/${data.aws_caller_identity.current.account_id}/orders";
  expect(resources?.map((arn) => arn.slice(arn.indexOf(":log-group:"), -1))).toEqual([
    group,
    `${group}:*`,
    `${group}/Failure`,
    `${group}/Failure:*`,
  ]);
});

test("outputs are read from the construct as from the module", () => {
  const stack = moduleStack();
  const { outputs, describedOutputs } = new PubSub(stack, "orders", good["three subscribers"]);
  expect(Object.keys(outputs)).toEqual(Object.keys(describedOutputs));
  const read = [outputs.topicName, outputs.redriveFunctionNames["video-wall"]];
  stack.outputs({ read: { value: read, description: "" } });
  expect(documentOf(stack).output).toEqual({
    read: {
      value: [
        "${aws_sns_topic.orders_topic.name}",
        "${aws_lambda_function.orders_subscriber_video_wall_redrive.function_name}",
      ],
      description: "",
    },
  });
});

describe("wrong inputs", () => {
  const made = (props: unknown) => () => new PubSub(moduleStack(), "shop", props as PubSubProps);

  test.each(badPubSubInputs(filename).map((input) => [input.what, input] as const))(
    "%s: refused, with path and cure",
    (_, { wrong, message }) => {
      expect(refusal(made({ ...good.minimal, ...wrong }))).toEqual(["test/shop: an input is wrong:", message]);
    },
  );

  test("a subscriber without a function where there should be one", () => {
    expect(refusal(made({ ...good.minimal, subscribers: { wall: {} } }))).toEqual([
      "test/shop: an input is wrong:",
      expect.stringMatching(/^subscribers\["wall"\]\.subscriber must be given in the modes/),
    ]);
  });
});
