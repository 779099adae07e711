import type { RedriveResult } from "../../../../functions/subscriber/redrive-schemas";
import { eventually } from "../eventually";
import { invoke } from "../invoke";
import { countMessages, peekMessages } from "../queues";
import type { Clients } from "../suite";
import { idOf } from "./events";
import type { Sink } from "./sink";

/** The module's outputs, as far as the scenarios use them. */
export interface SubscriberOutputs {
  readonly queue_arn: string | null;
  readonly queue_url: string | null;
  readonly dead_letter_queues: Readonly<Record<DeadLetters, { readonly url: string }>>;
  readonly function_name: string | null;
  readonly function_arn: string | null;
  readonly mapping_id: string | null;
  readonly pause_function_name: string | null;
  readonly idempotency_table_name: string | null;
  readonly redrive_function_name: string;
}

export type DeadLetters = "delivery" | "processing";

/** Where events are that came to a subscriber. */
export interface Whereabouts {
  readonly queued: number;
  readonly delivery: number;
  readonly processing: number;
}

/** Longest wait, only ever reached by a failing test. */
const EVENTS_WITHIN_MS = 300_000;

/** A deployed subscriber, as root sees it. */
export class Subscriber {
  constructor(
    private readonly root: Clients,
    private readonly sink: Sink,
    /** Name under which its function notes what it handled. */
    public readonly key: string,
    public readonly outputs: SubscriberOutputs,
  ) {}

  /** The ids of the events that it handled, once for each time. */
  public handled(): Promise<string[]> {
    return this.sink.handled(this.key);
  }

  /** Waits until it has handled so many events whose ids begin with `prefix`; resolves to their ids, once for each time. */
  public handledOf(prefix: string, count: number): Promise<string[]> {
    const look = async () => {
      const ids = (await this.handled()).filter((id) => id.startsWith(prefix));
      return ids.length >= count && ids;
    };
    return eventually(`${count} events at ${this.key}`, look, { withinMs: EVENTS_WITHIN_MS, everyMs: 500 });
  }

  /** Waits until these events, and no others whose ids begin with `prefix`, are handled, each once, and none is left. */
  public async handles(ids: readonly string[], prefix: string): Promise<void> {
    await this.handledOf(prefix, ids.length);
    await this.drained();
    expect((await this.handledOf(prefix, 0)).sort()).toEqual([...ids].sort());
  }

  /** Waits until its queue holds nothing more. */
  public async drained(): Promise<void> {
    const look = async () => (await this.whereabouts()).queued === 0;
    await eventually(`an empty queue of ${this.key}`, look, { withinMs: EVENTS_WITHIN_MS });
  }

  /** How many messages are in its queues. */
  public async whereabouts(): Promise<Whereabouts> {
    const { queue_url, dead_letter_queues } = this.outputs;
    const [queued, delivery, processing] = await Promise.all(
      [queue_url, dead_letter_queues.delivery.url, dead_letter_queues.processing.url].map((url) =>
        url === null ? 0 : countMessages(this.root, url),
      ),
    );
    return { queued: queued!, delivery: delivery!, processing: processing! };
  }

  /** Waits for that many dead letters of a kind. */
  public async deadLetters(kind: DeadLetters, count: number): Promise<void> {
    const look = async () => (await this.whereabouts())[kind] >= count;
    await eventually(`${count} dead letters of ${this.key}`, look, { withinMs: EVENTS_WITHIN_MS });
  }

  /** The ids of its dead letters, which stay where they are. */
  public async deadLetterIds(kind: DeadLetters): Promise<string[]> {
    const messages = await peekMessages(this.root, this.outputs.dead_letter_queues[kind].url);
    return messages.map(({ Body }) => idOf(Body)).sort();
  }

  /** Calls the redrive function; throws what it said if it failed. */
  public redrive(request: object = {}, clients: Clients = this.root): Promise<RedriveResult> {
    const who = { reason: "It is mended.", requestedBy: "e2e" };
    return invoke(clients, this.outputs.redrive_function_name, { ...who, ...request });
  }
}
