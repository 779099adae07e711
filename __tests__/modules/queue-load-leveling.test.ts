import { join } from "node:path";
import { App } from "cdktf";
import { QueueLoadLeveling } from "../../modules/queue-load-leveling";
import type { QueueLoadLevelingProps } from "../../modules/queue-load-leveling/props";
import { queueLoadLevelingModule } from "../../stacks/queue-load-leveling";
import { refusal } from "../support/bad-inputs";
import { badJobsInputs, withWrong } from "../support/bad-jobs-inputs";
import { temporaryFolder } from "../support/folders";
import { goodJobsInputs, jobsStack } from "../support/jobs";
import { addressesOf, documentOf, moduleStack, standIn } from "../support/synthesize";

const good = goodJobsInputs(standIn(join(temporaryFolder("code"), "worker.zip")));
const minimal = good["minimal"] as QueueLoadLevelingProps;

/** What is always made: each address is public API, a change needs a `moved` block. */
const CORE = [
  "aws_cloudwatch_log_group.pause",
  "aws_cloudwatch_log_group.recorder",
  "aws_cloudwatch_log_group.redrive",
  "aws_cloudwatch_log_group.worker",
  "aws_dynamodb_table.jobs",
  "aws_iam_role.pause",
  "aws_iam_role.recorder",
  "aws_iam_role.redrive",
  "aws_iam_role.worker",
  "aws_iam_role_policy.pause",
  "aws_iam_role_policy.recorder",
  "aws_iam_role_policy.redrive",
  "aws_iam_role_policy.worker",
  "aws_iam_role_policy.worker_custom",
  "aws_lambda_event_source_mapping.recorder",
  "aws_lambda_event_source_mapping.worker",
  "aws_lambda_function.pause",
  "aws_lambda_function.recorder",
  "aws_lambda_function.redrive",
  "aws_lambda_function.worker",
  "aws_sqs_queue.dead_letter",
  "aws_sqs_queue.jobs",
  "aws_sqs_queue.undeliverable",
  "aws_sqs_queue_redrive_policy.jobs",
  "aws_sqs_queue_redrive_policy.undeliverable",
  "data.aws_caller_identity.current",
  "data.aws_partition.current",
  "data.aws_partition.inputs",
  "data.aws_region.current",
  "terraform_data.guard_name",
  "terraform_data.guard_queue_fifo",
];

const API = [
  "aws_apigatewayv2_api.api",
  "aws_apigatewayv2_integration.api_accept",
  "aws_apigatewayv2_integration.api_status",
  "aws_apigatewayv2_route.api_accept",
  "aws_apigatewayv2_route.api_status",
  "aws_apigatewayv2_stage.api",
  "aws_cloudwatch_log_group.api",
  "aws_cloudwatch_log_group.api_accept",
  "aws_cloudwatch_log_group.api_status",
  "aws_iam_role.api_accept",
  "aws_iam_role.api_status",
  "aws_iam_role_policy.api_accept",
  "aws_iam_role_policy.api_status",
  "aws_lambda_function.api_accept",
  "aws_lambda_function.api_status",
  "aws_lambda_permission.api_accept",
  "aws_lambda_permission.api_status",
];

const ALARMS = [
  "aws_cloudwatch_metric_alarm.backlog_per_worker",
  "aws_cloudwatch_metric_alarm.dead_letters",
  "aws_cloudwatch_metric_alarm.oldest_message",
  "aws_cloudwatch_metric_alarm.worker_errors",
];
const API_ALARM = ["aws_cloudwatch_metric_alarm.api_errors"];
const DOMAIN = [
  "aws_apigatewayv2_api_mapping.api_domain",
  "aws_apigatewayv2_domain_name.api_domain",
  "aws_route53_record.api_domain",
];
/** What an API has that its owner makes. */
const OWN_API = ["aws_apigatewayv2_api.api", "aws_apigatewayv2_stage.api", "aws_cloudwatch_log_group.api"];
const JWT = ["aws_apigatewayv2_authorizer.api_jwt"];
const SNAPSHOT = ["aws_lambda_alias.worker_live"];
/** A worker whose jobs wait for their turn hands some back to its own queue. */
const RECURSION = ["aws_lambda_function_recursion_config.worker"];
const MAINTENANCE = [
  "aws_iam_role.maintenance",
  "aws_iam_role_policy.maintenance",
  "aws_scheduler_schedule.maintenance_start",
  "aws_scheduler_schedule.maintenance_stop",
];

