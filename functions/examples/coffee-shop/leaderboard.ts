/** Counts the drinks of each barista and of each kind. */
import { type CloudEvent, eventSubscriber } from "../../runtime";
import { readEnvironment } from "../../shared/environment";
import { countersIn } from "./counters";
import { type Order, order } from "./events";

const { LEADERBOARD_TABLE_NAME } = readEnvironment(["LEADERBOARD_TABLE_NAME"]);
const countOnce = countersIn(LEADERBOARD_TABLE_NAME);

/** What an order adds, by the id of the counter. */
export function scoresOf({ barista, drinks }: Order): Map<string, number> {
  const scores = new Map<string, number>();
  const add = (id: string, amount: number) => scores.set(id, (scores.get(id) ?? 0) + amount);
  for (const { drink, quantity } of drinks) {
    add(`drink#${drink}`, quantity);
    add(`barista#${barista}`, quantity);
  }
  return scores;
}

const count = ({ data }: CloudEvent<Order>) => countOnce(data.orderId, scoresOf(data));

// One after the other: side by side they would only get in each other's way at the counters.
export const handler = eventSubscriber(count, { schema: order, sequential: true });
