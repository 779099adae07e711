import type { Faults } from "../../../local/faults";
import type { TargetAws } from "../../../local/target";
import { skipWith } from "../../support/not-tried";

/** The same question that targetAws() asks; jest wants the answer before there is a target. */
const isEmbedded = process.env["AWS_ENDPOINT_URL"] === undefined && process.env["E2E_REAL_AWS"] !== "1";

/** A test that needs the embedded local AWS, for its faults or its records. Elsewhere it is skipped, loudly. */
export function embeddedTest(name: string, body: () => Promise<void>, timeoutMs?: number): void {
  if (isEmbedded) {
    test(name, body, timeoutMs);
    return;
  }
  const why = "faults and records need the embedded local AWS: unset AWS_ENDPOINT_URL and E2E_REAL_AWS";
  skipWith(name, why, () => test(name, body));
}

/** Runs a body with the faults of the embedded AWS and takes every fault away after it. */
export async function withFaults(target: TargetAws, body: (faults: Faults) => Promise<void>): Promise<void> {
  const faults = target.embedded?.faults;
  if (faults === undefined) throw new Error("There are no faults without the embedded local AWS.");
  try {
    await body(faults);
  } finally {
    await faults.clear();
  }
}
