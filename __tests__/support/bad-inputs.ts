import type { ModuleStack } from "../../lib/module-stack";
import { snakeCase } from "../../lib/names";
import { temporaryFolder } from "./folders";
import { type Block, documentOf } from "./synthesize";
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

/** A line of Terraform's output with `-json`. */
export interface Line {
  readonly type: string;
  readonly "@testrun"?: string;
  readonly diagnostic?: { readonly severity: string; readonly summary: string; readonly detail: string };
  readonly test_run?: { readonly run: string; readonly status?: string };
}

export const linesOf = (text: string): Line[] =>
  text.split("\n").flatMap((line) => (line ? [JSON.parse(line) as Line] : []));

/** All that checks the inputs of a module, and nothing that needs the provider: a plan of it takes a tenth of a second. */
function checksOf(stack: ModuleStack): object {
  const { variable, resource, data } = documentOf(stack);
  const lifecycles = [resource, data].flatMap((groups) =>
    Object.values(groups ?? {}).flatMap((group) => Object.values(group).map(({ lifecycle }) => lifecycle as Block)),
  );
  const all = lifecycles.flatMap((lifecycle) => (lifecycle?.["precondition"] as Block[] | undefined) ?? []);
  // What is about the account needs the provider.
  const precondition = all.filter((one) => !JSON.stringify(one).includes("data.aws_"));
  return { variable, resource: { terraform_data: { checks: { lifecycle: { precondition } } } } };
}

/** Each wrong variable ends the plan with one message, the same as in TypeScript. */
export function describeBadVariables(stack: () => ModuleStack, cases: readonly BadCase[]): void {
  describeTerraform("a wrong variable of the module", (terraform) => {
    const folder = temporaryFolder("variables");
    beforeAll(() => writeJson(folder, "main.tf.json", checksOf(stack())));

    test.each(cases.map((one, index) => [one.what, index, one] as const))(
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
}
