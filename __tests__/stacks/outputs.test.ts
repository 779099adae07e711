import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { patternModules } from "../../stacks";
import { temporaryFolder } from "../support/folders";
import { goodVariables } from "../support/good-variables";
import { IdentityService, planOf } from "../support/plan";
import { standIn, synthesize } from "../support/synthesize";
import { describeWithAws } from "../support/terraform";

/** What each output speaks of: who uses it must wait for that. An output that is not here, and one here that is none, fail. */
const SPEAKS_OF: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  "queue-load-leveling": {
    api_endpoint: [
      "aws_apigatewayv2_api.api",
      "aws_apigatewayv2_api_mapping.api_domain",
      "aws_apigatewayv2_route.api_accept",
      "aws_apigatewayv2_route.api_status",
    ],
    domain_target_name: ["aws_apigatewayv2_domain_name.api_domain"],
    domain_target_zone_id: ["aws_apigatewayv2_domain_name.api_domain"],
    queue_name: ["aws_sqs_queue.jobs"],
    queue_arn: ["aws_sqs_queue.jobs"],
    queue_url: ["aws_sqs_queue.jobs"],
    dead_letter_queues: ["aws_sqs_queue.dead_letter"],
    table_name: ["aws_dynamodb_table.jobs"],
    table_arn: ["aws_dynamodb_table.jobs"],
    worker_function_name: ["aws_lambda_function.worker"],
    worker_function_arn: ["aws_lambda_function.worker"],
    worker_role_name: ["aws_iam_role.worker"],
    worker_mapping_id: ["aws_lambda_event_source_mapping.worker"],
    redrive_function_name: ["aws_lambda_function.redrive"],
    pause_function_name: ["aws_lambda_function.pause"],
    alarm_arns: [
      "aws_cloudwatch_metric_alarm.api_errors",
      "aws_cloudwatch_metric_alarm.backlog_per_worker",
      "aws_cloudwatch_metric_alarm.dead_letters",
      "aws_cloudwatch_metric_alarm.oldest_message",
      "aws_cloudwatch_metric_alarm.worker_errors",
    ],
    send_policy_json: ["aws_sqs_queue.jobs"],
    invoke_policy_json: [
      "aws_apigatewayv2_api.api",
      "aws_apigatewayv2_route.api_accept",
      "aws_apigatewayv2_route.api_status",
    ],
    read_policy_json: [
      "aws_apigatewayv2_api.api",
      "aws_apigatewayv2_route.api_accept",
      "aws_apigatewayv2_route.api_status",
      "aws_dynamodb_table.jobs",
    ],
    operate_policy_json: [
      "aws_lambda_event_source_mapping.worker",
      "aws_lambda_function.pause",
      "aws_lambda_function.redrive",
      "aws_sqs_queue.dead_letter",
      "aws_sqs_queue.jobs",
    ],
  },
  "web-service": {
    api_endpoint: ["aws_apigatewayv2_api.api", "aws_apigatewayv2_api_mapping.domain", "aws_apigatewayv2_route.route"],
    api_id: ["aws_apigatewayv2_api.api"],
    domain_target_name: ["aws_apigatewayv2_domain_name.domain"],
    domain_target_zone_id: ["aws_apigatewayv2_domain_name.domain"],
    function_names: ["aws_lambda_function.function"],
    function_arns: ["aws_lambda_alias.function_live"],
    function_role_names: ["aws_iam_role.function"],
    table_name: ["aws_dynamodb_table.table"],
    table_arn: ["aws_dynamodb_table.table"],
    table_stream_arn: ["aws_dynamodb_table.table"],
    alarm_arns: [
      "aws_cloudwatch_metric_alarm.error_rate",
      "aws_cloudwatch_metric_alarm.function_errors",
      "aws_cloudwatch_metric_alarm.function_throttles",
      "aws_cloudwatch_metric_alarm.latency",
    ],
    invoke_policy_json: ["aws_apigatewayv2_api.api", "aws_apigatewayv2_route.route", "aws_lambda_alias.function_live"],
    function_invoke_policy_json: ["aws_lambda_alias.function_live"],
    read_policy_json: ["aws_dynamodb_table.table"],
  },
  "pub-sub": {
    topic_name: ["aws_sns_topic.topic"],
    topic_arn: ["aws_sns_topic.topic"],
    /** An input, handed on. */
    fifo: [],
    subscribers: ["module.subscriber"],
    dead_letter_queues: ["module.subscriber"],
    redrive_function_names: ["module.subscriber"],
    pause_function_names: ["module.subscriber"],
    alarm_arns: [
      "aws_cloudwatch_metric_alarm.notifications_failed",
      "aws_cloudwatch_metric_alarm.notifications_lost",
      "module.subscriber",
    ],
    publish_policy_json: ["aws_sns_topic.topic"],
    subscribe_policy_json: ["aws_sns_topic.topic"],
    operate_policy_json: ["module.subscriber"],
  },
  subscriber: {
    subscription_arn: ["aws_sns_topic_subscription.subscription"],
    queue_name: ["aws_sqs_queue.queue"],
    queue_arn: ["aws_sqs_queue.queue"],
    queue_url: ["aws_sqs_queue.queue"],
    dead_letter_queues: ["aws_sqs_queue.dead_letter", "aws_sqs_queue.delivery_dead_letter"],
    function_name: ["aws_lambda_function.subscriber"],
    function_arn: ["aws_lambda_function.subscriber"],
    function_role_name: ["aws_iam_role.subscriber"],
    mapping_id: ["aws_lambda_event_source_mapping.subscriber"],
    idempotency_table_name: ["aws_dynamodb_table.handled_events"],
    redrive_function_name: ["aws_lambda_function.redrive"],
    pause_function_name: ["aws_lambda_function.pause"],
    alarm_arns: [
      "aws_cloudwatch_metric_alarm.dead_letters",
      "aws_cloudwatch_metric_alarm.delivery_dead_letters",
      "aws_cloudwatch_metric_alarm.errors",
      "aws_cloudwatch_metric_alarm.lost_events",
      "aws_cloudwatch_metric_alarm.oldest_message",
      "aws_cloudwatch_metric_alarm.throttles",
    ],
    receive_policy_json: ["aws_sqs_queue.queue"],
    operate_policy_json: [
      "aws_lambda_event_source_mapping.subscriber",
      "aws_lambda_function.pause",
      "aws_lambda_function.redrive",
      "aws_sqs_queue.dead_letter",
      "aws_sqs_queue.delivery_dead_letter",
      "aws_sqs_queue.queue",
    ],
  },
  "function-package": {
    filename: ["data.archive_file.package"],
    source_code_hash: ["data.archive_file.package"],
  },
};

