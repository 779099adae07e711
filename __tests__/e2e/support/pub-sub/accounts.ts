import { peekMessages } from "../queues";
import { POISON } from "./events";
import { SUBSCRIBERS, type SubscriberName } from "./root";
import { idsFor, type Suite } from "./suite";

const WITHIN_MS = 600_000;

/** The poison message, which only the subscriber without a filter got. */
const poison = (key: SubscriberName): number => Number(key === "all");

export function accounts(suite: () => Suite): void {
  test(
    "a message that is no event ends in the dead-letter queue of the one subscriber that got it",
    async () => {
      await suite().subscriber("all").deadLetters("processing", 1);
      await suite().subscriber("all").drained();
      const { url } = suite().of.orders.subscribers.all.dead_letter_queues.processing;
      expect((await peekMessages(suite().root, url)).map(({ Body }) => Body)).toEqual([POISON]);
    },
    WITHIN_MS,
  );

  test.each(SUBSCRIBERS)(
    "%s: published = handled + dead-lettered + still queued, and nothing was handled twice",
    async (key) => {
      const handled = key === "shelf" ? suite().consumed : await suite().subscriber(key).handled();
      const { queued, delivery, processing } = await suite().subscriber(key).whereabouts();
      const ids = idsFor(key, suite().published);
      expect(handled.length + queued + delivery + processing).toBe(ids.length + poison(key));
      expect(new Set(handled).size).toBe(handled.length);
      expect(handled.filter((id) => !ids.includes(id))).toEqual([]);
    },
  );
}
