import { GetEventSourceMappingCommand, UpdateEventSourceMappingCommand } from "@aws-sdk/client-lambda";
import { eventually } from "./eventually";
import type { Clients } from "./suite";

/** Longest wait, only ever reached by a failing test. */
const MAPPING_WITHIN_MS = 120_000;

/** Whether a mapping hands messages to its function: `Enabled`, `Disabled`, or on the way to one of them. */
export async function mappingState({ lambda }: Pick<Clients, "lambda">, UUID: string): Promise<string | undefined> {
  return (await lambda.send(new GetEventSourceMappingCommand({ UUID }))).State;
}

/** Starts or stops a mapping, and waits until it does so. */
export async function setPolling(clients: Pick<Clients, "lambda">, UUID: string, Enabled: boolean): Promise<void> {
  await clients.lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
  const wanted = Enabled ? "Enabled" : "Disabled";
  const look = async () => (await mappingState(clients, UUID)) === wanted;
  await eventually(`the mapping to be ${wanted}`, look, { withinMs: MAPPING_WITHIN_MS });
}
