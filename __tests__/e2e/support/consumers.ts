import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "./suite";

type Blocks = Record<string, Record<string, object>>;

/** What roles may do that a consumer gave a policy to. Nobody needs it. */
export const OF_CONSUMERS = / sts:GetCallerIdentity /;
const POLICY = {
  Version: "2012-10-17",
  Statement: [{ Sid: "Extra", Effect: "Allow", Action: "sts:GetCallerIdentity", Resource: "*" }],
};

/** Names of a module's outputs, from its committed files: a new one is used without a word here. */
function outputsOf(module: string): string[] {
  const file = join(PROJECT, "terraform", module, "outputs.tf.json");
  return Object.keys((JSON.parse(readFileSync(file, "utf8")) as { readonly output: object }).output);
}

/** Resources by an output's name; what needs the thing itself comes first. */
const KINDS: readonly (readonly [name: RegExp, type: string, make: (value: string, id: string) => object])[] = [
  [
    /role_names?$/,
    "aws_iam_role_policy",
    (role, id) => ({ name: `consumer-${id}`, role, policy: JSON.stringify(POLICY) }),
  ],
  [
    /function_names?$/,
    "aws_lambda_permission",
    (function_name, id) => ({
      ...{ statement_id: `consumer-${id}`, action: "lambda:InvokeFunction", function_name },
      ...{ principal: "events.amazonaws.com", source_account: "123456789012" },
    }),
  ],
  [/(?<!function_invoke)_policy_json$/, "aws_iam_policy", (policy, name) => ({ name, policy })],
];

/** Outputs that are maps by the keys of an input: a resource for each entry that is not null. */
const IS_MAP = /(role|function)_names$/;

/** A call of a module, and which of its outputs are null there. */
export interface Consumed {
  readonly module: string;
  readonly address: string;
  readonly absent?: readonly string[];
}

/** Resources of a consumer, in the same apply, that use every output of a call of a module. */
export function consumers(prefix: string, { module, address, absent = [] }: Consumed): Blocks {
  const blocks: Blocks = {};
  for (const output of outputsOf(module)) {
    const value = `${address}.${output}`;
    const id = `${module.replaceAll("-", "_")}_${output}`;
    const given = KINDS.filter(([name]) => !absent.includes(output) && name.test(output));
    const [, type, make] = given[0] ?? ["", "terraform_data", (input: string) => ({ input })];
    const block = IS_MAP.test(output)
      ? {
          for_each: `\${{ for key, name in ${value} : key => name if name != null }}`,
          ...make("${each.value}", `${output}-\${each.key}`),
        }
      : make(`\${${value}}`, `${prefix}-${id}`);
    blocks[type] = { ...blocks[type], [id]: block };
  }
  return blocks;
}
