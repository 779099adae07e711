import { join } from "node:path";
import { App } from "cdktf";
import type { QueueLoadLevelingProps } from "../../modules/queue-load-leveling/props";
import { queueLoadLevelingModule } from "../../stacks/queue-load-leveling";
import { badCasesOf, describeBadVariables, keyFromElsewhere } from "../support/bad-inputs";
import { badJobsInputs, withWrong } from "../support/bad-jobs-inputs";
import { temporaryFolder } from "../support/folders";
import { goodJobsInputs, jobsVariables } from "../support/jobs";
import { longest, ownPartFits } from "../support/longest";
import { describeModule, oneForEachVariable } from "../support/module-test";
import { standIn } from "../support/synthesize";

const stack = () => queueLoadLevelingModule.make(new App({ outdir: temporaryFolder("cdktf") }));
const filename = standIn(join(temporaryFolder("code"), "worker.zip"));
const good = goodJobsInputs(filename);
const minimal = good["minimal"] as QueueLoadLevelingProps;
const badCases = badCasesOf(badJobsInputs, (input) => jobsVariables(withWrong(minimal, input)));

describeBadVariables(stack, badCases);

/** What the plan of a set of good inputs holds. */
const ASSERTIONS: Readonly<Record<string, readonly string[]>> = {
  minimal: [
    "aws_sqs_queue.jobs.visibility_timeout_seconds == 180",
    "aws_sqs_queue.jobs.message_retention_seconds == 345600",
    "aws_sqs_queue.jobs.delay_seconds == 0",
    "aws_sqs_queue.undeliverable.message_retention_seconds == 1209600",
    "aws_sqs_queue.dead_letter.message_retention_seconds == 1209600",
    "aws_sqs_queue.jobs.sqs_managed_sse_enabled",
    'aws_sqs_queue.jobs.name == "jobs" && aws_sqs_queue.dead_letter.name == "jobs-dead-letter"',
    "aws_dynamodb_table.jobs.deletion_protection_enabled && aws_dynamodb_table.jobs.point_in_time_recovery[0].enabled",
    "length(aws_dynamodb_table.jobs.server_side_encryption) == 0",
    'aws_lambda_function.worker.runtime == "nodejs22.x" && aws_lambda_function.worker.timeout == 30',
    'aws_lambda_function.worker.architectures == tolist(["arm64"]) && aws_lambda_function.worker.memory_size == 512',
    'aws_lambda_function.worker.tracing_config[0].mode == "Active"',
    "aws_lambda_event_source_mapping.worker.batch_size == 10",
    "length(aws_lambda_event_source_mapping.worker.scaling_config) == 0",
    // No metric that reports nothing while the worker is paused has a say.
    'aws_cloudwatch_metric_alarm.backlog_per_worker[0].threshold == 1000 && aws_cloudwatch_metric_alarm.backlog_per_worker[0].metric_name == "ApproximateNumberOfMessagesVisible"',
    "length(aws_cloudwatch_metric_alarm.backlog_per_worker[0].metric_query) == 0",
    "length(aws_lambda_function_recursion_config.worker) == 0",
    "var.queue.max_receive_count == 5",
    'aws_lambda_function.worker.environment[0].variables["JOBS_ONE_AT_A_TIME_SECONDS"] == ""',
    "length(aws_apigatewayv2_api.api) == 1 && length(aws_cloudwatch_metric_alarm.api_errors) == 1",
    "!aws_apigatewayv2_stage.api[0].default_route_settings[0].detailed_metrics_enabled",
    "!aws_apigatewayv2_api.api[0].disable_execute_api_endpoint && length(aws_apigatewayv2_api_mapping.api_domain) == 0",
    'aws_lambda_function.api_accept[0].environment[0].variables["JOBS_BASE_PATH"] == "" && output.domain_target_name == null',
    'aws_apigatewayv2_route.api_accept[0].authorization_type == "AWS_IAM"',
    "length(aws_apigatewayv2_authorizer.api_jwt) == 0 && length(aws_scheduler_schedule.maintenance_stop) == 0",
    "aws_cloudwatch_log_group.worker.retention_in_days == 30",
  ],
  "every option": [
    "aws_sqs_queue.jobs.visibility_timeout_seconds == 900",
    // A delay of the others would only hold up what has waited already.
    "aws_sqs_queue.jobs.delay_seconds == 7 && coalesce(aws_sqs_queue.undeliverable.delay_seconds, 0) == 0 && coalesce(aws_sqs_queue.dead_letter.delay_seconds, 0) == 0",
    "aws_sqs_queue.jobs.kms_master_key_id == var.kms_key_arn && aws_sqs_queue.dead_letter.kms_master_key_id == var.kms_key_arn",
    "aws_dynamodb_table.jobs.server_side_encryption[0].kms_key_arn == var.kms_key_arn",
    "!aws_dynamodb_table.jobs.deletion_protection_enabled",
    'aws_lambda_function.worker.environment[0].variables["A_KEY"] == var.worker.environment["A_KEY"]',
    'aws_lambda_function.worker.environment[0].variables["POWERTOOLS_LOG_LEVEL"] == "DEBUG"',
    "aws_lambda_function.worker.reserved_concurrent_executions == 20",
    "aws_lambda_function.worker.vpc_config[0].subnet_ids == toset(var.worker.vpc.subnet_ids)",
    "aws_lambda_event_source_mapping.worker.scaling_config[0].maximum_concurrency == 10",
    "aws_cloudwatch_metric_alarm.backlog_per_worker[0].threshold == 100",
    "aws_lambda_event_source_mapping.worker.maximum_batching_window_in_seconds == 5",
    'aws_apigatewayv2_route.api_status[0].authorization_type == "JWT"',
    'aws_apigatewayv2_api.api[0].cors_configuration[0].allow_origins == toset(["https://app.example.com"])',
    "aws_apigatewayv2_stage.api[0].default_route_settings[0].detailed_metrics_enabled",
    'aws_apigatewayv2_domain_name.api_domain[0].domain_name == "api.example.com" && length(aws_route53_record.api_domain) == 1',
    'aws_apigatewayv2_api_mapping.api_domain[0].api_mapping_key == "shop/v1" && output.api_endpoint == "https://api.example.com/shop/v1"',
    'aws_lambda_function.api_accept[0].environment[0].variables["JOBS_BASE_PATH"] == "shop/v1"',
    'aws_lambda_function.api_status[0].environment[0].variables["JOBS_BASE_PATH"] == "shop/v1"',
    'aws_scheduler_schedule.maintenance_start[0].schedule_expression_timezone == "Europe/Berlin"',
    "aws_iam_role.worker.permissions_boundary == var.permissions_boundary_arn",
    "aws_sqs_queue.jobs.tags == tomap(var.tags)",
  ],
  "no API": [
    "length(aws_apigatewayv2_api.api) == 0 && length(aws_lambda_function.api_accept) == 0",
    "output.api_endpoint == null",
    // The mapping does not look at the reserve.
    "aws_lambda_function.worker.reserved_concurrent_executions == 3",
    "aws_lambda_event_source_mapping.worker.scaling_config[0].maximum_concurrency == 3",
  ],
  "FIFO, at a rate, one at a time, with a window": [
    ...["jobs", "undeliverable", "dead_letter"].map(
      (queue) =>
        `aws_sqs_queue.${queue}.deduplication_scope == "messageGroup" && aws_sqs_queue.${queue}.fifo_throughput_limit == "perMessageGroupId"`,
    ),
    'aws_sqs_queue.jobs.fifo_queue && aws_sqs_queue.jobs.name == "jobs.fifo"',
    'aws_lambda_function.worker.environment[0].variables["JOBS_MAX_PER_SECOND"] == "2.5"',
    "aws_lambda_function.worker.reserved_concurrent_executions == null || aws_lambda_function.worker.reserved_concurrent_executions == -1",
    "aws_lambda_event_source_mapping.worker.scaling_config[0].maximum_concurrency == 2",
    "aws_lambda_event_source_mapping.worker.batch_size == 1",
    // It cannot hand back without losing the order.
    "length(aws_lambda_function_recursion_config.worker) == 0",
    'aws_lambda_function.worker.timeout == 120 && aws_lambda_function.worker.environment[0].variables["JOBS_ONE_AT_A_TIME_SECONDS"] == "60"',
    "length(aws_cloudwatch_metric_alarm.dead_letters) == 0",
    "length(aws_apigatewayv2_domain_name.api_domain) == 0 && aws_apigatewayv2_api.api[0].disable_execute_api_endpoint",
    'aws_apigatewayv2_api_mapping.api_domain[0].domain_name == "api.example.com" && output.api_endpoint == "https://api.example.com/jobs"',
  ],
  "a snapshot at the start": [
    'aws_lambda_function.worker.snap_start[0].apply_on == "PublishedVersions" && aws_lambda_function.worker.publish',
    'length(aws_lambda_alias.worker_live) == 1 && aws_lambda_alias.worker_live[0].name == "live"',
  ],
  "code in S3, an existing API": [
    'aws_lambda_function.worker.s3_bucket == "code" && aws_lambda_function.worker.filename == null',
    "aws_lambda_event_source_mapping.worker.batch_size == 1 && aws_lambda_event_source_mapping.worker.scaling_config[0].maximum_concurrency == 2",
    "aws_lambda_function.worker.timeout == 60 && aws_sqs_queue.jobs.visibility_timeout_seconds == 180",
    'aws_lambda_function_recursion_config.worker[0].recursive_loop == "Allow"',
    "length(aws_apigatewayv2_api.api) + length(aws_apigatewayv2_stage.api) + length(aws_cloudwatch_log_group.api) == 0",
    'aws_apigatewayv2_route.api_accept[0].api_id == "a1b2c3d4e5" && aws_apigatewayv2_authorizer.api_jwt[0].api_id == "a1b2c3d4e5"',
    'aws_apigatewayv2_authorizer.api_jwt[0].name == "jobs-jwt" && output.api_endpoint == "https://api.example.com/v1"',
    'endswith(aws_lambda_permission.api_status[0].source_arn, ":a1b2c3d4e5/*/GET/jobs/*")',
    'strcontains(output.invoke_policy_json, ":a1b2c3d4e5/*/POST/jobs\\"")',
    'aws_lambda_function.api_status[0].environment[0].variables["JOBS_BASE_PATH"] == "v1"',
  ],
  "an image": [
    'aws_lambda_function.worker.package_type == "Image" && aws_lambda_function.worker.handler == null',
    "aws_lambda_event_source_mapping.worker.batch_size == 10 && aws_lambda_event_source_mapping.worker.scaling_config[0].maximum_concurrency == 5",
    'aws_lambda_function_recursion_config.worker[0].recursive_loop == "Allow"',
  ],
};

describeModule({
  stack,
  sets: {
    ...Object.fromEntries(
      Object.entries(ASSERTIONS).map(([set, holds]) => [
        set,
        { variables: jobsVariables(good[set] as QueueLoadLevelingProps), holds },
      ]),
    ),
    "the longest names": {
      variables: jobsVariables({
        name: longest.name,
        kmsKeyArn: longest.kmsKeyArn,
        worker: { filename, ...longest.fn, oneAtATime: true, maxPerSecond: 2.5, timeoutSeconds: 60 },
        queue: { fifo: true },
      }),
      holds: ownPartFits("worker"),
    },
  },
  // Every place where a plan can end; the messages of all cases are seen above, at a tenth of the time.
  refused: {
    wrong_variables: oneForEachVariable(badCases),
    from_elsewhere: [keyFromElsewhere(jobsVariables(good["minimal"] as QueueLoadLevelingProps))],
    wrong_together: badCases.filter(({ across }) => across).slice(0, 1),
  },
});
