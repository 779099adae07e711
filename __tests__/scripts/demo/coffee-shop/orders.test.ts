import { newOrder } from "../../../../functions/examples/coffee-shop/events";
import { plannedOrders } from "../../../../scripts/demo/coffee-shop/orders";

const orders = plannedOrders(60);

test("the shop takes every order of the story", () => {
  expect(orders.map(({ body }) => newOrder.safeParse(body).error)).toEqual(orders.map(() => undefined));
});

test("each order has a key of its own, and is the same each time", () => {
  expect(new Set(orders.map(({ key }) => key)).size).toBe(60);
  expect(plannedOrders(60)).toEqual(orders);
});

test("members and guests order, and most of them two kinds of drinks", () => {
  expect(orders.filter(({ body }) => body.loyalty === "member")).toHaveLength(24);
  expect(orders.filter(({ body }) => body.drinks.length === 2).length).toBeGreaterThan(30);
});