test.each<[string, string[][]]>([
  ["minimal", [CORE, API, ALARMS, API_ALARM]],
  ["every option", [CORE, API, ALARMS, API_ALARM, DOMAIN, JWT, MAINTENANCE]],
  ["no API", [CORE, ALARMS]],
  ["FIFO, at a rate, one at a time, with a window", [CORE, API, MAINTENANCE, DOMAIN.slice(0, 1)]],
  ["a snapshot at the start", [CORE, SNAPSHOT]],
  ["code in S3, an existing API", [CORE, API.filter((address) => !OWN_API.includes(address)), JWT, RECURSION]],
  ["an image", [CORE, RECURSION]],
])("%s: makes exactly these", (set, addresses) => {
  const document = documentOf(jobsStack(good[set] as QueueLoadLevelingProps));
  expect(addressesOf(document)).toEqual(addresses.flat().sort());
  expect(JSON.stringify(document)).not.toContain('"count"');
});

test("the module makes what all of them make, under the same addresses", () => {
  const document = documentOf(queueLoadLevelingModule.make(new App({ outdir: temporaryFolder("cdktf") })));
  const options = [DOMAIN, JWT, SNAPSHOT, RECURSION, MAINTENANCE];
  expect(addressesOf(document)).toEqual([CORE, API, ALARMS, API_ALARM, ...options].flat().sort());
});

test("two of them live in one stack", () => {
  const stack = moduleStack((scope) => {
    new QueueLoadLeveling(scope, "orders", { ...minimal, name: "orders" });
    new QueueLoadLeveling(scope, "refunds", { ...minimal, name: "refunds", api: null });
  });
  const addresses = addressesOf(documentOf(stack));
  expect(addresses).toHaveLength([CORE, API, ALARMS, API_ALARM, CORE, ALARMS].flat().length);
  expect(new Set(addresses).size).toBe(addresses.length);
});

test("a maintenance window calls what operators call, and its role may do nothing else", () => {
  const maintenanceWindow = { stopSchedule: "cron(0 22 ? * FRI *)", startSchedule: "cron(0 6 ? * SAT *)" };
  const { resource } = documentOf(jobsStack({ ...minimal, maintenanceWindow }));
  const schedules = resource?.["aws_scheduler_schedule"] as Record<string, { target: { arn: string; input: string } }>;
  const said = (verb: string, paused: boolean) =>
    `\${jsonencode({ paused = ${paused}, reason = "maintenance window", requestedBy = "schedule jobs-maintenance-${verb}" })}`;
  expect(schedules["maintenance_stop"]?.target.input).toBe(said("stop", true));
  expect(schedules["maintenance_start"]?.target.input).toBe(said("start", false));
  expect(schedules["maintenance_stop"]?.target.arn).toBe("${aws_lambda_function.pause.arn}");
  const policies = resource?.["aws_iam_role_policy"] as Record<string, { policy: string }>;
  expect(policies["maintenance"]?.policy.match(/Action = \[.*?\]/g)).toEqual(['Action = ["lambda:InvokeFunction"]']);
});

const policiesOf = (props: QueueLoadLevelingProps): Record<string, { policy: string }> =>
  documentOf(jobsStack(props)).resource?.["aws_iam_role_policy"] as Record<string, { policy: string }>;

test("nobody may change the mapping but what pauses and resumes it", () => {
  const { operatePolicyJson } = new QueueLoadLeveling(moduleStack(), "jobs", minimal).outputs;
  const stack = moduleStack();
  stack.outputs({
    operate: { value: new QueueLoadLeveling(stack, "jobs", minimal).outputs.operatePolicyJson, description: "" },
  });
  expect(operatePolicyJson).toBeDefined();
  expect(JSON.stringify(documentOf(stack).output)).not.toContain("UpdateEventSourceMapping");
  const able = Object.entries(policiesOf(minimal)).filter(([, { policy }]) =>
    policy.includes("UpdateEventSourceMapping"),
  );
  expect(able.map(([name]) => name)).toEqual(["pause"]);
});

