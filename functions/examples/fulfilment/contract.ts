/** What the fulfilment team's infrastructure and function agree on. Imports nothing, so that both sides can import it. */

/** Environment variables of the function, besides those that the pattern sets. */
export interface FulfilmentEnvironment {
  readonly PARCELS_TABLE_NAME: string;
}

/** Partition key of the parcels' table, a string: the id of the order. */
export const PARCELS_TABLE_KEY = "order_id";
