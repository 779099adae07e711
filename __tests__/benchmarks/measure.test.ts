import { interleaved, median, percentile, run } from "../../benchmarks/support/measure";

test.each([
  ["one value", [7], 7],
  ["an odd number of values, unsorted", [9, 1, 5], 5],
  ["an even number of values: the mean of the middle two", [1, 100, 2, 4], 3],
  ["numbers and not texts: 10 is above 9", [10, 9, 8], 9],
])("the median of %s", (_, values, expected) => {
  expect(median(values)).toBe(expected);
});

test("the median of nothing is no number", () => {
  expect(median([])).toBeNaN();
});

const HUNDRED = Array.from({ length: 100 }, (_, index) => 100 - index);

test.each([
  ["half of them", HUNDRED, 0.5, 50],
  ["99 of a hundred: one is above", HUNDRED, 0.99, 99],
  ["all", HUNDRED, 1, 100],
  ["none", HUNDRED, 0, 1],
  ["99 % of few: the largest", [10, 9, 100], 0.99, 100],
])("a percentile that %s do not exceed", (_, values, share, expected) => {
  expect(percentile(values, share)).toBe(expected);
});

test("a percentile of nothing is no number", () => {
  expect(percentile([], 0.5)).toBeNaN();
});

test("subjects take turns, and the first round does not count", async () => {
  const order: string[] = [];
  const values: Record<string, number[]> = { a: [1000, 1, 2, 3], b: [1000, 30, 10, 20] };
  const medians = await interleaved(3, ["a", "b"], async (subject) => {
    order.push(subject);
    return values[subject]?.shift() ?? Number.NaN;
  });
  expect(order.join("")).toBe("abababab");
  expect(medians).toEqual([2, 20]);
});

test("a program's output comes back, and a failed one throws with what it said", async () => {
  expect((await run({ arguments: ["-p", "process.env.WORD"], environment: { WORD: "yes" } })).stdout).toBe("yes\n");
  await expect(run({ arguments: ["-e", 'console.error("why"); process.exit(3)'] })).rejects.toThrow(
    /ended with 3:\nwhy/,
  );
});
