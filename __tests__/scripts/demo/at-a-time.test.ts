import { setImmediate as nextTurn } from "node:timers/promises";
import * as fc from "fast-check";
import { forEachAtATime } from "../../../scripts/demo/at-a-time";

test("every item is acted on once, results are in order, and never more run than are allowed", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 3 })),
      fc.integer({ min: 1, max: 5 }),
      async (turns, atATime) => {
        let running = 0;
        let most = 0;
        const results = await forEachAtATime([...turns.entries()], atATime, async ([index, count]) => {
          most = Math.max(most, ++running);
          for (let turn = 0; turn < count; turn++) await nextTurn();
          running--;
          return index;
        });
        expect(results).toEqual(turns.map((_, index) => index));
        expect(most).toBe(Math.min(atATime, turns.length));
      },
    ),
    { numRuns: 50 },
  );
});

test("an action that fails fails the whole", async () => {
  const failing = async (item: number) => {
    if (item === 2) throw new Error("two");
  };
  await expect(forEachAtATime([1, 2, 3], 2, failing)).rejects.toThrow("two");
});
