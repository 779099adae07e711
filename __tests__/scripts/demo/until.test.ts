import { until } from "../../../scripts/demo/until";

const { signal } = new AbortController();

test("looks until what is seen is as wanted", async () => {
  let looks = 0;
  const seen = until(
    async () => ++looks,
    (count) => count === 2,
    { withinMs: 10_000, signal },
  );
  await expect(seen).resolves.toBe(2);
});

test("tells what it saw last when the time is over", async () => {
  const seen = until(
    async () => "not yet",
    () => false,
    { withinMs: 0, signal },
  );
  await expect(seen).resolves.toBe("not yet");
});

test("ends when it is told to", async () => {
  const stopped = AbortSignal.abort();
  const seen = until(
    async () => "not yet",
    () => false,
    { withinMs: 10_000, signal: stopped },
  );
  await expect(seen).rejects.toThrow("aborted");
});
