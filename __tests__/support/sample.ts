import * as fc from "fast-check";

/**
 * Random cases for one run of Terraform; fast-check's own runner would start a process for each. The seed is fixed, so that a
 * failure comes back; FAST_CHECK_SEED tries others.
 */
export function sample<T>(arbitrary: fc.Arbitrary<T>, count: number): T[] {
  return fc.sample(arbitrary, { numRuns: count, seed: Number(process.env["FAST_CHECK_SEED"] ?? 1) });
}
