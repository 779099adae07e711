/** What the infrastructure and the functions of the coffee shop agree on. Imports nothing, so that both sides can import it. */

/** Environment variables of the subscribers, besides those that the pattern sets. Each has a table of its own. */
export interface CoffeeShopEnvironment {
  readonly VIDEO_WALL_TABLE_NAME: string;
  readonly LEADERBOARD_TABLE_NAME: string;
  readonly RECOMMENDATIONS_TABLE_NAME: string;
}

/** Type of the event that says that an order was placed. */
export const ORDER_PLACED = "com.example.order.placed.v1";
/** Source of the shop's events. */
export const SHOP = "/coffee-shop";

/** Partition key of all three tables, a string. */
export const TABLE_KEY = "id";
/** Sort key of the video wall's table, a string: the newest order of a shop is its last. */
export const WALL_SORT_KEY = "placed";
/** Time-to-live attribute of all three tables, epoch seconds. */
export const TABLE_TTL = "expires_at";

/** DynamoDB actions that each subscriber calls on its table. */
export const TABLE_ACTIONS = {
  videoWall: ["dynamodb:PutItem"],
  leaderboard: ["dynamodb:PutItem", "dynamodb:UpdateItem"],
  recommendations: ["dynamodb:PutItem", "dynamodb:UpdateItem"],
} as const;

/** Recommendations are made of what members buy: guests did not agree to it. Attributes of the message. */
export const RECOMMENDATIONS_FILTER = { type: [ORDER_PLACED], loyalty: ["member"] } as const;
