import { PublishCommand } from "@aws-sdk/client-sns";
import { DeleteMessageCommand } from "@aws-sdk/client-sqs";
import { embeddedTest } from "../fault-test";
import { receiveMessages } from "../queues";
import { idOf, mixedEvents, POISON } from "./events";
import { REPAIR, SUBSCRIBERS } from "./root";
import { idsFor, type Suite } from "./suite";

const PREFIX = "mixed";
const EVENTS = mixedEvents(PREFIX, 1_000);
/** Those whose functions work from the start. */
const WORKING = SUBSCRIBERS.filter((key) => key !== "failing" && key !== "shelf");
const SHARE = idsFor("failing", EVENTS);
const WITHIN_MS = 600_000;

export function burst(suite: () => Suite): void {
  test("the filters of the suite tell events apart", () => {
    const shares = SUBSCRIBERS.map((key) => idsFor(key, EVENTS).length);
    expect(shares).toEqual([1_000, 380, 600, 10, 100, 60, 250]);
  });

  test(
    "1,000 events and a poison message: each subscriber handles exactly those that its filter lets through, while one always fails",
    async () => {
      const half = EVENTS.length / 2;
      await suite().publishOrders(EVENTS.slice(0, half));
      const TopicArn = suite().of.orders.topic_arn;
      await suite()
        .caller("publisher")
        .sns.send(new PublishCommand({ TopicArn, Message: POISON }));
      await suite().publishOrders(EVENTS.slice(half));

      for (const key of WORKING) {
        const ids = idsFor(key, EVENTS);
        expect((await suite().subscriber(key).handledOf(PREFIX, ids.length)).sort()).toEqual(ids.sort());
      }

      // Meanwhile all that the other one got is still there.
      const { queued, delivery, processing } = await suite().subscriber("failing").whereabouts();
      expect(await suite().subscriber("failing").handled()).toEqual([]);
      expect({ kept: queued + processing, delivery }).toEqual({ kept: SHARE.length, delivery: 0 });
    },
    WITHIN_MS,
  );

  test("a queue for a consumer elsewhere holds exactly what its filter lets through, as it was published", async () => {
    const consumer = suite().caller("consumer");
    const QueueUrl = suite().of.orders.subscribers.shelf.queue_url!;
    const messages = await receiveMessages(consumer, QueueUrl);
    expect(messages.map(({ Body }) => idOf(Body)).sort()).toEqual(idsFor("shelf", EVENTS).sort());
    for (const { Body, ReceiptHandle } of messages) {
      await consumer.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      suite().consumed.push(idOf(Body));
    }
  });

  test(
    "what a subscriber failed on is in its dead-letter queue, and in nobody else's",
    async () => {
      const failing = suite().subscriber("failing");
      await failing.deadLetters("processing", SHARE.length);
      expect(await failing.deadLetterIds("processing")).toEqual([...SHARE].sort());
      // But for the poison message, which came to the one subscriber that takes everything.
      for (const key of SUBSCRIBERS.filter((other) => other !== "failing" && other !== "all")) {
        expect({ key, ...(await suite().subscriber(key).whereabouts()) }).toEqual({
          key,
          queued: 0,
          delivery: 0,
          processing: 0,
        });
      }
    },
    WITHIN_MS,
  );

  embeddedTest("no other subscriber's function noticed: none failed, none was throttled", async () => {
    const names = WORKING.map((key) => suite().of.orders.subscribers[key].function_name);
    const invocations = suite().target.embedded!.invocations();
    const others = invocations.filter(({ functionName }) => names.includes(functionName));
    expect(new Set(others.map(({ functionName }) => functionName))).toEqual(new Set(names));
    const troubles = others.filter(({ outcome }) => outcome !== "ok");
    expect(troubles.map(({ functionName, errorType, outcome }) => [functionName, errorType ?? outcome])).toEqual([]);
  });

  test("a redrive of other messages leaves them where they are", async () => {
    const result = await suite()
      .subscriber("failing")
      .redrive({ messageIds: ["none"] }, suite().caller("mender"));
    expect(result).toMatchObject({ moved: 0, failed: 0, remaining: SHARE.length });
    expect((await suite().subscriber("failing").whereabouts()).processing).toBe(SHARE.length);
  });

  test(
    "after the repair a redrive brings them home, by one who may do that and nothing else",
    async () => {
      const failing = suite().subscriber("failing");
      await suite().sink.turnOn(REPAIR);
      const result = await failing.redrive({ maxPerSecond: 50 }, suite().caller("mender"));
      expect(result).toMatchObject({ moved: SHARE.length, failed: 0, remaining: 0 });
      await failing.handles(SHARE, PREFIX);
      expect((await failing.whereabouts()).processing).toBe(0);
    },
    WITHIN_MS,
  );
}
