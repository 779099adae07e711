import { randomUUID } from "node:crypto";
import type { APIGatewayProxyEventV2, Context, SNSEvent, SQSEvent } from "aws-lambda";
import fc from "fast-check";
import * as z from "zod/mini";
import { WORKER_ENVIRONMENT } from "../../../functions/queue-load-leveling/contract";
import {
  type CloudEvent,
  type Delivery,
  type EventSubscriberOptions,
  eventSubscriber,
  httpHandler,
  jobWorker,
  publish,
} from "../../../functions/runtime";
import { SUBSCRIBER_ENVIRONMENT } from "../../../functions/subscriber/contract";

const context = { getRemainingTimeInMillis: () => 30_000 } as Context;
const eventOf = (data: unknown, more: Partial<CloudEvent> = {}) => ({
  specversion: "1.0",
  id: randomUUID(),
  source: "/shop",
  type: "com.example.order.placed.v1",
  time: "2026-01-01T00:00:00Z",
  datacontenttype: "application/json",
  data,
  ...more,
});
const envelope = (event: object) =>
  JSON.stringify({ Type: "Notification", MessageId: "sns-1", TopicArn: "arn", Message: JSON.stringify(event) });

interface Message {
  readonly body: string;
  readonly group?: string;
  readonly receives?: number;
}

function batchOf(messages: readonly Message[], queue = "orders"): SQSEvent {
  const Records = messages.map(({ body, group, receives = 1 }, index) => ({
    messageId: `m-${index}`,
    body,
    attributes: {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: "1767225600000",
      MessageGroupId: group,
    },
    eventSourceARN: `arn:aws:sqs:eu-central-1:123456789012:${queue}`,
  }));
  return { Records } as unknown as SQSEvent;
}

function subscriberOf<Data>(
  handle: (event: CloudEvent<Data>, delivery: Delivery) => Promise<unknown>,
  options: EventSubscriberOptions<Data> = {},
  environment: Record<string, string> = {},
) {
  Object.assign(process.env, {
    EVENTS_IDEMPOTENCY_TABLE_NAME: "",
    EVENTS_IDEMPOTENCY_SECONDS: "",
    EVENTS_MAX_RECEIVE_COUNT: "3",
    EVENTS_QUEUE_URL: "",
    EVENTS_DEAD_LETTER_QUEUE_URL: "",
    EVENTS_RETRY_BASE_SECONDS: "",
    ...environment,
  });
  return eventSubscriber(handle, options);
}

let lines: string[];
beforeEach(() => {
  lines = [];
  process.env["POWERTOOLS_DEV"] = "true";
  const write = (line: unknown) => void lines.push(String(line));
  for (const level of ["info", "warn", "error"] as const)
    jest.spyOn(console, level as "info").mockImplementation(write);
});
afterEach(() => jest.restoreAllMocks());

const failedOf = ({ batchItemFailures }: { batchItemFailures: { itemIdentifier: string }[] }) =>
  batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort();

test("an event comes the same, raw or in SNS's envelope, with what is known of its delivery", async () => {
  const seen: unknown[] = [];
  const subscriber = subscriberOf(async (event, delivery) => seen.push([event, delivery]));
  const event = eventOf({ n: 1 }, { subject: "order-1" });
  const messages = [
    { body: JSON.stringify(event), receives: 2 },
    { body: envelope(event), group: "tenant-1" },
  ];
  expect(await subscriber(batchOf(messages), context)).toEqual({ batchItemFailures: [] });
  expect(seen).toEqual([
    [event, { messageId: "m-0", receiveCount: 2, groupId: undefined, text: JSON.stringify(event), context }],
    [event, { messageId: "m-1", receiveCount: 1, groupId: "tenant-1", text: JSON.stringify(event), context }],
  ]);
});

test("an event without a time has the time at which it was sent", async () => {
  const times: string[] = [];
  const subscriber = subscriberOf(async ({ time }) => times.push(time));
  await subscriber(batchOf([{ body: JSON.stringify(eventOf(1, { time: undefined })) }]), context);
  expect(times).toEqual(["2026-01-01T00:00:00.000Z"]);
});

const schema = z.object({ n: z.number("must be a number"), more: z._default(z.string(), "none") });

