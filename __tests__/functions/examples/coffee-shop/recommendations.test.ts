import fc from "fast-check";
import type { Order } from "../../../../functions/examples/coffee-shop/events";

Object.assign(process.env, {
  RECOMMENDATIONS_TABLE_NAME: "pairs",
  EVENTS_IDEMPOTENCY_TABLE_NAME: "",
  EVENTS_IDEMPOTENCY_SECONDS: "",
  EVENTS_MAX_RECEIVE_COUNT: "",
});
const { pairsOf } = jest.requireActual<typeof import("../../../../functions/examples/coffee-shop/recommendations")>(
  "../../../../functions/examples/coffee-shop/recommendations",
);

const orderOf = (drinks: readonly string[]): Order => ({
  orderId: "00000000-0000-4000-8000-000000000000",
  customer: "Zoë",
  barista: "Ana",
  loyalty: "member",
  drinks: drinks.map((drink) => ({ drink, quantity: 3 })),
});

test("every two kinds of an order are one pair, whatever their order and number", () => {
  expect([...pairsOf(orderOf(["mocha", "latte", "mocha"])).entries()]).toEqual([["pair#latte#mocha", 1]]);
  const drinks = fc.array(fc.constantFrom("latte", "mocha", "espresso", "flat white", "filter"), { maxLength: 10 });
  fc.assert(
    fc.property(drinks, (list) => {
      const kinds = [...new Set(list)];
      expect(pairsOf(orderOf(list)).size).toBe(kinds.reduce((sum, _kind, others) => sum + others, 0));
      expect(pairsOf(orderOf([...list].reverse()))).toEqual(pairsOf(orderOf(list)));
    }),
  );
});
