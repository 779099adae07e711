import { slotsInOrder } from "../../../functions/runtime/slots";
import { localCell, takeSlot } from "../../../functions/shared/rate-limit";

const INTERVAL = 50;
const forever = () => Date.now() + 60_000;

function standStill(milliseconds: number): void {
  for (const end = Date.now() + milliseconds; Date.now() < end; );
}

/** Asks for slots side by side; resolves to when each began, in the order of asking. */
async function begun(
  slots: (latest: number) => Promise<unknown>,
  count: number,
  meanwhile = () => {},
): Promise<number[]> {
  const starts = Array.from({ length: count }, () => slots(forever()).then(() => Date.now()));
  await new Promise((resolve) => setTimeout(resolve, 10));
  meanwhile();
  return Promise.all(starts);
}

const distances = (times: readonly number[]) => times.slice(1).map((time, index) => time - times[index]!);

const shared = () => {
  const cell = localCell();
  return slotsInOrder((latest) => takeSlot(cell, INTERVAL, latest), INTERVAL);
};

test("slots begin in the order of asking, an interval apart", async () => {
  const times = await begun(shared(), 5);
  expect(Math.min(...distances(times))).toBeGreaterThanOrEqual(INTERVAL - 11);
});

test("a process that stood still does not begin at once all that is late", async () => {
  const times = await begun(shared(), 6, () => standStill(4 * INTERVAL));
  expect(Math.min(...distances(times))).toBeGreaterThanOrEqual(INTERVAL - 11);
});

test("slots are taken in the order of asking, whichever answer comes first", async () => {
  let at = Date.now();
  const taken: number[] = [];
  const slots = slotsInOrder(async (latest) => {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
    taken.push(latest);
    return { granted: true, at: ++at };
  }, 1);
  await Promise.all([1, 2, 3, 4, 5].map((latest) => slots(latest)));
  expect(taken).toEqual([1, 2, 3, 4, 5]);
});

test("who gets none hears it at once, and one that fails holds up nobody", async () => {
  const start = Date.now();
  const answers = [
    async () => ({ granted: true, at: start + 300 }),
    async () => ({ granted: false, at: start + 60_000 }),
    async () => Promise.reject(new Error("throttled")),
    async () => ({ granted: true, at: start + 301 }),
  ];
  const slots = slotsInOrder(() => answers.shift()!(), 1);
  const [first, none, failed, last] = [slots(0), slots(0), slots(0), slots(0)];
  expect(await none).toEqual({ granted: false, at: start + 60_000 });
  await expect(failed).rejects.toThrow("throttled");
  expect(Date.now() - start).toBeLessThan(250);
  expect((await Promise.all([first, last])).map(({ granted }) => granted)).toEqual([true, true]);
  expect(Date.now() - start).toBeGreaterThanOrEqual(300);
});
