import { peekMessages } from "../queues";
import { idOf, mixedEvents } from "./events";
import { COLOURS, REGIONAL } from "./root";
import type { Suite } from "./suite";

const WITHIN_MS = 600_000;

export function instances(suite: () => Suite): void {
  const queued = async (queueUrl: string | null) =>
    (await peekMessages(suite().root, queueUrl!)).map(({ Body }) => idOf(Body)).sort();

  test(
    "subscribers made beside the hub, alone and by for_each, get what their filters let through",
    async () => {
      const events = mixedEvents("outside", 20);
      const ids = events.map(({ id }) => id).sort();
      await suite().publish(suite().of.bare.topic_arn, events);
      await suite().as("outside_first", suite().of.outside_first).handles(ids, "outside");
      expect(await queued(suite().of.outside_second.queue_url)).toEqual(ids);
      for (const region of Object.keys(REGIONAL) as (keyof typeof REGIONAL)[]) {
        const subscriber = suite().as(`outside-${region}`, suite().of.outside_each[region]);
        const own = events.filter(({ data }) => data.region === region).map(({ id }) => id);
        expect(own).toHaveLength(4);
        await subscriber.handles(own, "outside");
      }
    },
    WITHIN_MS,
  );

  test("hubs made by for_each know nothing of each other's events", async () => {
    for (const colour of COLOURS) {
      await suite().publish(suite().of.each[colour].topic_arn, mixedEvents(colour, 2));
    }
    for (const colour of COLOURS) {
      const { queue_url } = suite().of.each[colour].subscribers.inbox;
      expect(await queued(queue_url)).toEqual([`${colour}-0`, `${colour}-1`]);
    }
  });

  test(
    "a hub and subscribers with every input set work as well",
    async () => {
      const { topic_arn, subscribers } = suite().of.full;
      const events = mixedEvents("full", 5);
      const ids = events.map(({ id }) => id).sort();
      await suite().publish(topic_arn, events);
      await suite().as("full-buffered", subscribers.buffered).handles(ids, "full");
      await suite().as("full-direct", subscribers.direct).handles(ids, "full");
      expect(await queued(subscribers.shelf.queue_url)).toEqual(expect.arrayContaining(ids));
    },
    WITHIN_MS,
  );
}
