import { join } from "node:path";
import { App } from "cdktf";
import type { WebServiceProps } from "../../modules/web-service/props";
import { webServiceModule } from "../../stacks/web-service";
import { badCasesOf, describeBadVariables, keyFromElsewhere } from "../support/bad-inputs";
import { badWebInputs, withWrong } from "../support/bad-web-inputs";
import { temporaryFolder } from "../support/folders";
import { longest, ownPartFits } from "../support/longest";
import { describeModule, oneForEachVariable } from "../support/module-test";
import { standIn } from "../support/synthesize";
import { type GoodWebInputs, goodWebInputs, webVariables } from "../support/web-service";

const stack = () => webServiceModule.make(new App({ outdir: temporaryFolder("cdktf") }));
const filename = standIn(join(temporaryFolder("code"), "orders.zip"));
const good: Readonly<Record<string, WebServiceProps>> = goodWebInputs(filename);
const minimal = good["minimal"] as WebServiceProps;
const badCases = badCasesOf(badWebInputs(filename), (input) => webVariables(withWrong(minimal, input)));

describeBadVariables(stack, badCases);

const TABLE = "aws_dynamodb_table.table[0]";
const STAGE = "aws_apigatewayv2_stage.api[0]";
const ROUTE = "aws_apigatewayv2_route.route";
const FUNCTION = "aws_lambda_function.function";

/** What the plan of a set of good inputs holds. */
const ASSERTIONS: Readonly<Record<keyof GoodWebInputs, readonly string[]>> = {
  minimal: [
    'aws_apigatewayv2_api.api[0].name == "shop" && !aws_apigatewayv2_api.api[0].disable_execute_api_endpoint',
    `${STAGE}.default_route_settings[0].throttling_rate_limit == 500`,
    `${STAGE}.default_route_settings[0].throttling_burst_limit == 1000`,
    `length(${STAGE}.route_settings) == 0 && !${STAGE}.default_route_settings[0].detailed_metrics_enabled`,
    `keys(${ROUTE}) == ["GET /orders/{id}"] && ${ROUTE}["GET /orders/{id}"].authorization_type == "AWS_IAM"`,
    `${FUNCTION}["orders"].function_name == "shop-orders" && ${FUNCTION}["orders"].publish`,
    `${FUNCTION}["orders"].runtime == "nodejs22.x" && ${FUNCTION}["orders"].timeout == 30`,
    `!contains(keys(${FUNCTION}["orders"].environment[0].variables), "TABLE_NAME")`,
    'aws_lambda_alias.function_live["orders"].name == "live"',
    'aws_lambda_permission.route["GET /orders/{id}"].qualifier == "live"',
    "length(aws_dynamodb_table.table) == 0 && length(aws_apigatewayv2_authorizer.api_jwt) == 0",
    "length(aws_lambda_provisioned_concurrency_config.function) + length(aws_scheduler_schedule.function_warm_up) == 0",
    "length(aws_apigatewayv2_domain_name.domain) + length(aws_route53_record.domain) == 0",
    "length(aws_cloudwatch_metric_alarm.error_rate) == 1 && length(aws_cloudwatch_metric_alarm.latency) == 1",
    'aws_cloudwatch_log_group.function["orders"].retention_in_days == 30',
    "output.domain_target_name == null && output.domain_target_zone_id == null",
    "output.table_name == null && output.table_stream_arn == null && output.read_policy_json == null",
  ],
  internal: [
    `length(aws_apigatewayv2_api.api) + length(${STAGE.slice(0, -3)}) + length(${ROUTE}) == 0`,
    "length(aws_apigatewayv2_integration.function) + length(aws_lambda_permission.route) == 0",
    "length(aws_cloudwatch_metric_alarm.error_rate) + length(aws_cloudwatch_metric_alarm.latency) == 0",
    "length(aws_cloudwatch_metric_alarm.function_errors) == 2 && length(aws_lambda_alias.function_live) == 2",
    "output.api_endpoint == null && output.api_id == null",
    `${TABLE}.name == "shop" && ${TABLE}.deletion_protection_enabled && ${TABLE}.point_in_time_recovery[0].enabled`,
    `${FUNCTION}["audit"].environment[0].variables["TABLE_NAME"] == "shop"`,
  ],
  "every option": [
    `${FUNCTION}["create"].environment[0].variables["A_KEY"] == var.functions["create"].environment["A_KEY"]`,
    `${FUNCTION}["create"].vpc_config[0].subnet_ids == toset(["subnet-1", "subnet-2"])`,
    `${FUNCTION}["list"].s3_object_version == "7" && ${FUNCTION}["list"].filename == null`,
    `${FUNCTION}["search"].package_type == "Image" && ${FUNCTION}["search"].handler == null`,
    'keys(aws_lambda_provisioned_concurrency_config.function) == ["create"]',
    'aws_scheduler_schedule.function_warm_up["create"].schedule_expression == "rate(1 minute)"',
    'aws_scheduler_schedule.function_warm_up["search"].schedule_expression == "rate(5 minutes)"',
    `${FUNCTION}["report"].snap_start[0].apply_on == "PublishedVersions" && ${FUNCTION}["report"].runtime == "dotnet8"`,
    `${FUNCTION}["create"].file_system_config[0].local_mount_path == "/mnt/models"`,
    'aws_iam_role.function_warm_up["search"].name == "every-option-search_warm-eu-central-1"',
    `${ROUTE}["POST /orders"].authorization_scopes == toset(["orders/write", "admin"])`,
    `${ROUTE}["GET /search"].authorization_type == "NONE" && ${ROUTE}["$default"].authorization_type == "AWS_IAM"`,
    `${STAGE}.default_route_settings[0].throttling_burst_limit == 100 && ${STAGE}.default_route_settings[0].detailed_metrics_enabled`,
    // How many there are is unknown at plan: their logging level is, and so two of them may be the same.
    `alltrue([for one in ${STAGE}.route_settings : one.detailed_metrics_enabled])`,
    "aws_apigatewayv2_api.api[0].cors_configuration[0].max_age == 0",
    'aws_apigatewayv2_authorizer.authorizer["keys"].authorizer_result_ttl_in_seconds == 300 && aws_apigatewayv2_authorizer.authorizer["partners"].authorizer_result_ttl_in_seconds == 0',
    'aws_lambda_permission.authorizer["partners"].function_name == "arn:aws:lambda:eu-central-1:123456789012:function:partners" && aws_lambda_permission.authorizer["partners"].qualifier == "live"',
    'aws_lambda_permission.authorizer["keys"].function_name == "every-option-search" && aws_lambda_permission.authorizer["keys"].qualifier == "live"',
    `${ROUTE}["GET /mine"].authorization_type == "CUSTOM" && ${ROUTE}["GET /search"].authorizer_id == null`,
    'aws_route53_record.domain[0].zone_id == "Z0123456789" && output.api_endpoint == "https://api.example.com/v1"',
    `toset([for one in ${TABLE}.attribute : format("%s %s", one.name, one.type)]) == toset(["customer S", "placed_at N", "status S", "total N"])`,
    `${TABLE}.stream_enabled && ${TABLE}.ttl[0].attribute_name == "expires_at"`,
    `${TABLE}.server_side_encryption[0].kms_key_arn == var.kms_key_arn`,
    "aws_cloudwatch_metric_alarm.error_rate[0].threshold == 0.5 && aws_cloudwatch_metric_alarm.latency[0].threshold == 800",
    'aws_iam_role.function["list"].permissions_boundary == var.permissions_boundary_arn',
    `${TABLE}.tags == tomap(var.tags)`,
  ],
  "two issuers, an existing API": [
    `length(aws_apigatewayv2_api.api) + length(aws_apigatewayv2_stage.api) + length(aws_cloudwatch_log_group.api) == 0`,
    `${ROUTE}["GET /orders"].api_id == "a1b2c3d4e5" && output.api_id == "a1b2c3d4e5" && output.api_endpoint == null`,
    'aws_apigatewayv2_authorizer.api_jwt[0].name == "shop-jwt"',
    'endswith(aws_lambda_permission.route["GET /orders"].source_arn, ":a1b2c3d4e5/*/GET/orders")',
    'keys(aws_apigatewayv2_authorizer.route_jwt) == ["POST /partners/{partner}/orders"]',
    'aws_apigatewayv2_authorizer.api_jwt[0].jwt_configuration[0].issuer == "https://idp.example.com"',
    `${ROUTE}["GET /orders"].authorization_type == "JWT"`,
    "output.invoke_policy_json == null",
    "length(output.alarm_arns) == 0",
  ],
  "an issuer for one route alone": [
    'length(aws_apigatewayv2_authorizer.api_jwt) == 0 && keys(aws_apigatewayv2_authorizer.route_jwt) == ["GET /orders"]',
    "aws_apigatewayv2_api.api[0].disable_execute_api_endpoint",
    "length(aws_apigatewayv2_domain_name.domain) == 1 && length(aws_route53_record.domain) == 0",
  ],
};

