import { AddPermissionCommand, RemovePermissionCommand } from "@aws-sdk/client-lambda";
import { peekMessages, takePolicy } from "../queues";
import { CANCELLED, idOf, mixedEvents, type OrderEvent, RETURNED } from "./events";
import type { SubscriberName } from "./root";
import { idsFor, type Suite } from "./suite";

const UNBLOCK = "unblock-direct";
const WITHIN_MS = 600_000;

/** Takes away what lets the topic deliver; resolves to what gives it back. */
type ShutOut = (suite: Suite) => Promise<() => Promise<unknown>>;

const withoutQueuePolicy: ShutOut = (suite) => takePolicy(suite.root, suite.of.orders.subscribers.body.queue_url!);

const withoutPermission: ShutOut = async (suite) => {
  const { lambda } = suite.root;
  const { topic_arn: SourceArn, subscribers } = suite.of.orders;
  const statement = { FunctionName: subscribers.direct.function_name!, StatementId: "AllowTopic" };
  await lambda.send(new RemovePermissionCommand(statement));
  const rights = { Action: "lambda:InvokeFunction", Principal: "sns.amazonaws.com", SourceArn };
  return () => lambda.send(new AddPermissionCommand({ ...statement, ...rights }));
};

const CASES: readonly { readonly key: SubscriberName; readonly lost: string; readonly shutOut: ShutOut }[] = [
  { key: "body", lost: "the queue's policy", shutOut: withoutQueuePolicy },
  { key: "direct", lost: "the permission to invoke the function", shutOut: withoutPermission },
];

export function delivery(suite: () => Suite): void {
  test.each(CASES)(
    "without $lost, what SNS cannot deliver to the subscriber $key is kept, and comes home by a redrive",
    async ({ key, shutOut }) => {
      const subscriber = suite().subscriber(key);
      const prefix = `shut-out-${key}`;
      const events = mixedEvents(prefix, 5);
      const ids = idsFor(key, events);
      const before = await subscriber.whereabouts();
      const letIn = await shutOut(suite());
      try {
        await suite().publishOrders(events);
        await subscriber.deadLetters("delivery", ids.length);
      } finally {
        await letIn();
      }
      expect(await subscriber.whereabouts()).toEqual({ ...before, delivery: ids.length });
      expect(await subscriber.handledOf(prefix, 0)).toEqual([]);

      const nothing = await subscriber.redrive({ from: "delivery", messageIds: ["none"] });
      expect(nothing).toMatchObject({ moved: 0, failed: 0, remaining: ids.length });
      const result = await subscriber.redrive({ from: "delivery" });
      expect(result).toMatchObject({ moved: ids.length, failed: 0, remaining: 0 });
      await subscriber.handles(ids, prefix);
    },
    WITHIN_MS,
  );

  test.each([
    { size: "small", type: CANCELLED, padding: "" },
    // JSON within JSON has four characters for each quote, so that Lambda's record would not fit the queue.
    { size: "large", type: RETURNED, padding: '"'.repeat(66_000) },
  ])(
    "what a function fails on that the topic invokes is kept with its event, and comes home by a redrive: a $size event",
    async ({ size, type, padding }) => {
      const direct = suite().subscriber("direct");
      const [event] = mixedEvents(`direct-failure-${size}`, 1) as [OrderEvent];
      const trouble = { subscriber: "direct", needs: `${UNBLOCK}-${size}` };
      await suite().publishOrders([{ ...event, type, data: { ...event.data, trouble, padding } }]);
      await direct.deadLetters("processing", 1);
      expect(await direct.handledOf(event.id, 0)).toEqual([]);

      await suite().sink.turnOn(trouble.needs);
      expect(await direct.redrive()).toMatchObject({ moved: 1, failed: 0, remaining: 0 });
      await direct.handles([event.id], event.id);
    },
    WITHIN_MS,
  );

  test.each(["body", "direct"] as const)(
    "what no try can help is a dead letter of the subscriber %s at once, says why, and comes home by a redrive",
    async (key) => {
      const subscriber = suite().subscriber(key);
      const [event] = mixedEvents(`refused-${key}`, 1) as [OrderEvent];
      const trouble = { subscriber: key, needs: `accept-${key}`, permanent: true } as const;
      await suite().publishOrders([{ ...event, data: { ...event.data, trouble } }]);
      await subscriber.deadLetters("processing", 1);
      const [letter] = await peekMessages(suite().root, subscriber.outputs.dead_letter_queues.processing.url);
      expect(idOf(letter?.Body)).toBe(event.id);
      expect(letter?.MessageAttributes).toMatchObject({
        error_type: { StringValue: "urn:problem-type:event-refused" },
        error_title: { StringValue: `The switch accept-${key} is off.` },
      });

      await suite().sink.turnOn(trouble.needs);
      expect(await subscriber.redrive()).toMatchObject({ moved: 1, failed: 0, remaining: 0 });
      await subscriber.handles([event.id], event.id);
    },
    WITHIN_MS,
  );
}
