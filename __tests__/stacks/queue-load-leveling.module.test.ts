import { join } from "node:path";
import { App } from "cdktf";
import { snakeCase } from "../../lib/names";
import type { QueueLoadLevelingProps } from "../../modules/queue-load-leveling/props";
import { QueueLoadLevelingModule } from "../../stacks/queue-load-leveling";
import { badJobsInputs, withWrong } from "../support/bad-jobs-inputs";
import { temporaryFolder } from "../support/folders";
import { goodJobsInputs, jobsVariables } from "../support/jobs";
import { asArguments, type Block, documentOf, standIn, synthesize } from "../support/synthesize";
import { describeTerraform, describeWithAws, writeJson } from "../support/terraform";

const jobsModule = () => new QueueLoadLevelingModule(new App({ outdir: temporaryFolder("cdktf") }));
const good = goodJobsInputs(standIn(join(temporaryFolder("code"), "worker.zip")));
const minimal = good["minimal"] as QueueLoadLevelingProps;
const badCases = badJobsInputs.map((input) => ({
  ...input,
  variables: jobsVariables(withWrong(minimal, input)),
  /** What Terraform refuses: the variable, or the resource that carries the preconditions. */
  refused: input.across ? "aws_sqs_queue.jobs" : `var.${snakeCase(Object.keys(input.wrong)[0] as string)}`,
}));

interface Line {
  readonly type: string;
  readonly "@testrun"?: string;
  readonly diagnostic?: { readonly severity: string; readonly detail: string };
  readonly test_run?: { readonly run: string; readonly status?: string };
}

const linesOf = (text: string): Line[] => text.split("\n").flatMap((line) => (line ? [JSON.parse(line) as Line] : []));

describeTerraform("a wrong variable of the module", (terraform) => {
  const folder = temporaryFolder("variables");

  beforeAll(() => {
    const { variable, resource } = documentOf(jobsModule());
    const lifecycles = Object.values(resource ?? {}).flatMap((group) =>
      Object.values(group).map(({ lifecycle }) => lifecycle as Block),
    );
    const precondition = lifecycles.flatMap((lifecycle) => (lifecycle?.["precondition"] as Block[] | undefined) ?? []);
    // All that checks the inputs, and nothing that needs the provider: a plan of it takes a tenth of a second.
    writeJson(folder, "main.tf.json", {
      variable,
      resource: { terraform_data: { checks: { lifecycle: { precondition } } } },
    });
  });

  test.each(badCases.map((one, index) => [one.what, index, one] as const))(
    "%s: ends at plan with one message, the same as in TypeScript",
    async (_, index, { variables, message }) => {
      writeJson(folder, `${index}.tfvars.json`, variables);
      const { code, stdout } = await terraform.run(folder, ["plan", "-json", `-var-file=${index}.tfvars.json`]);
      const errors = linesOf(stdout).flatMap(({ diagnostic }) =>
        diagnostic?.severity === "error" ? [diagnostic.detail] : [],
      );
      // Terraform adds where the rule stands.
      expect(errors.map((detail) => detail.split("\n\n")[0])).toEqual([message]);
      expect(code).toBe(1);
    },
  );
});

