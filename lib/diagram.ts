import type { Block, Blocks } from "./module-writer";

const ADDRESS = /\b(?:aws_[a-z0-9_]+|module)\.[a-z0-9_]+/;

/** What a reader wants to see; roles, policies, log groups and permissions are drawn as lines between these. */
const SHAPES: Readonly<Record<string, readonly [open: string, close: string]>> = {
  aws_apigatewayv2_api: ["([", "])"],
  aws_apigatewayv2_route: [">", "]"],
  aws_dynamodb_table: ["[(", ")]"],
  aws_lambda_event_source_mapping: ["{{", "}}"],
  aws_lambda_function: ["[", "]"],
  aws_scheduler_schedule: ["((", "))"],
  aws_sns_topic: ["[/", "/]"],
  aws_sns_topic_subscription: [">", "]"],
  aws_sqs_queue: ["[[", "]]"],
  module: ["[\\", "\\]"],
};

/** A Mermaid flowchart of a module's resources and calls: an arrow goes from what refers to what it refers to. */
export function diagram(resources: Blocks, calls: Blocks[string] = {}): string {
  const all = new Map<string, Node>();
  for (const [type, group] of Object.entries({ ...resources, module: calls })) {
    for (const [name, block] of Object.entries(group)) {
      all.set(`${type}.${name}`, { body: bodyOf(block), ending: arnEnding(type, block["name"]), block });
    }
  }
  const addresses = [...all.keys()].sort();
  const references = new Map(addresses.map((address) => [address, referredTo(address, all)]));
  const visible = addresses.filter((address) => shapeOf(address));
  const lines = visible.map((address) => {
    const [open, close] = shapeOf(address) ?? ["[", "]"];
    return `  ${idOf(address)}${open}"${labelOf(address)}"${close}`;
  });
  const edges = visible.flatMap((from) => reachable(from, references).map((to) => `  ${idOf(from)} --> ${idOf(to)}`));
  return ["```mermaid", "flowchart LR", ...lines, ...edges, "```"].join("\n");
}

const shapeOf = (address: string) => SHAPES[address.split(".")[0] as string];
const idOf = (address: string): string => address.replace(/^aws_/, "").replace(".", "__");
const labelOf = (address: string): string =>
  `${address.split(".")[1]}<br/><small>${address.split(".")[0]?.replace("aws_", "")}</small>`;

/** What adds to another resource, and the argument that names it: the other one refers to it, and not it to the other one. */
const ADDITIONS: Readonly<Record<string, string>> = {
  aws_iam_role_policy: "role",
  aws_sns_topic_subscription: "topic_arn",
  aws_sqs_queue_redrive_policy: "queue_url",
  module: "topic_arn",
};

/** What an addition adds to. */
function extended(address: string, { block }: Node): string | undefined {
  const argument = ADDITIONS[address.split(".")[0] as string];
  return argument === undefined ? undefined : ADDRESS.exec(String(block[argument]))?.[0];
}

/** Without mere order, and without whom a queue admits: that arrow would point against the messages. */
function bodyOf({ depends_on: _order, redrive_allow_policy: _admitted, ...block }: Block): string {
  return JSON.stringify(block);
}

interface Node {
  /** What the block refers to stands in here. */
  readonly body: string;
  readonly block: Block;
  /** How ARNs of the resource end, as they stand in JSON; ARNs are composed from names. */
  readonly ending?: string;
}

const RESOURCE_OF_ARN: Readonly<Record<string, string>> = { aws_sqs_queue: ":", aws_dynamodb_table: ":table/" };

function arnEnding(type: string, name: unknown): string | undefined {
  const prefix = RESOURCE_OF_ARN[type];
  if (prefix === undefined || typeof name !== "string") return undefined;
  return JSON.stringify(`${prefix}${name.replace(/^\$\{(.* \? .*)\}$/, "${($1)}")}"`).slice(1, -1);
}

function referredTo(from: string, all: ReadonlyMap<string, Node>): string[] {
  const node = all.get(from) as Node;
  const { body } = node;
  const direct = body.match(new RegExp(ADDRESS, "g")) ?? [];
  const composed = [...all].filter(([, { ending }]) => ending && body.includes(ending)).map(([address]) => address);
  const additions = [...all].filter(([address, addition]) => extended(address, addition) === from);
  const found = [...direct, ...composed, ...additions.map(([address]) => address)];
  return [...new Set(found)]
    .filter((address) => ![from, extended(from, node)].includes(address) && all.has(address))
    .sort();
}

/** The drawn resources that one refers to, directly or by way of what is not drawn. */
function reachable(from: string, references: ReadonlyMap<string, readonly string[]>): string[] {
  const found = new Set<string>();
  const seen = new Set<string>([from]);
  const queue = [...(references.get(from) ?? [])];
  for (let address = queue.shift(); address !== undefined; address = queue.shift()) {
    if (seen.has(address)) continue;
    seen.add(address);
    if (shapeOf(address)) found.add(address);
    else queue.push(...(references.get(address) ?? []));
  }
  return [...found].sort();
}
