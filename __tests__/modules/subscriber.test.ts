import { join } from "node:path";
import { App } from "cdktf";
import { Subscriber } from "../../modules/subscriber";
import type { SubscriberProps } from "../../modules/subscriber/props";
import { subscriberModule } from "../../stacks/subscriber";
import { refusal } from "../support/bad-inputs";
import { badSubscriberInputs, withWrong } from "../support/bad-subscriber-inputs";
import { temporaryFolder } from "../support/folders";
import { goodSubscriberInputs, subscriberStack } from "../support/subscriber";
import { addressesOf, documentOf, moduleStack, standIn } from "../support/synthesize";

const good = goodSubscriberInputs(standIn(join(temporaryFolder("code"), "subscriber.zip")));

/** What is always made: each address is public API, a change needs a `moved` block. */
const CORE = [
  "aws_cloudwatch_log_group.redrive",
  "aws_iam_role.redrive",
  "aws_iam_role_policy.redrive",
  "aws_lambda_function.redrive",
  "aws_sns_topic_subscription.subscription",
  "aws_sqs_queue.dead_letter",
  "aws_sqs_queue.delivery_dead_letter",
  "data.aws_caller_identity.current",
  "data.aws_partition.current",
  "data.aws_partition.inputs",
  "data.aws_region.current",
  "aws_dynamodb_table.redrives",
  "terraform_data.guard_fifo",
  "terraform_data.guard_mode",
  "terraform_data.guard_name",
];
const QUEUE = ["aws_sqs_queue.queue", "aws_sqs_queue_redrive_policy.queue"];
const FUNCTION = [
  "aws_cloudwatch_log_group.subscriber",
  "aws_iam_role.subscriber",
  "aws_iam_role_policy.subscriber",
  "aws_iam_role_policy.subscriber_custom",
  "aws_lambda_function.subscriber",
];
const MAPPING = [
  "aws_cloudwatch_log_group.pause",
  "aws_iam_role.pause",
  "aws_iam_role_policy.pause",
  "aws_lambda_event_source_mapping.subscriber",
  "aws_lambda_function.pause",
];
const DIRECT = ["aws_lambda_function_event_invoke_config.subscriber", "aws_lambda_permission.subscriber"];
const MEMORY = ["aws_dynamodb_table.handled_events"];
const alarm = (name: string) => `aws_cloudwatch_metric_alarm.${name}`;
const ALARMS = ["dead_letters", "delivery_dead_letters"].map(alarm);
const QUEUE_ALARM = [alarm("oldest_message")];
const FUNCTION_ALARMS = ["errors", "throttles"].map(alarm);
const SNAPSHOT = ["aws_lambda_alias.subscriber_live"];
const DIRECT_ALARM = [alarm("lost_events")];

const BUFFERED = [CORE, QUEUE, FUNCTION, MAPPING, MEMORY];

test.each<[keyof typeof good, string[][]]>([
  ["minimal", [...BUFFERED, ALARMS, QUEUE_ALARM, FUNCTION_ALARMS]],
  ["every option", [...BUFFERED, ALARMS, QUEUE_ALARM, FUNCTION_ALARMS]],
  ["a snapshot at the start", [...BUFFERED, SNAPSHOT]],
  ["direct", [CORE, FUNCTION, DIRECT, MEMORY, ALARMS, FUNCTION_ALARMS, DIRECT_ALARM]],
  ["direct, with a key and no memory", [CORE, FUNCTION, DIRECT]],
  ["queue", [CORE, QUEUE, ALARMS, QUEUE_ALARM]],
  ["FIFO", BUFFERED],
  ["a FIFO queue with a key", [CORE, QUEUE, ALARMS, QUEUE_ALARM]],
])("%s: makes exactly these", (set, addresses) => {
  const document = documentOf(subscriberStack(good[set]));
  expect(addressesOf(document)).toEqual(addresses.flat().sort());
  expect(JSON.stringify(document)).not.toContain('"count"');
});

test("the module makes what all of them make, under the same addresses", () => {
  const document = documentOf(subscriberModule.make(new App({ outdir: temporaryFolder("cdktf") })));
  const alarms = [ALARMS, QUEUE_ALARM, FUNCTION_ALARMS, DIRECT_ALARM];
  expect(addressesOf(document)).toEqual([...BUFFERED, DIRECT, SNAPSHOT, ...alarms].flat().sort());
});

test("two of them live in one stack", () => {
  const stack = moduleStack((scope) => {
    new Subscriber(scope, "wall", good.direct);
    new Subscriber(scope, "leaderboard", good.minimal);
  });
  const addresses = addressesOf(documentOf(stack));
  expect(new Set(addresses).size).toBe(addresses.length);
  expect(addresses.filter((address) => /subscription\./.test(address))).toHaveLength(2);
});

test("the redrive function logs what it did, whatever the subscriber logs", () => {
  const { resource } = documentOf(subscriberStack(good["every option"]));
  const functions = resource?.["aws_lambda_function"] as Record<string, { logging_config: object }>;
  expect(functions["subscriber"]?.logging_config).toMatchObject({ application_log_level: "ERROR" });
  expect(functions["redrive"]?.logging_config).toMatchObject({ application_log_level: "INFO" });
});

test("outputs are read from the construct as from the module", () => {
  const stack = moduleStack();
  const subscriber = new Subscriber(stack, "queue", good.queue);
  expect(Object.keys(subscriber.outputs)).toEqual(Object.keys(subscriber.describedOutputs));
  const { queueName, functionName } = subscriber.outputs;
  stack.outputs({ read: { value: [queueName, functionName], description: "" } });
  expect(documentOf(stack).output).toEqual({
    read: { value: ["${aws_sqs_queue.queue_queue.name}", "${null}"], description: "" },
  });
});

describe("wrong inputs", () => {
  const made = (props: unknown) => () => new Subscriber(moduleStack(), "team", props as SubscriberProps);

  test.each(badSubscriberInputs.map((input) => [input.what, input] as const))(
    "%s: refused, with path and cure",
    (_, input) => {
      expect(refusal(made(withWrong(good.minimal, input)))).toEqual(["test/team: an input is wrong:", input.message]);
    },
  );

  test("no function where there should be one", () => {
    expect(refusal(made({ ...good.minimal, subscriber: null }))).toEqual([
      "test/team: an input is wrong:",
      expect.stringMatching(/^subscriber must be given in the modes/),
    ]);
  });
});
