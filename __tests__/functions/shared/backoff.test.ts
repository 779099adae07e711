import fc from "fast-check";
import { backoff } from "../../../functions/shared/backoff";

test("waits double up to the longest", () => {
  expect([1, 2, 3, 4].map((attempt) => backoff({ base: 10, longest: 50 }, attempt, 1))).toEqual([10, 20, 40, 50]);
});

test("at least half of a wait is certain, and none is longer than the longest", () => {
  const chance = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_000 }), chance, (attempt, share) => {
      const wait = backoff({ base: 10, longest: 500 }, attempt, share);
      const full = Math.min(500, 10 * 2 ** (attempt - 1));
      expect(wait).toBeGreaterThanOrEqual(full / 2);
      expect(wait).toBeLessThanOrEqual(full);
    }),
  );
});
