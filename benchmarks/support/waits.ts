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

/** Resources that wait one after the other, each needing the one before. */
export interface Chain {
  /** Addresses of those that wait, in the order in which Terraform makes them. */
  readonly waiting: readonly string[];
  readonly seconds: number;
}

const NOTHING: Chain = { waiting: [], seconds: 0 };

/**
 * The chain of waits that takes longest in an apply of these resources, by their references and `depends_on`.
 * @throws Error if resources need each other in a circle
 */
export function longestWait(resources: Blocks): Chain {
  const blocks = blocksByAddress(resources);
  const known = new Map<string, Chain>();
  const chainTo = (address: string, above: readonly string[]): Chain => {
    if (above.includes(address)) throw new Error(`a circle: ${[...above, address].join(" → ")}`);
    const found = known.get(address);
    if (found) return found;
    const block = blocks.get(address) as Block;
    const before = longest(needs(address, block, blocks).map((needed) => chainTo(needed, [...above, address])));
    const seconds = waitOf(address, block);
    const chain = seconds === 0 ? before : { waiting: [...before.waiting, address], seconds: before.seconds + seconds };
    known.set(address, chain);
    return chain;
  };
  return longest([...blocks.keys()].map((address) => chainTo(address, [])));
}

/** Functions whose code is uploaded from a file: the provider makes them one after the other, to have one file in memory at a time. */
export function uploadedFunctions(resources: Blocks): string[] {
  return [...blocksByAddress(resources)].filter(([address, block]) => isUploaded(address, block)).map(([it]) => it);
}

function blocksByAddress(resources: Blocks): Map<string, Block> {
  const groups = Object.entries(resources);
  return new Map(
    groups.flatMap(([type, group]) =>
      Object.entries(group).map(([name, block]) => [`${type}.${name}`, block] as const),
    ),
  );
}

function needs(from: string, block: Block, blocks: ReadonlyMap<string, Block>): string[] {
  const named = JSON.stringify(block).match(/(?<![\w.])[a-z]\w*\.\w+/g) ?? [];
  return [...new Set(named)].filter((address) => address !== from && blocks.has(address));
}

function waitOf(address: string, block: Block): number {
  const seconds = WAIT_SECONDS[address.split(".")[0] as string] ?? 0;
  return address.startsWith("aws_lambda_function.") && !isUploaded(address, block) ? 0 : seconds;
}

const isUploaded = (address: string, block: Block) => address.startsWith("aws_lambda_function.") && "filename" in block;

function longest(chains: readonly Chain[]): Chain {
  return chains.reduce((best, chain) => (chain.seconds > best.seconds ? chain : best), NOTHING);
}
