/** Counts which drinks are bought together. Its subscription lets only members' orders through: guests did not agree to it. */
import { type CloudEvent, eventSubscriber } from "../../runtime";
import { readEnvironment } from "../../shared/environment";
import { countersIn } from "./counters";
import { type Order, order } from "./events";

const { RECOMMENDATIONS_TABLE_NAME } = readEnvironment(["RECOMMENDATIONS_TABLE_NAME"]);
const countOnce = countersIn(RECOMMENDATIONS_TABLE_NAME);

/** The pairs of an order, by the id of the counter; each pair once. */
export function pairsOf({ drinks }: Order): Map<string, number> {
  const kinds = [...new Set(drinks.map(({ drink }) => drink))].sort();
  const pairs = kinds.flatMap((first, index) => kinds.slice(index + 1).map((second) => `pair#${first}#${second}`));
  return new Map(pairs.map((pair) => [pair, 1]));
}

const count = ({ data }: CloudEvent<Order>) => countOnce(data.orderId, pairsOf(data));

// One after the other: side by side they would only get in each other's way at the counters.
export const handler = eventSubscriber(count, { schema: order, sequential: true });
