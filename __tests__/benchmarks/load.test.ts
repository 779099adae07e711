import { setImmediate as turn } from "node:timers/promises";
import { load } from "../../benchmarks/support/load";

test.each([
  [10, 1, 1],
  [10, 4, 4],
  [3, 8, 3],
])(
  "of %i requests, %i clients have %i under way at once; results come in the order of the requests",
  async (...given) => {
    const [requests, clients, expected] = given;
    let underWay = 0;
    let most = 0;
    const { results, tookMs } = await load(requests, clients, async (index) => {
      most = Math.max(most, ++underWay);
      // Later requests are answered sooner.
      for (let turns = index; turns < requests; turns++) await turn();
      underWay--;
      return index;
    });
    expect(most).toBe(expected);
    expect(results).toEqual(Array.from({ length: requests }, (_, index) => index));
    expect(tookMs.filter(Number.isFinite)).toHaveLength(requests);
  },
);

test("a request that fails ends the load with what it threw", async () => {
  const failing = load(5, 2, async (index) => {
    if (index === 3) throw new Error("no answer");
  });
  await expect(failing).rejects.toThrow("no answer");
});
