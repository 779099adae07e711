import { setTimeout as sleep } from "node:timers/promises";
import {
  IdempotencyAlreadyInProgressError,
  IdempotencyConfig,
  makeIdempotent,
} from "@aws-lambda-powertools/idempotency";
import { DynamoDBPersistenceLayer } from "@aws-lambda-powertools/idempotency/dynamodb";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Context } from "aws-lambda";
import { knowingOwnItems } from "../shared/own-writes";
import { IDEMPOTENCY_TABLE_KEY, IDEMPOTENCY_TABLE_TTL } from "../subscriber/contract";
import type { EventIdentity } from "./event-formats";

/**
 * Runs what handles an event, unless the event was handled before. Returns whether it ran.
 *
 * @throws what `run` throws, in this delivery or in one of the same batch; and when another invocation handles the event for longer than
 * this one may wait.
 * @param share how much of the invocation's time is this event's, up to 1: others may come after it
 */
export type Once = (
  identity: EventIdentity,
  context: Context,
  run: () => Promise<void>,
  share: number,
) => Promise<boolean>;

/** Without a table each delivery is handled. */
export const everyTime: Once = async (_identity, _context, run) => {
  await run();
  return true;
};

/** How often a claim of another invocation is looked at; each look is a write. */
const LOOK_MS = 500;
/** What the answer of a batch needs after the last look, or a fifth of a short time. */
const ANSWER_MS = 1_000;

/**
 * Remembers events in a table by their identity, under the function's name. A claim ends with the invocation's time, so that an event
 * whose handler was killed is handled by the next delivery. "In progress" is no failure: who meets it waits for how it ends, because a
 * failure would use up a receive, and at the last one the event would be a dead letter although it is handled.
 */
export function rememberingOnce(client: DynamoDBClient, tableName: string, expiresAfterSeconds: number): Once {
  const persistenceStore = new DynamoDBPersistenceLayer({
    tableName,
    keyAttr: IDEMPOTENCY_TABLE_KEY,
    expiryAttr: IDEMPOTENCY_TABLE_TTL,
    awsSdkV3Client: knowingOwnItems(client),
  });
  /** Events that this invocation handles now. */
  const here = new Map<string, Promise<boolean>>();

  const handleOnce: Once = async (identity, context, run, share) => {
    const all = context.getRemainingTimeInMillis();
    // Who waits to the end would leave those behind it no time, and they would be ended half-way.
    const others = all * (1 - share);
    const left = () => context.getRemainingTimeInMillis() - others;
    const mine = all * share;
    const lastLook = Math.min(ANSWER_MS, mine / 5);
    let waited = false;
    let ran = false;
    let failure: { readonly thrown: unknown } | undefined;
    // Nothing is returned, so that nothing of the event is kept.
    const handle = async (_identity: EventIdentity) => {
      ran = true;
      if (waited && left() < mine / 2) throw new Error("It failed elsewhere; too late to try");
      await run().catch((thrown) => {
        failure = { thrown };
        throw thrown;
      });
    };
    const config = new IdempotencyConfig({ expiresAfterSeconds, hashFunction: "sha256", lambdaContext: context });
    const idempotent = makeIdempotent(handle, { persistenceStore, config, dataIndexArgument: 0 });
    for (;;) {
      try {
        await idempotent(identity);
        return ran;
      } catch (error) {
        // Powertools replaces what is no error by one that says nothing; and a claim that could not be given back is not why it failed.
        if (failure !== undefined) throw failure.thrown;
        // What ran may throw the same of its own records.
        if (ran || !(error instanceof IdempotencyAlreadyInProgressError)) throw error;
        const wait = Math.min(LOOK_MS, left() - lastLook);
        if (wait <= 0) throw error;
        waited = true;
        await sleep(wait);
      }
    }
  };

  return async (identity, context, run, share) => {
    const key = JSON.stringify(identity);
    const running = here.get(key);
    if (running !== undefined) {
      // Twice in a batch: both come to the end of the first.
      await running;
      return false;
    }
    const outcome = handleOnce(identity, context, run, share);
    here.set(key, outcome);
    try {
      return await outcome;
    } finally {
      here.delete(key);
    }
  };
}