test("the handler gets what the schema makes of the data", async () => {
  const seen: unknown[] = [];
  const subscriber = subscriberOf<z.infer<typeof schema>>(async ({ data }) => seen.push(data), { schema });
  await subscriber(batchOf([{ body: JSON.stringify(eventOf({ n: 1, other: 2 })) }]), context);
  expect(seen).toEqual([{ n: 1, more: "none" }]);
});

test.each([
  ["no JSON", "{nope", "The message is not JSON"],
  [
    "an envelope around no JSON",
    JSON.stringify({ Type: "Notification", MessageId: "sns-1", TopicArn: "arn", Message: "{nope" }),
    "The message is not JSON",
  ],
  ["no CloudEvent", '{"n":1}', "The message is no CloudEvent: specversion must"],
  [
    "not what the schema says",
    JSON.stringify(eventOf({ n: "s3cr3t" })),
    "The event's data is invalid: n: must be a number",
  ],
])(
  "a message that is %s fails without reaching the handler, harms no other, and the log says why",
  async (_name, body, why) => {
    const handle = jest.fn(async () => undefined);
    const subscriber = subscriberOf(handle, { schema });
    const good = { body: JSON.stringify(eventOf({ n: 1, secret: "s3cr3t" })) };
    const answer = await subscriber(batchOf([good, { body }, good]), context);
    expect(failedOf(answer)).toEqual(["m-1"]);
    expect(handle).toHaveBeenCalledTimes(2);
    expect(lines.filter((line) => line.includes(why))).toHaveLength(1);
    expect(lines.join()).not.toContain("s3cr3t");
  },
);

test("the log has a line for each event, with its id and type and without its data", async () => {
  const event = eventOf({ secret: "s3cr3t" }, { subject: "s3cr3t" });
  await subscriberOf(async () => undefined)(batchOf([{ body: JSON.stringify(event) }]), context);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: "INFO", message: "Event handled", messageId: "m-0", eventId: event.id, eventType: event.type },
  ]);
  expect(lines.join()).not.toContain("s3cr3t");
});

test("what fails in a batch of a standard queue comes again, whatever it throws, and nothing else does", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom("ok", "error", "text"), { maxLength: 10 }),
      fc.boolean(),
      async (fates, sequential) => {
        const subscriber = subscriberOf<string>(
          async ({ data }) => {
            if (data === "error") throw new Error("flaky");
            if (data === "text") throw "flaky";
          },
          { sequential },
        );
        const answer = await subscriber(
          batchOf(fates.map((fate) => ({ body: JSON.stringify(eventOf(fate)) }))),
          context,
        );
        const expected = fates.flatMap((fate, index) => (fate === "ok" ? [] : [`m-${index}`]));
        expect(failedOf(answer)).toEqual(expected.sort());
      },
    ),
  );
});

test("one after the other means that the next waits for the one before; else they run side by side", async () => {
  for (const sequential of [true, false]) {
    const steps: string[] = [];
    const subscriber = subscriberOf<string>(
      async ({ data }) => {
        steps.push(`${data} starts`);
        await new Promise((resolve) => setImmediate(resolve));
        steps.push(`${data} ends`);
      },
      { sequential },
    );
    await subscriber(batchOf(["a", "b"].map((data) => ({ body: JSON.stringify(eventOf(data)) }))), context);
    expect(steps[1]).toBe(sequential ? "a ends" : "b starts");
  }
});

test("on a FIFO queue a group stops at its first failure and others go on; a last try that fails lets its group go on", async () => {
  const step = fc.record({
    group: fc.constantFrom("a", "b", "c"),
    fails: fc.boolean(),
    receives: fc.constantFrom(1, 2, 3),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 10 }), async (steps) => {
      const handled: number[] = [];
      const subscriber = subscriberOf<{ index: number; fails: boolean }>(async ({ data }) => {
        handled.push(data.index);
        if (data.fails) throw new Error("flaky");
      });
      const messages = steps.map(({ group, fails, receives }, index) => {
        return { group, receives, body: JSON.stringify(eventOf({ index, fails })) };
      });
      const answer = await subscriber(batchOf(messages, "orders.fifo"), context);
      const stopped = new Set<string>();
      const expected = { handled: [] as number[], failed: [] as string[] };
      for (const [index, { group, fails, receives }] of steps.entries()) {
        if (stopped.has(group)) expected.failed.push(`m-${index}`);
        else {
          expected.handled.push(index);
          if (fails) expected.failed.push(`m-${index}`);
          if (fails && receives < 3) stopped.add(group);
        }
      }
      expect(handled).toEqual(expected.handled);
      expect(failedOf(answer)).toEqual(expected.failed.sort());
    }),
  );
});

