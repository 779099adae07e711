import { publish } from "../../../../functions/runtime";
import { eventually } from "../eventually";
import { mappingState, setPolling } from "../mappings";
import { CANCELLED, idOf, PLACED } from "../pub-sub/events";
import type { Subscriber } from "../pub-sub/subscriber";
import { peekMessages, takePolicy } from "../queues";
import { REPAIR } from "./root";
import type { Suite } from "./suite";

const WITHIN_MS = 600_000;
const GROUPS = ["a", "b"] as const;

const ids = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
const sorted = (texts: readonly string[]) => [...texts].sort();

/** What becomes of events that come before an upgrade, and of some that come after it. */
export function events(suite: () => Suite) {
  const send = async (topicArn: string, type: string, sent: readonly string[], groupId?: string) => {
    const made = sent.map((id) => ({ id, type, data: {}, ...(groupId && { groupId }) }));
    (await publish(made, { source: "/e2e", topicArn, client: suite().root.sns })).throwIfFailed();
  };
  const order = (type: string, sent: readonly string[]) => send(suite().of.orders.topic_arn, type, sent);
  const book = (group: string, sent: readonly string[]) => send(suite().of.ledger.topic_arn, PLACED, sent, group);
  /** Those that get messages from a queue, which can be paused. */
  const queued = () => [suite().subscriber("billing"), suite().outside, suite().book];
  const handled = (subscriber: Subscriber, count: number) =>
    eventually(
      `${count} events at ${subscriber.key}`,
      async () => {
        const all = await subscriber.handled();
        return all.length >= count && all;
      },
      { withinMs: WITHIN_MS },
    );

  const seen = ids("seen", 3);
  const undelivered = ids("undelivered", 2);
  const waiting = ids("waiting", 8);
  const failed = ids("failed", 3);
  const inOrder = GROUPS.flatMap((group) => ids(`group-${group}`, 5));
  const placed = [...seen, ...undelivered, ...waiting];
  const later = ids("later", 2);

  /** What waits, by subscriber: in queues that are read, and as dead letters of both kinds. */
  const whereabouts = async () => {
    const { billing, failing } = { billing: suite().subscriber("billing"), failing: suite().subscriber("failing") };
    const all = [billing, failing, suite().outside, suite().book];
    return Object.fromEntries(await Promise.all(all.map(async (one) => [one.key, await one.whereabouts()])));
  };
  const none = { queued: 0, delivery: 0, processing: 0 };

  return {
    before(): void {
      test(
        "events are handled, fail for good, cannot be delivered, and wait in paused queues",
        async () => {
          await order(CANCELLED, failed);
          await order(PLACED, seen);
          for (const subscriber of [suite().subscriber("billing"), suite().subscriber("direct"), suite().outside])
            expect(sorted(await handled(subscriber, seen.length))).toEqual(seen);

          await Promise.all(queued().map(({ outputs }) => setPolling(suite().root, outputs.mapping_id!, false)));
          const billing = suite().subscriber("billing");
          const letIn = await takePolicy(suite().root, billing.outputs.queue_url!);
          try {
            await order(PLACED, undelivered);
            await billing.deadLetters("delivery", undelivered.length);
          } finally {
            await letIn();
          }
          await order(PLACED, waiting);
          for (const group of GROUPS) await book(group, ids(`group-${group}`, 5));
          await suite().subscriber("failing").deadLetters("processing", failed.length);
          await handled(suite().subscriber("direct"), placed.length);
        },
        WITHIN_MS,
      );
    },

    after(): void {
      test("every subscriber that was paused is paused, and no event is gone or was handled meanwhile", async () => {
        for (const { key, outputs } of queued())
          expect([key, await mappingState(suite().root, outputs.mapping_id!)]).toEqual([key, "Disabled"]);
        expect(await whereabouts()).toEqual({
          billing: { ...none, queued: waiting.length, delivery: undelivered.length },
          failing: { ...none, processing: failed.length },
          outside: { ...none, queued: waiting.length + undelivered.length },
          book: { ...none, queued: inOrder.length },
        });
        const shelf = suite().of.orders.subscribers.shelf.queue_url!;
        const kept = (await peekMessages(suite().root, shelf)).map(({ Body }) => idOf(Body));
        expect(sorted(kept)).toEqual(sorted(placed));
        expect(sorted(await suite().subscriber("billing").handled())).toEqual(seen);
      });

      test(
        "all that waited is handled once, dead letters after a redrive, the events of a group in their order",
        async () => {
          const [billing, failing] = [suite().subscriber("billing"), suite().subscriber("failing")];
          await Promise.all(queued().map(({ outputs }) => setPolling(suite().root, outputs.mapping_id!, true)));
          await suite().sink.turnOn(REPAIR);
          expect(await failing.redrive()).toMatchObject({ moved: failed.length, failed: 0, remaining: 0 });
          const home = await billing.redrive({ from: "delivery" });
          expect(home).toMatchObject({ moved: undelivered.length, failed: 0, remaining: 0 });
          // Once more: each subscriber remembers what it handled before the upgrade.
          await order(PLACED, seen);

          await handled(failing, failed.length);
          for (const subscriber of [billing, suite().outside]) await handled(subscriber, placed.length);
          await handled(suite().book, inOrder.length);
          for (const subscriber of [failing, ...queued()]) await subscriber.drained();
          expect(sorted(await failing.handled())).toEqual(failed);
          expect(sorted(await billing.handled())).toEqual(sorted(placed));
          expect(sorted(await suite().outside.handled())).toEqual(sorted(placed));
          expect(await suite().book.handled()).toEqual(inOrder);
        },
        WITHIN_MS,
      );
    },

    /** With code that was built with today's runtime. */
    withNewCode(): void {
      test(
        "new events are handled, and those that were handled before are not handled again",
        async () => {
          await order(PLACED, [...seen, ...later]);
          await book("a", ["group-a-later"]);
          const all = [suite().subscriber("billing"), suite().subscriber("direct"), suite().outside];
          for (const subscriber of all) {
            await handled(subscriber, placed.length + later.length);
            await subscriber.drained();
            expect(sorted(await subscriber.handled())).toEqual(sorted([...placed, ...later]));
          }
          expect(await handled(suite().book, inOrder.length + 1)).toContain("group-a-later");
        },
        WITHIN_MS,
      );
    },
  };
}
