import { setTimeout as sleep } from "node:timers/promises";
import {
  GetEventSourceMappingCommand,
  type LambdaClient,
  ResourceInUseException,
  UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import type { PauseResult } from "./pause-schemas";

const LOOK_MS = 1_000;

/**
 * Switches an event source mapping off or on, and waits until it is so, until `deadline` (epoch milliseconds) at most. Its filters, its target and all
 * else stay what they are. Lambda refuses a change while another is on its way; that one is waited for.
 *
 * @throws when another change was on its way all the time.
 */
export async function switchMapping(
  client: LambdaClient,
  UUID: string,
  paused: boolean,
  deadline: number,
): Promise<PauseResult> {
  const wanted = paused ? "Disabled" : "Enabled";
  for (let changed = false; ; await sleep(LOOK_MS)) {
    const { State: state = "" } = await client.send(new GetEventSourceMappingCommand({ UUID }));
    if (state === wanted) return { state, changed };
    const isAtRest = state === "Enabled" || state === "Disabled";
    // Once: whoever switches it back meanwhile has a reason, too.
    if (isAtRest && !changed) changed = await switched(client, UUID, paused);
    if (Date.now() < deadline) continue;
    if (changed) return { state, changed };
    throw new Error(`The mapping is ${state}, so that nothing can be changed now. Nothing was changed: call again.`);
  }
}

async function switched(client: LambdaClient, UUID: string, paused: boolean): Promise<boolean> {
  try {
    await client.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: !paused }));
    return true;
  } catch (error) {
    if (error instanceof ResourceInUseException) return false;
    throw error;
  }
}
