import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { WebService } from "../../modules/web-service";
import type { WebServiceProps } from "../../modules/web-service/props";
import { webServiceModule } from "../../stacks/web-service";
import { temporaryFolder } from "../support/folders";
import { addressesOf, documentOf, moduleStack, standIn } from "../support/synthesize";
import { goodWebInputs, webStack } from "../support/web-service";

const filename = standIn(join(temporaryFolder("code"), "orders.zip"));
const good = goodWebInputs(filename);
const { minimal, internal } = good;

const ACCOUNT = [
  "data.aws_caller_identity.current",
  "data.aws_partition.current",
  "data.aws_partition.inputs",
  "data.aws_region.current",
];

/** What each function has; each address is public API, a change needs a `moved` block. */
const ofFunction = (name: string) => [
  `aws_cloudwatch_log_group.${name}`,
  `aws_iam_role.${name}`,
  `aws_iam_role_policy.${name}`,
  `aws_iam_role_policy.${name}_custom`,
  `aws_lambda_alias.${name}_live`,
  `aws_lambda_function.${name}`,
];
const functionAlarms = (name: string) => [
  `aws_cloudwatch_metric_alarm.${name}_errors`,
  `aws_cloudwatch_metric_alarm.${name}_throttles`,
];
const integration = (name: string) => [`aws_apigatewayv2_integration.${name}`];
const provisioned = (name: string) => [`aws_lambda_provisioned_concurrency_config.${name}`];
const warmUp = (name: string) => [
  `aws_iam_role.${name}_warm_up`,
  `aws_iam_role_policy.${name}_warm_up`,
  `aws_scheduler_schedule.${name}_warm_up`,
];
const ofRoute = (name: string) => [`aws_apigatewayv2_route.${name}`, `aws_lambda_permission.${name}`];
const ofAuthorizer = (name: string) => [`aws_apigatewayv2_authorizer.${name}`, `aws_lambda_permission.${name}`];
const ownIssuer = (name: string) => [`aws_apigatewayv2_authorizer.${name}_jwt`];

const API = ["aws_apigatewayv2_api.api", "aws_apigatewayv2_stage.api", "aws_cloudwatch_log_group.api"];
const API_ALARMS = ["aws_cloudwatch_metric_alarm.error_rate", "aws_cloudwatch_metric_alarm.latency"];
const API_JWT = ["aws_apigatewayv2_authorizer.api_jwt"];
const DOMAIN = ["aws_apigatewayv2_api_mapping.domain", "aws_apigatewayv2_domain_name.domain"];
const RECORD = ["aws_route53_record.domain"];
const TABLE = [
  "aws_dynamodb_table.table",
  "terraform_data.guard_name",
  "terraform_data.guard_table_attribute_types",
  "terraform_data.guard_table_hash_key",
  "terraform_data.guard_table_range_key",
];

const publicFunction = (name: string) => [ofFunction(name), functionAlarms(name), integration(name)].flat();

test("the module makes exactly these, whatever is in the maps", () => {
  const document = documentOf(webServiceModule.make(new App({ outdir: temporaryFolder("cdktf") })));
  expect(addressesOf(document)).toEqual(
    [
      ...[ACCOUNT, API, API_ALARMS, API_JWT, DOMAIN, RECORD, TABLE],
      ...[publicFunction, provisioned, warmUp].map((addresses) => addresses("function")),
      ...[ofRoute, ownIssuer].map((addresses) => addresses("route")),
      ofAuthorizer("authorizer"),
    ]
      .flat()
      .sort(),
  );
});

test.each<[keyof typeof good, string[][]]>([
  ["minimal", [ACCOUNT, API, API_ALARMS, publicFunction("function_orders"), ofRoute("route_get_orders_id")]],
  [
    "internal",
    [
      ACCOUNT,
      TABLE,
      ...["function_audit", "function_take_stock"].flatMap((name) => [ofFunction(name), functionAlarms(name)]),
    ],
  ],
  [
    "every option",
    [
      ...[ACCOUNT, API, API_ALARMS, API_JWT, DOMAIN, RECORD, TABLE],
      ...["function_create", "function_list", "function_report", "function_search"].map(publicFunction),
      ...["authorizer_keys", "authorizer_partners"].map(ofAuthorizer),
      ...[provisioned("function_create"), warmUp("function_create"), warmUp("function_search")],
      ...[
        "get_orders",
        "post_orders",
        "any_orders_id_lines_proxy",
        "get_mine",
        "get_theirs",
        "get_search",
        "default",
        "options",
        "any_all",
        "options_orders_order_lines_rest",
      ].map((route) => ofRoute(`route_${route}`)),
    ],
  ],
  [
    "two issuers, an existing API",
    [
      ...[ACCOUNT, API_JWT, ofFunction("function_orders"), integration("function_orders")],
      ...[ofRoute("route_get_orders"), ofRoute("route_post_partners_partner_orders")],
      ownIssuer("route_post_partners_partner_orders"),
    ],
  ],
])("%s: makes exactly these", (set, addresses) => {
  const document = documentOf(webStack(good[set]));
  expect(addressesOf(document)).toEqual(addresses.flat().sort());
  expect(JSON.stringify(document)).not.toMatch(/"(count|for_each)"/);
});