const HAS_KEY = 'Null = { "dynamodb:LeadingKeys" = "false" }';
const NO_JOB = `"ForAllValues:StringNotLike" = { "dynamodb:LeadingKeys" = ["*#*"] }, ${HAS_KEY}`;
const only = (...ids: string[]) =>
  `"ForAllValues:StringLike" = { "dynamodb:LeadingKeys" = [${ids.map((id) => `"${id}"`).join(", ")}] }, ${HAS_KEY}`;

test.each<[string, string[]]>([
  ["worker", [NO_JOB, only("rate#worker", "turn#worker")]],
  ["recorder", [NO_JOB]],
  ["api_accept", [NO_JOB]],
  ["api_status", [NO_JOB]],
  ["redrive", [NO_JOB, only("lock#redrive", "redrive#*")]],
  ["pause", [only("pause#*")]],
])("the role %s has rights on the rows that it keeps, and on no others", (role, conditions) => {
  const { policy } = policiesOf({ ...minimal, worker: { ...minimal.worker, maxPerSecond: 5 } })[role] ?? { policy: "" };
  const statements = policy.split("{ Sid = ").filter((statement) => statement.includes('"dynamodb:'));
  const found = statements.map((statement) => /Condition = \{ (.*?\}) \}/.exec(statement)?.[1]);
  expect(found).toEqual(conditions);
});

test("a worker without a pace has no rights on its rows", () => {
  expect(policiesOf(minimal)["worker"]?.policy).not.toContain("rate#worker");
});

test("outputs are read from the construct as from the module", () => {
  const stack = moduleStack();
  const jobs = new QueueLoadLeveling(stack, "jobs", { ...minimal, api: null });
  expect(Object.keys(jobs.outputs)).toEqual(Object.keys(jobs.describedOutputs));
  stack.outputs({ read: { value: [jobs.outputs.queueName, jobs.outputs.apiEndpoint], description: "" } });
  expect(documentOf(stack).output).toEqual({
    read: { value: ["${aws_sqs_queue.jobs_jobs.name}", "${null}"], description: "" },
  });
});

describe("wrong inputs", () => {
  const made = (props: unknown) => () =>
    new QueueLoadLeveling(moduleStack(), "migration", props as QueueLoadLevelingProps);

  test.each(badJobsInputs.map((input) => [input.what, input] as const))(
    "%s: refused, with path and cure",
    (_, input) => {
      const [said] = refusal(made(withWrong(minimal, input)));
      expect(refusal(made(withWrong(minimal, input)))).toEqual([said, input.message]);
      expect(said).toBe("test/migration: an input is wrong:");
    },
  );

  test("are refused together", () => {
    const queue = { visibilityTimeoutSeconds: 5, retentionSeconds: 1_209_600 };
    const props = { ...minimal, name: "J", worker: { timeoutSeconds: 901 }, queue };
    // A visibility timeout is told of when the timeout, of which it is six, is good.
    expect(refusal(made(props))).toEqual([
      "test/migration: inputs are wrong:",
      "name must be 3 to 40 lower-case letters, digits or hyphens, starting with a letter.",
      "worker must have exactly one of filename, s3 and image_uri.",
      "worker.timeout_seconds must be 1 to 900 seconds, Lambda's bounds.",
      "queue.retention_seconds must be at most 1123200 (13 days) for a standard queue, whose dead letters are gone 14 days after they were first sent.",
    ]);
  });

  test("of a wrong shape are refused together", () => {
    expect(refusal(made({ worker: { filename: 7, timeout: 3 }, apis: {} }))).toEqual([
      "test/migration: inputs are wrong:",
      expect.stringMatching(/^apis is no input; the inputs here are name, worker, queue, /),
      "name must be given.",
      expect.stringMatching(/^worker must have no timeout; it knows filename, /),
    ]);
  });
});
