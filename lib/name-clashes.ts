import { TerraformDataSource, TerraformResource, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { resolvedIn } from "./expression";

/** What a thing is called, and by which members of its bindings AWS tells it from others. */
interface Kind {
  readonly called: string;
  /** The name first; without one, the service makes one up. */
  readonly members: readonly string[];
  /** "Names are not distinguished by case": https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
  readonly ignoresCase?: boolean;
}

/**
 * What one account and region has only once of a name. SQS, SNS and CloudWatch take a second creation without a word, and two constructs share what
 * they think their own; the others refuse it during the apply.
 */
const KINDS: Readonly<Record<string, Kind>> = {
  aws_apigatewayv2_api_mapping: { called: "API mapping", members: ["domainName", "apiMappingKey"] },
  aws_apigatewayv2_domain_name: { called: "domain", members: ["domainName"] },
  aws_cloudwatch_log_group: { called: "log group", members: ["name"] },
  aws_cloudwatch_metric_alarm: { called: "alarm", members: ["alarmName"] },
  aws_dynamodb_table: { called: "table", members: ["name"] },
  aws_iam_policy: { called: "policy", members: ["name"], ignoresCase: true },
  aws_iam_role: { called: "role", members: ["name"], ignoresCase: true },
  aws_iam_role_policy: { called: "role policy", members: ["name", "role"] },
  aws_lambda_function: { called: "function", members: ["functionName"] },
  aws_scheduler_schedule: { called: "schedule", members: ["name", "groupName"] },
  aws_sns_topic: { called: "topic", members: ["name"] },
  aws_sqs_queue: { called: "queue", members: ["name"] },
  archive_file: { called: "file", members: ["outputPath"] },
};

/** How many clashes of two constructs are told; one name brings dozens of them. */
const TOLD = 5;

const watched = new WeakSet<TerraformStack>();

/** Has the synth of the construct's stack end where two of its resources would be one and the same in AWS. */
export function refuseNameClashes(scope: IConstruct): void {
  const stack = TerraformStack.of(scope);
  if (watched.has(stack)) return;
  watched.add(stack);
  stack.node.addValidation({ validate: () => clashesIn(stack) });
}

type Named = TerraformResource | TerraformDataSource;

function clashesIn(stack: TerraformStack): string[] {
  const holders = new Map<string, Named>();
  const clashes = new Map<string, string[]>();
  for (const element of stack.node.findAll()) {
    const [key, title] = isNamed(element) ? (nameOf(stack, element) ?? []) : [];
    if (key === undefined || title === undefined) continue;
    const holder = holders.get(key);
    holders.set(key, element as Named);
    if (holder === undefined) continue;
    const both = apart(holder, element).join(" and ");
    clashes.set(both, [...(clashes.get(both) ?? []), title]);
  }
  return [...clashes].map(([both, titles]) => {
    const more = titles.length > TOLD ? [`${titles.length - TOLD} more`] : [];
    const things = [...titles.slice(0, TOLD), ...more].join(", ");
    return `${both} must not make the same thing twice: ${things}; give one of them another name`;
  });
}

const isNamed = (element: IConstruct): element is Named =>
  TerraformResource.isTerraformResource(element) || TerraformDataSource.isTerraformDataSource(element);

/** What tells the thing from others of its provider, and how it is called; undefined where nothing does, or where only Terraform knows if it exists. */
function nameOf(stack: TerraformStack, element: Named): readonly [key: string, title: string] | undefined {
  const { terraformResourceType: type, count, forEach, provider } = element;
  const kind = KINDS[type];
  if (kind === undefined || count !== undefined || forEach !== undefined) return undefined;
  const given = element as unknown as Readonly<Record<string, unknown>>;
  const parts = kind.members.map((member): unknown => resolvedIn(stack, given[`${member}Input`]));
  if (parts[0] === undefined) return undefined;
  const name = parts.filter((part) => part !== undefined).join(" of ");
  const key = JSON.stringify([type, provider?.fqn, kind.ignoresCase ? name.toLowerCase() : name]);
  return [key, `${kind.called} ${name}`];
}

/** The paths of the two constructs where the ways to the elements part. */
function apart(one: IConstruct, other: IConstruct): [string, string] {
  const [left, right] = [one.node.scopes, other.node.scopes];
  const fork = left.findIndex((scope, index) => scope !== right[index]);
  return [(left[fork] ?? one).node.path, (right[fork] ?? other).node.path];
}