test("without a number of tries a FIFO group always stops at its failure", async () => {
  const fail = async () => {
    throw new Error("flaky");
  };
  const subscriber = subscriberOf(fail, {}, { EVENTS_MAX_RECEIVE_COUNT: "" });
  const messages = [1, 2].map((data) => ({ group: "a", receives: 900, body: JSON.stringify(eventOf(data)) }));
  expect(failedOf(await subscriber(batchOf(messages, "orders.fifo"), context))).toEqual(["m-0", "m-1"]);
  expect(lines.filter((line) => line.includes("Event handler failed"))).toHaveLength(1);
});

describe("straight from the topic", () => {
  const notification = (event: object) =>
    ({
      Records: [{ Sns: { MessageId: "sns-1", Message: JSON.stringify(event), Timestamp: "2026-01-31T12:00:00.000Z" } }],
    }) as SNSEvent;

  test("an event is handled, without a count of receives", async () => {
    const seen: unknown[] = [];
    const subscriber = subscriberOf(async (event, delivery) => seen.push([event, delivery]));
    const event = eventOf(1);
    expect(await subscriber(notification(event), context)).toBeUndefined();
    const text = JSON.stringify(event);
    const delivery = { messageId: "sns-1", receiveCount: undefined, groupId: undefined, text, context };
    expect(seen).toEqual([[event, delivery]]);
  });

  test("a failure throws, so that Lambda tries again", async () => {
    const subscriber = subscriberOf(async () => {
      throw new Error("flaky");
    });
    await expect(subscriber(notification(eventOf(1)), context)).rejects.toThrow("flaky");
    await expect(subscriber(notification({}), context)).rejects.toThrow("The message is no CloudEvent");
  });
});

test.each(["", "0", "-1", "1.5", "soon"])(
  "a table without a time to remember is refused at the first call: %p",
  async (seconds) => {
    const environment = { EVENTS_IDEMPOTENCY_TABLE_NAME: "seen", EVENTS_IDEMPOTENCY_SECONDS: seconds };
    const subscriber = subscriberOf(async () => undefined, {}, environment);
    await expect(subscriber(batchOf([]), context)).rejects.toThrow("EVENTS_IDEMPOTENCY_SECONDS");
  },
);

test("a bundle with several handlers loads where their variables are not set; the first call says which are missing", async () => {
  for (const name of [...SUBSCRIBER_ENVIRONMENT, ...WORKER_ENVIRONMENT]) delete process.env[name];
  const subscriber = eventSubscriber(async () => undefined);
  const worker = jobWorker(async () => undefined);
  const http = httpHandler({}, async () => ({ status: 204 }));
  await expect(subscriber(batchOf([]), context)).rejects.toThrow(SUBSCRIBER_ENVIRONMENT.join(", "));
  await expect(worker(batchOf([]), context)).rejects.toThrow(WORKER_ENVIRONMENT.join(", "));
  await expect(publish([], { source: "/shop" })).rejects.toThrow("TOPIC_ARN");
  expect(await http({ rawPath: "/", headers: {} } as APIGatewayProxyEventV2, context)).toMatchObject({
    statusCode: 204,
  });
});

test("a subscriber that was made before its variables were set works once they are", async () => {
  for (const name of SUBSCRIBER_ENVIRONMENT) delete process.env[name];
  const handle = jest.fn(async () => undefined);
  const subscriber = eventSubscriber(handle);
  subscriberOf(async () => undefined);
  const { batchItemFailures } = await subscriber(batchOf([{ body: JSON.stringify(eventOf(1)) }]), context);
  expect([batchItemFailures, handle.mock.calls.length]).toEqual([[], 1]);
});
