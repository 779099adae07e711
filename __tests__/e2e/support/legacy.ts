import { type LegacyCall, startLegacy } from "../../../functions/examples/customer-migration/legacy";

/** The system that workers write to, and its own log. */
export interface TargetSystem {
  readonly url: string;
  /** Its calls for customers whose ids begin so, in the order in which they arrived. */
  calls(prefix: string): Promise<LegacyCall[]>;
  stop(): Promise<void>;
}

/**
 * Starts the story's legacy system, which fails now and then. Functions of a real account cannot reach this machine: there, E2E_LEGACY_URL names
 * one that they can.
 */
export async function startTargetSystem(): Promise<TargetSystem> {
  const given = process.env["E2E_LEGACY_URL"];
  if (given === undefined && process.env["E2E_REAL_AWS"] === "1") {
    throw new Error("Set E2E_LEGACY_URL to the URL of a legacy system that functions of the account can reach.");
  }
  const own = given === undefined ? await startLegacy({ failureRate: 0.02, latencyMs: 10, seed: 3 }) : undefined;
  const url = given ?? own!.url;
  return {
    url,
    async calls(prefix) {
      const log = (await (await fetch(new URL("/log", url))).json()) as LegacyCall[];
      return log.filter(({ customerId }) => customerId.startsWith(prefix));
    },
    stop: async () => own?.stop(),
  };
}

/** The customers whom calls reached the target for: taken now, or already there. */
export const effects = (calls: readonly LegacyCall[]): string[] =>
  calls.filter(({ status }) => status === 201 || status === 409).map(({ customerId }) => customerId);

/** The customers whom the target took. */
export const taken = (calls: readonly LegacyCall[]): string[] =>
  calls.filter(({ status }) => status === 201).map(({ customerId }) => customerId);
