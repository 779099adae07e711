import fc from "fast-check";
import { retryDelaySeconds } from "../../../functions/runtime/retry-delay";
import { MAX_RETRY_SECONDS } from "../../../functions/shared/contract";

test("waits between attempts double, never above the longest that SQS can, and differ by chance", () => {
  expect([1, 2, 3, 4].map((attempt) => retryDelaySeconds(10, attempt, 1))).toEqual([10, 20, 40, 80]);
  const chance = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 1, max: 1_000 }), chance, (base, attempt, c) => {
      const seconds = retryDelaySeconds(base, attempt, c);
      const longest = Math.min(MAX_RETRY_SECONDS, base * 2 ** (attempt - 1));
      expect(Number.isInteger(seconds)).toBe(true);
      expect(seconds).toBeGreaterThanOrEqual(longest / 2);
      expect(seconds).toBeLessThanOrEqual(longest);
    }),
  );
});
