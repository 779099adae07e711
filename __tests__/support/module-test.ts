import { dirname, join } from "node:path";
import type { ModuleStack } from "../../lib/module-stack";
import { type BadCase, type Line, linesOf } from "./bad-inputs";
import { asArguments, type Block, synthesize } from "./synthesize";
import { describeWithAws, writeJson } from "./terraform";

type Variables = Readonly<Record<string, unknown>>;

const inAccount = (service: string, resource: string) => `arn:aws:${service}:eu-central-1:123456789012:${resource}`;
const LAMBDA = "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/";

/**
 * What the provider makes up otherwise, in shapes that it takes back: it looks at each ARN that it is given. Of a data source both tools
 * read it at plan, and there it says where the good inputs' ARNs are. Of a resource Terraform knows it after the apply only; `tofu test`
 * makes it up at plan.
 */
const MOCK_DATA = {
  aws_partition: { partition: "aws" },
  aws_region: { id: "eu-central-1" },
  aws_caller_identity: { account_id: "123456789012" },
};
const MOCK_RESOURCES = {
  aws_apigatewayv2_api: { execution_arn: inAccount("execute-api", "a1b2c3d4e5") },
  aws_cloudwatch_log_group: { arn: inAccount("logs", "log-group:mock") },
  aws_dynamodb_table: { arn: inAccount("dynamodb", "table/mock") },
  aws_iam_role: { arn: "arn:aws:iam::123456789012:role/mock" },
  aws_lambda_alias: {
    arn: inAccount("lambda", "function:mock:live"),
    invoke_arn: `${LAMBDA}${inAccount("lambda", "function:mock:live")}/invocations`,
  },
  aws_lambda_function: {
    arn: inAccount("lambda", "function:mock"),
    invoke_arn: `${LAMBDA}${inAccount("lambda", "function:mock")}/invocations`,
    version: "1",
  },
  aws_sns_topic: { arn: inAccount("sns", "mock") },
  aws_sqs_queue: { arn: inAccount("sqs", "mock") },
};

/** The mocks as a provider block has them. */
const mocks = (values: Readonly<Record<string, object>>) =>
  Object.fromEntries(Object.entries(values).map(([type, defaults]) => [type, { defaults }]));

interface GoodSet {
  readonly variables: Variables;
  readonly holds: readonly string[];
  /** What the mocks must give a resource of this set otherwise, by its address. */
  readonly made?: Readonly<Record<string, object>>;
}

/** What a module is shown to do under `terraform test`, with a provider that makes everything up. */
export interface ModuleTest {
  readonly stack: () => ModuleStack;
  /** The modules that it calls, by their folders beside it. */
  readonly beside?: Readonly<Record<string, () => ModuleStack>>;
  /** Sets of good variables by name, and what the plan of each holds, as conditions. */
  readonly sets: Readonly<Record<string, GoodSet>>;
  /** Wrong variables by the name of a run; those of one run are refused together. */
  readonly refused: Readonly<Record<string, readonly BadCase[]>>;
}

/** The first of the cases for each variable that is refused, for one run: a plan can end at each of them. */
export function oneForEachVariable(cases: readonly BadCase[]): BadCase[] {
  const targets = [...new Set(cases.map(({ refused }) => refused))].filter((target) => target.startsWith("var."));
  return targets.map((target) => {
    const one = cases.find(({ refused }) => refused === target) as BadCase;
    const name = target.slice("var.".length);
    return { ...one, variables: { [name]: one.variables[name] } };
  });
}

/** The module under `terraform test`: sets of good inputs are planned as documented, wrong ones end at plan and say nothing else. */
export function describeModule({ stack, beside = {}, sets, refused }: ModuleTest): void {
  describeWithAws("the module under terraform test", (terraform, folder) => {
    let lines: readonly Line[];

    /** How a run ended, and what Terraform said on the way. */
    const result = (run: string) => ({
      status: lines.findLast(({ test_run: ended }) => ended?.run === run)?.test_run?.status,
      said: lines.flatMap((line) =>
        line.diagnostic && line["@testrun"] === run ? [`${line.diagnostic.summary}: ${line.diagnostic.detail}`] : [],
      ),
    });

    beforeAll(async () => {
      synthesize(stack(), folder);
      for (const [name, called] of Object.entries(beside)) synthesize(called(), join(dirname(folder), name));
      await terraform.must(folder, ["get", "-no-color"]);
      const bad = Object.entries(refused).map(([run, cases]) => {
        const variables = Object.assign({}, ...cases.map((one) => one.variables)) as Block;
        const expect_failures = [...new Set(cases.map((one) => one.refused))];
        return [run, { command: "plan", variables: asArguments(variables), expect_failures }];
      });
      const good = Object.values(sets).map(({ variables, holds, made = {} }, index) => {
        const assert = holds.map((condition) => ({
          condition: `\${${condition}}`,
          error_message: condition.replaceAll('"', "'"),
        }));
        const override_resource = Object.entries(made).map(([target, values]) => ({ target, values }));
        return [`good_${index}`, { command: "plan", variables: asArguments(variables), assert, override_resource }];
      });
      // The good ones last: a failing run ends the file, and each of these says by itself what is wrong.
      writeJson(folder, "module.tftest.json", {
        mock_provider: { aws: { mock_data: mocks(MOCK_DATA), mock_resource: mocks(MOCK_RESOURCES) } },
        run: Object.fromEntries([...bad, ...good]),
      });
      const { stdout } = await terraform.run(folder, ["test", "-json"]);
      lines = linesOf(stdout);
      // What belongs to no run is wrong with the file as a whole.
      expect(lines.flatMap((line) => (line["@testrun"] ? [] : (line.diagnostic ?? [])))).toEqual([]);
    });

    test.each(Object.keys(refused))("ends at plan for %s", (run) => {
      expect(result(run)).toEqual({ status: "pass", said: [] });
    });

    test.each(Object.keys(sets).map((set, index) => [set, `good_${index}`]))("plans %s as documented", (_, run) => {
      expect(result(run)).toEqual({ status: "pass", said: [] });
    });
  });
}
