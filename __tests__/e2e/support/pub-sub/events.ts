/** The suite's events, and who is to get which. */
import type { CloudEvent, NewEvent } from "../../../../functions/runtime";
import type { RecordedData } from "../workers/event-recorder";

export const PLACED = "com.example.order.placed.v1";
export const CANCELLED = "com.example.order.cancelled.v1";
/** Comes to no subscriber that has SNS's envelope. */
export const RETURNED = "com.example.order.returned.v1";

/** A message that is no event. */
export const POISON = "no event";

const REGIONS = ["north", "east", "south", "west", "south-east"] as const;

/** Data of every event. */
export interface OrderData extends RecordedData {
  readonly region: (typeof REGIONS)[number];
  readonly padding?: string;
}

/** An event whose id is known before it is published. */
export type OrderEvent = NewEvent<OrderData> & {
  readonly id: string;
  readonly attributes: { readonly total: number; readonly channel?: string };
};

/** Events with mixed attributes; their ids begin with `prefix`. */
export const mixedEvents = (prefix: string, count: number): OrderEvent[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `${prefix}-${index}`,
    type: index % 4 === 0 ? CANCELLED : PLACED,
    attributes: { total: index % 100, ...(index % 10 === 3 && { channel: "app" }) },
    data: { region: REGIONS[index % REGIONS.length]! },
  }));

interface Filter {
  readonly policy: object;
  readonly scope?: "MessageBody";
  /** The same in TypeScript. */
  readonly matches: (event: OrderEvent) => boolean;
}

/** Filters of the hub's subscribers; those that are not here get everything. */
export const FILTERS = {
  typed: {
    policy: { type: [PLACED], total: [{ numeric: [">=", 50] }] },
    matches: ({ type, attributes }) => type === PLACED && attributes.total >= 50,
  },
  body: {
    policy: { data: { region: ["north", { prefix: "south" }] } },
    scope: "MessageBody",
    matches: ({ data }) => data.region === "north" || data.region.startsWith("south"),
  },
  direct: {
    policy: { type: [{ "anything-but": PLACED }], total: [{ numeric: ["<", 4] }] },
    matches: ({ type, attributes }) => type !== PLACED && attributes.total < 4,
  },
  shelf: {
    policy: { channel: [{ exists: true }] },
    matches: ({ attributes }) => attributes.channel !== undefined,
  },
  failing: {
    policy: { total: [{ numeric: [">", 93] }] },
    matches: ({ attributes }) => attributes.total > 93,
  },
  enveloped: {
    policy: { type: [{ prefix: "com.example.order.cancel" }] },
    matches: ({ type }) => type === CANCELLED,
  },
} as const satisfies Readonly<Record<string, Filter>>;

/** Whether an event is to come to a subscriber of the hub. */
export function comesTo(subscriber: string, event: OrderEvent): boolean {
  const filter: Filter | undefined = (FILTERS as Readonly<Record<string, Filter>>)[subscriber];
  return filter === undefined || filter.matches(event);
}

/** The id of the event that a queue's message is. */
export const idOf = (body: string | undefined): string => (JSON.parse(body ?? "{}") as CloudEvent).id;
