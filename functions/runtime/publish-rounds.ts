/** What came of one message. */
export type Outcome =
  | { readonly messageId: string }
  | { readonly code: string; readonly message: string; readonly senderFault: boolean; readonly retry: boolean };

/** A message as the rounds see it. */
export interface Sendable {
  readonly bytes: number;
}

/** How messages are sent. */
export interface Rounds<Item extends Sendable> {
  /** Sends a batch; answers for each of its items, in their order. Never throws. */
  readonly send: (batch: readonly Item[]) => Promise<readonly Outcome[]>;
  /** Waits before the given try of the items that failed. */
  readonly pause: (attempt: number) => Promise<void>;
  readonly maxTries: number;
  readonly maxItems: number;
  readonly maxBytes: number;
  /** Batches on their way at a time. */
  readonly maxCalls: number;
}

/** Why an item was not sent: its place in the lane is behind one that failed. */
const NOT_SENT: Outcome = {
  code: "EarlierEventFailed",
  message: "An earlier event of the group failed; this one was not sent, to keep the order.",
  senderFault: false,
  retry: false,
};

interface Lane<Item> {
  readonly items: readonly Item[];
  next: number;
  tries: number;
}

/**
 * Sends items in lanes: an item goes once the item before it in its lane was taken, and lanes know nothing of each other. Each round sends
 * the heads of all lanes in as few batches as possible. What failed and may be retried is; otherwise its lane ends there.
 */
export async function sendInLanes<Item extends Sendable>(
  lanes: readonly (readonly Item[])[],
  rounds: Rounds<Item>,
): Promise<Map<Item, Outcome>> {
  const outcomes = new Map<Item, Outcome>();
  let open: Lane<Item>[] = lanes.filter(({ length }) => length > 0).map((items) => ({ items, next: 0, tries: 0 }));
  while (open.length > 0) {
    const heads = new Map(open.map((lane) => [headOf(lane), lane]));
    const answers = await sendAll(batchesOf([...heads.keys()], rounds), rounds);
    for (const [item, outcome] of answers) settle(heads.get(item)!, outcome, rounds.maxTries, outcomes);
    open = open.filter(({ items, next }) => next < items.length);
    const attempt = Math.max(0, ...open.map(({ tries }) => tries));
    if (attempt > 0) await rounds.pause(attempt);
  }
  return outcomes;
}

const headOf = <Item>({ items, next }: Lane<Item>): Item => items[next] as Item;

function settle<Item>(lane: Lane<Item>, outcome: Outcome, maxTries: number, outcomes: Map<Item, Outcome>): void {
  lane.tries++;
  const taken = "messageId" in outcome;
  if (!taken && outcome.retry && lane.tries < maxTries) return;
  outcomes.set(headOf(lane), outcome);
  lane.next++;
  lane.tries = 0;
  if (taken) return;
  for (const item of lane.items.slice(lane.next)) outcomes.set(item, NOT_SENT);
  lane.next = lane.items.length;
}

/** Batches within both limits, in order. */
export function batchesOf<Item extends Sendable>(
  items: readonly Item[],
  limits: Pick<Rounds<Item>, "maxItems" | "maxBytes">,
): Item[][] {
  const batches: Item[][] = [];
  let bytes = 0;
  for (const item of items) {
    const batch = batches.at(-1);
    if (batch === undefined || batch.length === limits.maxItems || bytes + item.bytes > limits.maxBytes) {
      batches.push([item]);
      bytes = 0;
    } else batch.push(item);
    bytes += item.bytes;
  }
  return batches;
}

async function sendAll<Item extends Sendable>(
  batches: readonly (readonly Item[])[],
  { send, maxCalls }: Pick<Rounds<Item>, "send" | "maxCalls">,
): Promise<[Item, Outcome][]> {
  const answers: [Item, Outcome][] = [];
  const waiting = batches.values();
  const caller = async () => {
    for (const batch of waiting) {
      const outcomes = await send(batch);
      answers.push(...batch.map((item, index): [Item, Outcome] => [item, outcomes[index]!]));
    }
  };
  await Promise.all(Array.from({ length: Math.min(maxCalls, batches.length) }, caller));
  return answers;
}