/** What the plan of a set of good inputs holds. */
const ASSERTIONS: Readonly<Record<string, readonly string[]>> = {
  minimal: [
    "aws_sqs_queue.jobs.visibility_timeout_seconds == 180",
    "aws_sqs_queue.jobs.message_retention_seconds == 1209600",
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
    "length(aws_apigatewayv2_api.api) == 1 && length(aws_cloudwatch_metric_alarm.api_errors) == 1",
    'aws_apigatewayv2_route.api_accept[0].authorization_type == "AWS_IAM"',
    "length(aws_apigatewayv2_authorizer.api_jwt) == 0 && length(aws_scheduler_schedule.maintenance_stop) == 0",
    "aws_cloudwatch_log_group.worker.retention_in_days == 30",
  ],
  "every option": [
    "aws_sqs_queue.jobs.visibility_timeout_seconds == 900",
    "aws_sqs_queue.jobs.kms_master_key_id == var.kms_key_arn && aws_sqs_queue.dead_letter.kms_master_key_id == var.kms_key_arn",
    "aws_dynamodb_table.jobs.server_side_encryption[0].kms_key_arn == var.kms_key_arn",
    "!aws_dynamodb_table.jobs.deletion_protection_enabled",
    'aws_lambda_function.worker.environment[0].variables["A-KEY"] == var.worker.environment["A-KEY"]',
    'aws_lambda_function.worker.environment[0].variables["POWERTOOLS_LOG_LEVEL"] == "DEBUG"',
    "aws_lambda_function.worker.reserved_concurrent_executions == 20",
    "aws_lambda_function.worker.vpc_config[0].subnet_ids == toset(var.worker.vpc.subnet_ids)",
    "aws_lambda_event_source_mapping.worker.scaling_config[0].maximum_concurrency == 10",
    "aws_lambda_event_source_mapping.worker.maximum_batching_window_in_seconds == 5",
    'aws_apigatewayv2_route.api_status[0].authorization_type == "JWT"',
    'aws_apigatewayv2_api.api[0].cors_configuration[0].allow_origins == toset(["https://app.example.com"])',
    'aws_scheduler_schedule.maintenance_start[0].schedule_expression_timezone == "Europe/Berlin"',
    "aws_iam_role.worker.permissions_boundary == var.permissions_boundary_arn",
    "aws_sqs_queue.jobs.tags == tomap(var.tags)",
  ],
  "no API": [
    "length(aws_apigatewayv2_api.api) == 0 && length(aws_lambda_function.api_accept) == 0",
    "output.api_endpoint == null",
  ],
  "FIFO, at a rate, one at a time, with a window": [
    'aws_sqs_queue.jobs.fifo_queue && aws_sqs_queue.jobs.name == "jobs.fifo"',
    'aws_lambda_function.worker.environment[0].variables["JOBS_MAX_PER_SECOND"] == "2.5"',
    "aws_lambda_function.worker.reserved_concurrent_executions == 1",
    "aws_lambda_event_source_mapping.worker.scaling_config[0].maximum_concurrency == 2",
    "length(aws_cloudwatch_metric_alarm.dead_letters) == 0",
  ],
  "code in S3": ['aws_lambda_function.worker.s3_bucket == "code" && aws_lambda_function.worker.filename == null'],
  "an image": ['aws_lambda_function.worker.package_type == "Image" && aws_lambda_function.worker.handler == null'],
};

const firstFor = (target: string) => badCases.find(({ refused }) => refused === target) as (typeof badCases)[number];
const targets = [...new Set(badCases.map(({ refused }) => refused))];

/** Every place where a plan can end; the messages of all cases are seen above, at a tenth of the time. */
const REFUSED: Readonly<Record<string, typeof badCases>> = {
  wrong_variables: targets
    .filter((target) => target.startsWith("var."))
    .map(firstFor)
    .map((one) => ({ ...one, variables: { [one.refused.slice(4)]: one.variables[one.refused.slice(4)] } })),
  wrong_together: badCases.filter(({ across }) => across).slice(0, 1),
};

describeWithAws("the module under terraform test", (terraform, folder) => {
  let lines: readonly Line[];

  /** How a run ended, and what Terraform said on the way. */
  const result = (run: string) => ({
    status: lines.findLast(({ test_run: ended }) => ended?.run === run)?.test_run?.status,
    said: lines.flatMap((line) => (line.diagnostic && line["@testrun"] === run ? [line.diagnostic.detail] : [])),
  });

  beforeAll(async () => {
    synthesize(jobsModule(), folder);
    const refused = Object.entries(REFUSED).map(([run, cases]) => {
      const variables = Object.assign({}, ...cases.map((one) => one.variables)) as Block;
      return [
        run,
        { command: "plan", variables: asArguments(variables), expect_failures: cases.map(({ refused }) => refused) },
      ];
    });
    const accepted = Object.keys(ASSERTIONS).map((set, index) => [
      `good_${index}`,
      {
        command: "plan",
        variables: asArguments(jobsVariables(good[set] as QueueLoadLevelingProps)),
        assert: ASSERTIONS[set]?.map((condition) => ({
          condition: `\${${condition}}`,
          error_message: condition.replaceAll('"', "'"),
        })),
      },
    ]);
    // The good ones last: a failing run ends the file, and each of these says by itself what is wrong.
    writeJson(folder, "module.tftest.json", {
      mock_provider: { aws: {} },
      run: Object.fromEntries([...refused, ...accepted]),
    });
    const { stdout } = await terraform.run(folder, ["test", "-json"]);
    lines = linesOf(stdout);
    // What belongs to no run is wrong with the file as a whole.
    expect(lines.flatMap((line) => (line["@testrun"] ? [] : (line.diagnostic ?? [])))).toEqual([]);
  });

  test.each(Object.keys(REFUSED))("ends at plan for %s", (run) => {
    expect(result(run)).toEqual({ status: "pass", said: [] });
  });

  test.each(Object.keys(ASSERTIONS).map((set, index) => [set, `good_${index}`]))("plans %s as documented", (_, run) => {
    expect(result(run)).toEqual({ status: "pass", said: [] });
  });
});
