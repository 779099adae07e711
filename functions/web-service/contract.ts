/** What the infrastructure and the functions of web-service agree on. Imports nothing, so that both sides can import it. */

/** Environment variables that the module sets for a function that may use the table. */
export interface TableEnvironment {
  /** Name of the table. */
  readonly TABLE_NAME: string;
}

export const TABLE_ENVIRONMENT = ["TABLE_NAME"] as const satisfies readonly (keyof TableEnvironment)[];

/** What the warm-up schedule sends to a function. No gateway sends it: events of HTTP APIs have no such member. */
export const WARM_UP_EVENT = { warmUp: true } as const;