/** References to what a module makes, without attributes: data sources of the account and inputs are there anyway. */
function made(references: readonly string[]): string[] {
  const found = references.flatMap(
    (one) => /^(?:data\.archive_file\.\w+|module\.\w+|aws_\w+\.\w+)/.exec(one)?.[0] ?? [],
  );
  return [...new Set(found)].sort();
}

test("every output of every module is looked at", () => {
  const outputsOf = (name: string) => {
    const file = join(__dirname, "../../terraform", name, "outputs.tf.json");
    const { output } = JSON.parse(readFileSync(file, "utf8")) as { output: Readonly<Record<string, object>> };
    return Object.keys(output);
  };
  const all = Object.fromEntries(patternModules.map(({ name }) => [name, outputsOf(name).sort()]));
  expect(all).toEqual(
    Object.fromEntries(Object.entries(SPEAKS_OF).map(([name, outputs]) => [name, Object.keys(outputs).sort()])),
  );
});

interface Configured {
  readonly configuration: {
    readonly root_module: {
      readonly module_calls: Readonly<
        Record<
          string,
          {
            readonly module: {
              readonly outputs: Readonly<
                Record<string, { readonly expression: { readonly references?: readonly string[] } }>
              >;
            };
          }
        >
      >;
    };
  };
}

describeWithAws("an output, as Terraform reads it", (terraform, folder) => {
  const identity = new IdentityService();
  const good = goodVariables(standIn(join(temporaryFolder("code"), "code.zip")));
  const names = Object.keys(good);
  let found: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

  beforeAll(async () => {
    for (const { name, make } of patternModules.filter((one) => one.name in good))
      synthesize(make(new App({ outdir: temporaryFolder("cdktf") })), join(folder, name));
    const calls = names.map((name) => [name, { source: `./${name}`, ...Object.values(good[name] ?? {})[0] }]);
    const plan: unknown = await planOf(terraform, folder, {
      provider: await identity.start(),
      module: Object.fromEntries(calls),
    });
    const { module_calls } = (plan as Configured).configuration.root_module;
    found = Object.fromEntries(
      names.map((name) => {
        const outputs = Object.entries(module_calls[name]?.module.outputs ?? {});
        return [
          name,
          Object.fromEntries(outputs.map(([key, { expression }]) => [key, made(expression.references ?? [])])),
        ];
      }),
    );
  });
  afterAll(() => identity.stop());

  test.each(names)("of %s waits for all that it speaks of, and for nothing else", (name) => {
    expect(found[name]).toEqual(SPEAKS_OF[name]);
  });
});
