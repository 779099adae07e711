import type { NewOrder } from "../../../functions/examples/coffee-shop/events";
import type { ApiRequest } from "../signed-api";

/** An order of the story, and the key under which its customer sends it, once or again. */
export interface PlannedOrder {
  readonly key: string;
  readonly body: NewOrder;
}

const BARISTAS = ["Ana", "Ben", "Chloé"];
const DRINKS = ["americano", "cappuccino", "espresso", "flat white", "latte", "mocha"];

/** Orders of the story, the same each time: two in five are members', and most have two kinds of drinks. */
export function plannedOrders(count: number): PlannedOrder[] {
  return Array.from({ length: count }, (_, index) => ({ key: `order-${index + 1}`, body: newOrder(index) }));
}

function newOrder(index: number): NewOrder {
  const first = { drink: DRINKS[index % DRINKS.length]!, quantity: 1 + (index % 3) };
  const second = { drink: DRINKS[(index * 3 + 1) % DRINKS.length]!, quantity: 1 };
  return {
    customer: `Customer ${index + 1}`,
    barista: BARISTAS[index % BARISTAS.length]!,
    loyalty: index % 5 < 2 ? "member" : "guest",
    drinks: first.drink === second.drink ? [first] : [first, second],
  };
}

export const orderRequest = ({ key, body }: PlannedOrder): ApiRequest => ({
  method: "POST",
  headers: { "content-type": "application/json", "idempotency-key": key },
  body: JSON.stringify(body),
});
