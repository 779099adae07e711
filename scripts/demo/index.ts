import { coffeeShop } from "./coffee-shop";
import type { Demo } from "./demo";
import { productsApi } from "./products-api";
import { queueLoadLeveling } from "./queue-load-leveling";

/** The stories that can be played, by the example's folder in `examples/`. */
export const demos: Readonly<Record<string, Demo>> = {
  "coffee-shop": coffeeShop,
  "products-api": productsApi,
  "queue-load-leveling": queueLoadLeveling,
};

export const DEFAULT_DEMO = "queue-load-leveling";