test.each([
  ["GET /orders/{id}", "GET /orders/id", "route_get_orders_id"],
  ["GET /a-b", "GET /a/b", "route_get_a_b"],
  ["GET /{rest}", "GET /{rest+}", "route_get_rest"],
])("routes may differ in signs alone: %s keeps its address beside %s", (first, second, name) => {
  const { resource } = documentOf(
    webStack({ ...minimal, routes: { [first]: { function: "orders" }, [second]: { function: "orders" } } }),
  );
  const keys = Object.entries(resource?.["aws_apigatewayv2_route"] ?? {}).map(([at, route]) => [
    at,
    route["route_key"],
  ]);
  expect(keys).toHaveLength(2);
  expect(Object.fromEntries(keys)[name]).toBe(first);
  expect(keys).toContainEqual([expect.stringMatching(new RegExp(`^${name}_[0-9a-f_]{8,}$`)), second]);
});

test("functions whose addresses would meet are refused where ids are addresses, and live side by side in an app", () => {
  const orders = { filename };
  const props: WebServiceProps = {
    ...minimal,
    functions: { orders: { ...orders, warmUp: {} }, "orders-warm-up": orders },
  };
  expect(() => documentOf(webStack(props))).toThrow(
    /function-orders-warm-up\/.* and .*function-orders\/.* both claim the address aws_iam_role[.]function_orders_warm_up; rename one of them/,
  );
  const app = new App({ outdir: temporaryFolder("app") });
  const stack = new TerraformStack(app, "app");
  new AwsProvider(stack, "aws");
  new WebService(stack, "web", props);
  app.synth();
  const { resource } = JSON.parse(readFileSync(join(app.outdir, "stacks/app/cdk.tf.json"), "utf8"));
  expect(Object.keys(resource.aws_lambda_function)).toHaveLength(2);
  expect(Object.keys(resource.aws_iam_role)).toHaveLength(3);
});

test("two of them live in one stack", () => {
  const stack = moduleStack((scope) => {
    new WebService(scope, "orders", { ...minimal, name: "orders" });
    new WebService(scope, "stock", { ...internal, name: "stock" });
  });
  const addresses = addressesOf(documentOf(stack));
  expect(new Set(addresses).size).toBe(addresses.length);
  expect(addresses).toEqual(
    expect.arrayContaining(["aws_lambda_function.orders_function_orders", "aws_dynamodb_table.stock_table"]),
  );
});

test("a route may invoke the function's live alias for itself alone", () => {
  const { resource } = documentOf(webStack(minimal));
  expect(resource?.["aws_lambda_permission"]?.["route_get_orders_id"]).toMatchObject({
    principal: "apigateway.amazonaws.com",
    qualifier: "${aws_lambda_alias.function_orders_live.name}",
    source_arn: "${aws_apigatewayv2_api.api.execution_arn}/*/GET/orders/*",
    statement_id: 'AllowRoute-${sha1("GET /orders/{id}")}',
  });
});

test.each([
  [
    "of the service, called by its alias",
    "keys",
    {
      uri: "${aws_lambda_alias.function_search_live.invoke_arn}",
      qualifier: "${aws_lambda_alias.function_search_live.name}",
    },
  ],
  [
    "elsewhere, by the alias in its ARN",
    "partners",
    {
      uri: expect.stringMatching(
        /^arn:\$\{.+\}:apigateway:\$\{.+\}:lambda:path\/2015-03-31\/functions\/arn:aws:lambda:eu-central-1:123456789012:function:partners:live\/invocations$/,
      ),
      qualifier: expect.stringContaining("[7]"),
    },
  ],
])("an authorizer may invoke its function for itself alone: one %s", (_, name, { uri, qualifier }) => {
  const { resource } = documentOf(webStack(good["every option"]));
  const authorizer = `authorizer_${name}`;
  expect(resource?.["aws_apigatewayv2_authorizer"]?.[authorizer]).toMatchObject({
    authorizer_type: "REQUEST",
    authorizer_payload_format_version: "2.0",
    enable_simple_responses: true,
    authorizer_uri: uri,
  });
  expect(resource?.["aws_lambda_permission"]?.[authorizer]).toMatchObject({
    principal: "apigateway.amazonaws.com",
    qualifier,
    source_arn: `\${aws_apigatewayv2_api.api.execution_arn}/authorizers/\${aws_apigatewayv2_authorizer.${authorizer}.id}`,
    statement_id: `AllowAuthorizer-every-option-${name}`,
  });
});

test("outputs say where records of the domain have to point", () => {
  const { output } = documentOf(webStack(good["an issuer for one route alone"]));
  const target = "aws_apigatewayv2_domain_name.domain.domain_name_configuration[0]";
  expect(output?.["domain_target_name"]?.["value"]).toBe(`\${${target}.target_domain_name}`);
  expect(output?.["domain_target_zone_id"]?.["value"]).toBe(`\${${target}.hosted_zone_id}`);
});

test.each<[string, WebServiceProps, unknown]>([
  [
    "a public service",
    minimal,
    [
      "${[aws_apigatewayv2_api.api.api_endpoint, [[aws_apigatewayv2_route.route_get_orders_id.id], null]][0]}",
      "${null}",
    ],
  ],
  ["an internal service", internal, ["${null}", "${aws_dynamodb_table.table.name}"]],
])("outputs of %s are read from the construct as from the module", (_, props, read) => {
  const stack = moduleStack();
  const { outputs, describedOutputs } = new WebService(stack, "Default", props);
  expect(Object.keys(outputs)).toEqual(Object.keys(describedOutputs));
  const keys = Object.keys(props.functions ?? {}).sort();
  const { functionArns, functionNames, functionRoleNames, functionInvokePolicyJson } = outputs;
  for (const byKey of [functionArns, functionNames, functionRoleNames, functionInvokePolicyJson])
    expect(Object.keys(byKey)).toEqual(keys);
  stack.outputs({ read: { value: [outputs.apiEndpoint, outputs.tableName], description: "" } });
  expect(documentOf(stack).output?.["read"]?.["value"]).toEqual(read);
});
