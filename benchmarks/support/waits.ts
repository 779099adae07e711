import type { Block, Blocks } from "../../lib/module-writer";

/**
 * For how long the AWS provider looks again after it has made a resource, in seconds: waitQueueAttributesPropagated wants the same answer six times, 5 s
 * apart (terraform-provider-aws, internal/service/sqs/queue.go), waitFunctionCreated looks first after 5 s (internal/service/lambda/function.go).
 */
const WAIT_SECONDS: Readonly<Record<string, number>> = {
  aws_sqs_queue: 25,
  aws_sqs_queue_policy: 25,
  aws_sqs_queue_redrive_policy: 25,
  aws_sqs_queue_redrive_allow_policy: 25,
  aws_lambda_function: 5,
};

/** A module's document, as far as waits are concerned. */
export interface Waiting {
  readonly resource?: Blocks;
  readonly module?: Readonly<Record<string, Block>>;
  readonly output?: Readonly<Record<string, Block>>;
}

/** Something that refers to others: a resource, an argument of a called module, or a called module's outputs. */
interface Node {
  /** Type of the resource; "" of what is none. */
  readonly type: string;
  readonly content: unknown;
  /** What stands before the addresses that the content names: `module.<call>.` for those of a called module. */
  readonly scope: string;
}

/** All nodes of an apply, by address: `aws_sqs_queue.jobs`, `module.spoke.aws_sqs_queue.jobs`, `module.spoke.var.name`, `module.spoke`. */
export type Nodes = ReadonlyMap<string, Node>;

/**
 * The nodes of a module and of the modules that it calls, one call of each.
 * @param called gives the document of a called module by the call's source
 */
export function nodesOf(document: Waiting, called: (source: string) => Waiting = () => ({}), scope = ""): Nodes {
  const { resource = {}, module = {} } = document;
  const resources = Object.entries(resource).flatMap(([type, group]) =>
    Object.entries(group).map(([name, content]): [string, Node] => [
      `${scope}${type}.${name}`,
      { type, content, scope },
    ]),
  );
  const calls = Object.entries(module).flatMap(([call, { source, ...values }]): (readonly [string, Node])[] => {
    const address = `${scope}module.${call}`;
    const inside = called(String(source));
    const variables = Object.entries(values).map(([name, content]): [string, Node] => [
      `${address}.var.${name}`,
      { type: "", content, scope },
    ]);
    const outputs: Node = { type: "", content: inside.output ?? {}, scope: `${address}.` };
    return [...variables, [address, outputs], ...nodesOf(inside, called, `${address}.`)];
  });
  return new Map([...resources, ...calls]);
}

/** Resources that wait one after the other, each needing the one before. */
export interface Chain {
  /** Addresses of those that wait, in the order in which Terraform makes them. */
  readonly waiting: readonly string[];
  readonly seconds: number;
}

const NOTHING: Chain = { waiting: [], seconds: 0 };

/**
 * The chain of waits that takes longest in an apply, by references and `depends_on`.
 * @throws Error if resources need each other in a circle
 */
export function longestWait(nodes: Nodes): Chain {
  const known = new Map<string, Chain>();
  const chainTo = (address: string, above: readonly string[]): Chain => {
    if (above.includes(address)) throw new Error(`a circle: ${[...above, address].join(" → ")}`);
    const found = known.get(address);
    if (found) return found;
    const node = nodes.get(address) as Node;
    const before = longest(needs(address, node, nodes).map((needed) => chainTo(needed, [...above, address])));
    const seconds = waitOf(node);
    const chain = seconds === 0 ? before : { waiting: [...before.waiting, address], seconds: before.seconds + seconds };
    known.set(address, chain);
    return chain;
  };
  return longest([...nodes.keys()].map((address) => chainTo(address, [])));
}

/** Functions whose code is uploaded from a file: the provider makes them one after the other, to have one file in memory at a time. */
export function uploadedFunctions(nodes: Nodes): string[] {
  return [...nodes].filter(([, node]) => isUploaded(node)).map(([address]) => address);
}

function needs(from: string, { content, scope }: Node, nodes: Nodes): string[] {
  const named = JSON.stringify(content).match(/(?<![\w.])[a-z]\w*\.\w+/g) ?? [];
  const addresses = new Set(named.map((name) => `${scope}${name}`));
  return [...addresses].filter((address) => address !== from && nodes.has(address));
}

function waitOf(node: Node): number {
  return node.type === "aws_lambda_function" && !isUploaded(node) ? 0 : (WAIT_SECONDS[node.type] ?? 0);
}

const isUploaded = ({ type, content }: Node) => type === "aws_lambda_function" && "filename" in (content as Block);

function longest(chains: readonly Chain[]): Chain {
  return chains.reduce((best, chain) => (chain.seconds > best.seconds ? chain : best), NOTHING);
}