/** As many routes of one function. */
const withRoutes = (count: number) => {
  const keys = Array.from({ length: count }, (_, index) => `GET /orders/{id}/lines-${index}`);
  return webVariables({ ...minimal, routes: Object.fromEntries(keys.map((key) => [key, { function: "orders" }])) });
};

describeModule({
  stack,
  sets: {
    ...Object.fromEntries(
      Object.entries(ASSERTIONS).map(([set, holds]) => [
        set,
        { variables: webVariables(good[set] as WebServiceProps), holds },
      ]),
    ),
    "fifty routes of a function": { variables: withRoutes(50), holds: [`length(${ROUTE}) == 50`] },
    "the longest names": {
      variables: webVariables({
        name: longest.name,
        kmsKeyArn: longest.kmsKeyArn,
        publicApi: null,
        functions: { ["o".repeat(18)]: { filename, ...longest.fn, tableAccess: "read_write" } },
        table: { hashKey: "id", indexes: { "by-status": { hashKey: "status" } } },
      }),
      holds: ownPartFits(`function["${"o".repeat(18)}"]`),
    },
  },
  // Every place where a plan can end. Each rule across inputs by itself: what it refuses must break nothing else in the plan.
  refused: {
    wrong_variables: oneForEachVariable(badCases),
    from_elsewhere: [keyFromElsewhere(webVariables(minimal))],
    // The policy of its alias would not hold them; how long ARNs are is the provider's to tell.
    sixty_routes: [{ ...keyFromElsewhere(withRoutes(60)), variables: withRoutes(60) }],
    ...Object.fromEntries(
      badCases.filter(({ across }) => across).map((one) => [one.what.replaceAll(/\W+/g, "_"), [one]]),
    ),
  },
});
