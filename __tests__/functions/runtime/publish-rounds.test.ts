import fc from "fast-check";
import { batchesOf, type Outcome, type Rounds, sendInLanes } from "../../../functions/runtime/publish-rounds";

interface Message {
  readonly lane: number;
  readonly place: number;
  readonly bytes: number;
  /** How its tries end, one after the other; then it is taken. */
  readonly fate: readonly ("fails" | "refused")[];
}

const MAX_TRIES = 3;
const limits = { maxItems: 10, maxBytes: 100, maxCalls: 3 };

/** A receiver that keeps what it took, and how often it was asked. */
function receiver() {
  const taken: Message[] = [];
  const tries = new Map<Message, number>();
  const pauses: number[] = [];
  let calls = 0;
  let most = 0;
  const rounds: Rounds<Message> = {
    ...limits,
    maxTries: MAX_TRIES,
    pause: async (attempt) => void pauses.push(attempt),
    send: async (batch) => {
      expect(batch.length).toBeLessThanOrEqual(limits.maxItems);
      expect(batch.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(limits.maxBytes);
      most = Math.max(most, ++calls);
      await new Promise((resolve) => setImmediate(resolve));
      calls--;
      return batch.map((message): Outcome => {
        const tried = tries.get(message) ?? 0;
        tries.set(message, tried + 1);
        const fate = message.fate[tried];
        if (fate === undefined) {
          taken.push(message);
          return { messageId: `${message.lane}-${message.place}` };
        }
        return { code: fate, message: fate, senderFault: fate === "refused", retry: fate === "fails" };
      });
    },
  };
  return { rounds, taken, tries, pauses, most: () => most };
}

const fates = fc.array(fc.constantFrom<"fails" | "refused">("fails", "fails", "refused"), { maxLength: 4 });
const message = fc.record({ bytes: fc.integer({ min: 1, max: 100 }), fate: fc.oneof(fc.constant([]), fates) });
const lanesArbitrary = fc
  .array(fc.array(message, { maxLength: 6 }), { maxLength: 30 })
  .map((lanes) => lanes.map((items, lane) => items.map((item, place): Message => ({ ...item, lane, place }))));

test("whatever fails: each message is taken once or has failed, and every lane is taken in order up to its first failure", async () => {
  await fc.assert(
    fc.asyncProperty(lanesArbitrary, async (lanes) => {
      const { rounds, taken, tries, most } = receiver();
      const outcomes = await sendInLanes(lanes, rounds);
      const all = lanes.flat();
      expect(outcomes.size).toBe(all.length);
      expect(new Set(taken).size).toBe(taken.length);
      expect(all.filter((item) => "messageId" in outcomes.get(item)!).length).toBe(taken.length);
      expect(most()).toBeLessThanOrEqual(limits.maxCalls);
      for (const [lane, items] of lanes.entries()) {
        const ends = items.findIndex(({ fate }) => fate.includes("refused") || fate.length >= MAX_TRIES);
        const expected = ends === -1 ? items : items.slice(0, ends);
        expect(taken.filter((item) => item.lane === lane)).toEqual(expected);
        for (const later of ends === -1 ? [] : items.slice(ends + 1)) {
          expect(outcomes.get(later)).toMatchObject({ code: "EarlierEventFailed" });
          expect(tries.has(later)).toBe(false);
        }
      }
      for (const count of tries.values()) expect(count).toBeLessThanOrEqual(MAX_TRIES);
    }),
  );
});

test("only what failed is tried again, after a wait that knows how often it was tried", async () => {
  const { rounds, tries, pauses } = receiver();
  const items: Message[] = [[], ["fails"], ["fails", "fails", "fails"], ["refused"]].map((fate, lane) => ({
    lane,
    place: 0,
    bytes: 1,
    fate: fate as Message["fate"],
  }));
  await sendInLanes(
    items.map((item) => [item]),
    rounds,
  );
  expect(items.map((item) => tries.get(item))).toEqual([1, 2, 3, 1]);
  expect(pauses).toEqual([1, 2]);
});

test("batches hold the messages in order, and no two neighbours could be one", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 100 }).map((bytes) => ({ bytes }))), (items) => {
      const batches = batchesOf(items, limits);
      expect(batches.flat()).toEqual(items);
      for (const [index, batch] of batches.entries()) {
        const next = batches[index + 1]?.[0];
        const bytes = [...batch, ...(next ? [next] : [])].reduce((sum, item) => sum + item.bytes, 0);
        if (next) expect(batch.length === limits.maxItems || bytes > limits.maxBytes).toBe(true);
      }
    }),
  );
});
