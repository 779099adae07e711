import { IdempotencyConfig, makeIdempotent } from "@aws-lambda-powertools/idempotency";
import { DynamoDBPersistenceLayer } from "@aws-lambda-powertools/idempotency/dynamodb";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Context } from "aws-lambda";
import { IDEMPOTENCY_TABLE_KEY, IDEMPOTENCY_TABLE_TTL } from "../subscriber/contract";
import type { EventIdentity } from "./event-formats";

/**
 * Runs what handles an event, unless the event was handled before. Returns whether it ran.
 *
 * @throws what `run` throws; and when another delivery of the event is being handled now.
 */
export type Once = (identity: EventIdentity, context: Context, run: () => Promise<void>) => Promise<boolean>;

/** Without a table each delivery is handled. */
export const everyTime: Once = async (_identity, _context, run) => {
  await run();
  return true;
};

/**
 * Remembers events in a table by their identity, under the function's name. A claim ends with the invocation's time, so that an event
 * whose handler was killed is handled by the next delivery.
 */
export function rememberingOnce(client: DynamoDBClient, tableName: string, expiresAfterSeconds: number): Once {
  const persistenceStore = new DynamoDBPersistenceLayer({
    tableName,
    keyAttr: IDEMPOTENCY_TABLE_KEY,
    expiryAttr: IDEMPOTENCY_TABLE_TTL,
    awsSdkV3Client: client,
  });
  return async (identity, context, run) => {
    let ran = false;
    // Nothing is returned, so that nothing of the event is kept.
    const handle = async (_identity: EventIdentity) => {
      ran = true;
      await run();
    };
    const config = new IdempotencyConfig({ expiresAfterSeconds, hashFunction: "sha256", lambdaContext: context });
    await makeIdempotent(handle, { persistenceStore, config, dataIndexArgument: 0 })(identity);
    return ran;
  };
}
