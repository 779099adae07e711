import { RECOMMENDATIONS_FILTER } from "../../../functions/examples/coffee-shop/contract";
import { table } from "../table";
import type { PlannedOrder } from "./orders";
import type { Kept, SubscriberName } from "./subscribers";

/** An order with the id that the shop gave it. */
export interface PlacedOrder extends PlannedOrder {
  readonly orderId: string;
}

/** What became of the orders at one subscriber. */
export interface SubscriberResult {
  readonly name: SubscriberName;
  /** Events that it was given, those that came again included. */
  readonly deliveries: number;
  /** Ids of the orders in its table before the redrive. */
  readonly before: readonly string[];
  readonly deadLettered: number;
  readonly redriven: number;
  /** Its table in the end. */
  readonly kept: Kept;
  /** Messages in its queue and its dead-letter queues in the end. */
  readonly left: number;
}

/** The orders that the subscriber's filter lets through. */
export function expectedOf<Order extends PlannedOrder>(name: SubscriberName, orders: readonly Order[]): Order[] {
  const wanted: readonly string[] = RECOMMENDATIONS_FILTER.loyalty;
  return orders.filter(({ body }) => name !== "recommendations" || wanted.includes(body.loyalty));
}

/** A row for each subscriber, and the leaderboard beside a recount of the orders. */
export function reportOf(orders: readonly PlacedOrder[], results: readonly SubscriberResult[]): string {
  const rows = results.map((result) => [
    result.name,
    expectedOf(result.name, orders).length,
    result.deliveries,
    result.before.length,
    result.deadLettered,
    result.redriven,
    result.kept.orderIds.length,
    problemsOf(orders, [result]).length === 0 ? "✓ yes" : "✗ no",
  ]);
  const heads = [
    "subscriber",
    "let through",
    "deliveries",
    "handled at once",
    "dead-lettered",
    "redriven",
    "in the end",
    "as expected",
  ];
  return [table([heads, ...rows]), "", leaderboardOf(orders, results)].join("\n");
}

/** What did not come out as promised. */
export function problemsOf(orders: readonly PlacedOrder[], results: readonly SubscriberResult[]): string[] {
  return results.flatMap((result) => {
    const { name, deliveries, before, deadLettered, redriven, kept, left } = result;
    const expected = expectedOf(name, orders);
    const missing = expected.filter(({ orderId }) => !kept.orderIds.includes(orderId));
    const strange = kept.orderIds.filter((id) => !expected.some(({ orderId }) => orderId === id));
    const doubled = kept.orderIds.length - new Set(kept.orderIds).size;
    const said: [boolean, string][] = [
      [missing.length > 0, `${missing.length} orders were not handled, such as ${missing[0]?.key}`],
      [strange.length > 0, `${strange.length} orders were handled that its filter does not let through`],
      [doubled > 0, `${doubled} orders were handled twice`],
      // More is nothing wrong: an order whose handler was slow comes again, and may end as a dead letter beside its effect.
      [
        before.length + deadLettered < expected.length,
        `${before.length} handled at once and ${deadLettered} dead-lettered are fewer than the ${expected.length} let through`,
      ],
      [redriven !== deadLettered, `${redriven} of ${deadLettered} dead letters were moved back`],
      [left > 0, `${left} messages are left in its queues`],
      // The story makes it so; without it nothing was shown.
      [name === "leaderboard" && deliveries <= expected.length, "no order was delivered twice"],
      ...(name === "leaderboard" ? countProblems(recount(orders), kept.counters) : []),
    ];
    return said.flatMap(([isWrong, problem]) => (isWrong ? [`${name}: ${problem}.`] : []));
  });
}

/** What the shop did not answer as promised. @param again what was sent a second time */
export function requestProblems(
  planned: readonly PlannedOrder[],
  placed: readonly PlacedOrder[],
  again: readonly PlacedOrder[],
): string[] {
  const idOf = new Map(placed.map(({ key, orderId }) => [key, orderId]));
  const refused = planned.filter(({ key }) => !idOf.has(key));
  const renamed = again.filter(({ key, orderId }) => idOf.get(key) !== orderId);
  return [
    ...refused.map(({ key }) => `${key}: not accepted.`),
    ...renamed.map(({ key }) => `${key}: sent again under its key, it became another order.`),
  ];
}

/** Cups by barista and by drink, counted from what customers ordered. */
export function recount(orders: readonly PlannedOrder[]): Record<string, number> {
  const cups = orders.flatMap(({ body }) =>
    body.drinks.flatMap(({ drink, quantity }) =>
      Array.from({ length: quantity }, () => [`barista#${body.barista}`, `drink#${drink}`]),
    ),
  );
  const counts: Record<string, number> = {};
  for (const id of cups.flat()) counts[id] = (counts[id] ?? 0) + 1;
  return counts;
}

type Counts = Readonly<Record<string, number>>;

function countProblems(recounted: Counts, counted: Counts): [boolean, string][] {
  const ids = [...new Set([...Object.keys(recounted), ...Object.keys(counted)])].sort();
  return ids.map((id) => [counted[id] !== recounted[id], `${id} is ${counted[id] ?? 0}, not ${recounted[id] ?? 0}`]);
}

function leaderboardOf(orders: readonly PlacedOrder[], results: readonly SubscriberResult[]): string {
  const counted = results.find(({ name }) => name === "leaderboard")?.kept.counters ?? {};
  const recounted = recount(orders);
  const rows = Object.keys({ ...recounted, ...counted })
    .sort((a, b) => (recounted[b] ?? 0) - (recounted[a] ?? 0) || (a < b ? -1 : 1))
    .map((id) => [id.replace("#", " "), counted[id] ?? 0, recounted[id] ?? 0]);
  return table([["leaderboard", "cups", "recounted from the orders"], ...rows]);
}
