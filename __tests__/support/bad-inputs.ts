import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ModuleStack } from "../../lib/module-stack";
import { snakeCase } from "../../lib/names";
import type { Terraform } from "../../scripts/terraform";
import { temporaryFolder } from "./folders";
import { nativeBlock } from "./native-syntax";
import { asArguments, type Block, documentOf } from "./synthesize";
import { describeTerraform, writeJson } from "./terraform";

/** One wrong input, and the whole of what a caller is told about it: the same words in TypeScript and in Terraform. */
export interface BadInput<Wrong extends object> {
  readonly what: string;
  /** What differs from the minimal, good inputs. */
  readonly wrong: Wrong;
  readonly message: string;
  /** Rules across inputs are preconditions in Terraform; all others are validations of one variable. */
  readonly across?: true;
}

/** A wrong input as Terraform sees it. */
export interface BadCase extends BadInput<object> {
  readonly variables: Readonly<Record<string, unknown>>;
  /** What Terraform refuses: the variable, or what carries the preconditions. */
  readonly refused: string;
}

const CARRIER = "data.aws_partition.inputs";

/** @param carrier address of what carries the preconditions; by default, what every pattern begins with */
export function badCasesOf<Wrong extends object>(
  inputs: readonly BadInput<Wrong>[],
  variables: (input: BadInput<Wrong>) => Record<string, unknown>,
  carrier = CARRIER,
): BadCase[] {
  return inputs.map((input) => ({
    ...input,
    variables: variables(input),
    refused: input.across ? carrier : `var.${snakeCase(Object.keys(input.wrong)[0] as string)}`,
  }));
}

/** A key of another region than the provider's, which only Terraform knows. */
export const keyFromElsewhere = (variables: Readonly<Record<string, unknown>>): BadCase => ({
  what: "a key of another region",
  wrong: {},
  message: "kms_key_arn must be in the provider's partition and region.",
  variables: { ...variables, kms_key_arn: "arn:aws:kms:us-east-1:123456789012:key/1" },
  refused: CARRIER,
});

/** What a construct's refusal says, line by line. */
export function refusal(make: () => unknown): string[] {
  try {
    make();
  } catch (error) {
    return (error as Error).message.split(/\n {2}- /);
  }
  throw new Error("it was not refused");
}

/** What Terraform has to say, and the file of which it says it. */
interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail: string;
  readonly range?: { readonly filename: string };
}

/** A line of Terraform's output with `-json`. */
export interface Line {
  readonly type: string;
  readonly "@testrun"?: string;
  readonly diagnostic?: Diagnostic;
  readonly test_run?: { readonly run: string; readonly status?: string };
}

export const linesOf = (text: string): Line[] =>
  text.split("\n").flatMap((line) => (line ? [JSON.parse(line) as Line] : []));

/** All that checks the inputs of a module, and nothing that needs the provider, which would cost more than all of it. */
function checksOf(stack: ModuleStack): string {
  const { variable = {}, resource, data } = documentOf(stack);
  const lifecycles = [resource, data].flatMap((groups) =>
    Object.values(groups ?? {}).flatMap((group) => Object.values(group).map(({ lifecycle }) => lifecycle as Block)),
  );
  const all = lifecycles.flatMap((lifecycle) => (lifecycle?.["precondition"] as Block[] | undefined) ?? []);
  // What is about the account needs the provider.
  const precondition = all.filter((one) => !JSON.stringify(one).includes("data.aws_"));
  const variables = Object.entries(variable).map(([name, block]) => nativeBlock(`variable "${name}"`, block));
  return [...variables, nativeBlock('resource "terraform_data" "checks"', { lifecycle: { precondition } })].join("\n");
}

/**
 * Each wrong variable ends the plan with one message, the same as in TypeScript. Each is a call of its own in one of two roots: a plan tells the errors
 * of all calls, and costs little more than the plan of one. Two, since no precondition is looked at before every validation holds.
 */
export function describeBadVariables(stack: () => ModuleStack, cases: readonly BadCase[]): void {
  describeTerraform("a wrong variable of the module", (terraform) => {
    let errors: readonly Diagnostic[];

    beforeAll(async () => {
      const checks = checksOf(stack());
      const indices = [...cases.keys()];
      const roots = [true, undefined].map((across) => indices.filter((index) => cases[index]?.across === across));
      const told = roots.filter((root) => root.length > 0).map((root) => errorsOf(terraform, checks, cases, root));
      errors = (await Promise.all(told)).flat();
    });

    test.each(cases.map((one, index) => [one.what, index, one] as const))(
      "%s: ends at plan with one message, the same as in TypeScript",
      (_, index, { message }) => {
        const own = errors.filter((error) => isOf(index, error));
        // Terraform adds where the rule stands.
        expect(own.map(({ detail }) => detail.split("\n\n")[0]?.trimEnd())).toEqual([message]);
      },
    );

    test("no message is about anything else", () => {
      expect(errors.filter((error) => !cases.some((_, index) => isOf(index, error)))).toEqual([]);
    });
  });
}

const callOf = (index: number) => `case_${index}`;

/** A validation stands in the file that gives the value, a precondition in the module's, of which each such case has a copy. */
const isOf = (index: number, { range }: Diagnostic): boolean =>
  range?.filename === `${callOf(index)}.tf.json` || range?.filename === `${callOf(index)}/main.tf`;

/** What the plan of a root that calls the checks with some of the cases has against them. */
async function errorsOf(
  terraform: Terraform,
  checks: string,
  cases: readonly BadCase[],
  indices: readonly number[],
): Promise<Diagnostic[]> {
  const folder = temporaryFolder("variables");
  for (const index of indices) {
    const { variables, across } = cases[index] as BadCase;
    const module = across ? callOf(index) : "checks";
    mkdirSync(join(folder, module), { recursive: true });
    writeFileSync(join(folder, module, "main.tf"), checks);
    const call = { source: `./${module}`, ...asArguments(variables) };
    writeJson(folder, `${callOf(index)}.tf.json`, { module: { [callOf(index)]: call } });
  }
  await terraform.must(folder, ["get", "-no-color"]);
  const { code, stdout } = await terraform.run(folder, ["plan", "-json"]);
  expect(code).toBe(1);
  return linesOf(stdout).flatMap(({ diagnostic }) => (diagnostic?.severity === "error" ? [diagnostic] : []));
}
