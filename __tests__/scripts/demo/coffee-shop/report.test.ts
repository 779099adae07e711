import { plannedOrders } from "../../../../scripts/demo/coffee-shop/orders";
import {
  expectedOf,
  type PlacedOrder,
  problemsOf,
  recount,
  reportOf,
  requestProblems,
  type SubscriberResult,
} from "../../../../scripts/demo/coffee-shop/report";
import type { SubscriberName } from "../../../../scripts/demo/coffee-shop/subscribers";

const planned = plannedOrders(10);
const orders: PlacedOrder[] = planned.map((order) => ({ ...order, orderId: `id-of-${order.key}` }));
const idsFor = (name: SubscriberName) => expectedOf(name, orders).map(({ orderId }) => orderId);

/** A result as it should be: recommendations lost one order and got it back, the leaderboard was given one twice. */
function well(name: SubscriberName, changes: Partial<SubscriberResult> = {}): SubscriberResult {
  const ids = idsFor(name);
  const lost = name === "recommendations" ? 1 : 0;
  return {
    name,
    deliveries: ids.length + 1,
    before: ids.slice(lost),
    deadLettered: lost,
    redriven: lost,
    kept: { orderIds: ids, counters: name === "leaderboard" ? recount(orders) : {} },
    left: 0,
    ...changes,
  };
}

test("a story that went well has no problems, and its table says so", () => {
  const results = (["video-wall", "leaderboard", "recommendations"] as const).map((name) => well(name));
  expect(problemsOf(orders, results)).toEqual([]);
  const lines = reportOf(orders, results).split("\n");
  expect(lines.slice(2, 5).map((line) => line.trim().split(/ {2,}/))).toEqual([
    ["video-wall", "10", "11", "10", "0", "0", "10", "✓ yes"],
    ["leaderboard", "10", "11", "10", "0", "0", "10", "✓ yes"],
    ["recommendations", "4", "5", "3", "1", "1", "4", "✓ yes"],
  ]);
});

test("a message that came again on a slow machine, and ended as a dead letter beside its effect, is no problem", () => {
  expect(problemsOf(orders, [well("leaderboard", { deadLettered: 3, redriven: 3 })])).toEqual([]);
});

const kept = (name: SubscriberName, orderIds: readonly string[], counters = well(name).kept.counters) => ({
  kept: { orderIds, counters },
});
const SPOILT: readonly (readonly [what: string, result: SubscriberResult, problem: string])[] = [
  [
    "an order that was not handled",
    well("video-wall", kept("video-wall", idsFor("video-wall").slice(1))),
    "video-wall: 1 orders were not handled, such as order-1.",
  ],
  [
    "an order that the filter does not let through",
    well("recommendations", kept("recommendations", [...idsFor("recommendations"), "id-of-order-3"])),
    "recommendations: 1 orders were handled that its filter does not let through.",
  ],
  [
    "an order that was handled twice",
    well("video-wall", kept("video-wall", [...idsFor("video-wall"), "id-of-order-1"])),
    "video-wall: 1 orders were handled twice.",
  ],
  [
    "an order that was neither handled nor dead-lettered",
    well("recommendations", { before: [] }),
    "recommendations: 0 handled at once and 1 dead-lettered are fewer than the 4 let through.",
  ],
  [
    "a dead letter that was not moved back",
    well("recommendations", { redriven: 0 }),
    "recommendations: 0 of 1 dead letters were moved back.",
  ],
  ["a message that is left", well("video-wall", { left: 1 }), "video-wall: 1 messages are left in its queues."],
  [
    "a story in which nothing came twice",
    well("leaderboard", { deliveries: 10 }),
    "leaderboard: no order was delivered twice.",
  ],
  [
    "a counter that counted too much",
    well("leaderboard", kept("leaderboard", idsFor("leaderboard"), { ...recount(orders), "drink#latte": 99 })),
    `leaderboard: drink#latte is 99, not ${recount(orders)["drink#latte"]}.`,
  ],
  [
    "a counter of what nobody ordered",
    well("leaderboard", kept("leaderboard", idsFor("leaderboard"), { ...recount(orders), "drink#tea": 1 })),
    "leaderboard: drink#tea is 1, not 0.",
  ],
];

test.each(SPOILT)("%s is a problem, and its row says so", (_, result, problem) => {
  expect(problemsOf(orders, [result])).toEqual([problem]);
  expect(reportOf(orders, [result]).split("\n")[2]).toContain("✗ no");
});

test("an order that was refused, and one that became another when it was sent again, are problems", () => {
  expect(requestProblems(planned, orders, orders.slice(0, 2))).toEqual([]);
  expect(requestProblems(planned, orders.slice(1), [{ ...orders[1]!, orderId: "another" }])).toEqual([
    "order-1: not accepted.",
    "order-2: sent again under its key, it became another order.",
  ]);
});

test("the recount counts cups, by barista and by drink", () => {
  const [first, second] = planned;
  const drinks = [
    { drink: "latte", quantity: 2 },
    { drink: "mocha", quantity: 1 },
    { drink: "latte", quantity: 1 },
  ];
  const two = [first!, second!].map((order, index) => ({
    ...order,
    body: { ...order.body, barista: ["Ana", "Ben"][index]!, drinks },
  }));
  expect(recount(two)).toEqual({ "barista#Ana": 4, "barista#Ben": 4, "drink#latte": 6, "drink#mocha": 2 });
});
