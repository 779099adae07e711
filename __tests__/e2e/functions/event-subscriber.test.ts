import { setTimeout as sleep } from "node:timers/promises";
import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { SNSEvent, SQSRecord } from "aws-lambda";
import type { EventSubscriber, NewEvent } from "../../../functions/runtime";
import { SQS_CLIENT_OPTIONS } from "../../../functions/shared/aws";
import { IDEMPOTENCY_TABLE_ACTIONS } from "../../../functions/subscriber/contract";
import type { LocalAws } from "../../../local/aws";
import { eventually } from "../local/support";
import { callsOn } from "./calls";
import { makeTable, runtime, subscriber, Topic } from "./events";
import { startAws } from "./jobs";
import { contextOf, countIn, deliver, receive, type SqsHandler } from "./queues";

jest.setTimeout(180_000);

let aws: LocalAws;
beforeAll(async () => {
  aws = await startAws();
});
afterAll(() => aws?.stop());

const event = (id: string, more: Partial<NewEvent> = {}): NewEvent => ({
  type: "com.example.step.done.v1",
  id,
  data: { step: id },
  ...more,
});

/** Turns until nothing is left in the queue, seen or not. */
async function empty(queueUrl: string, handler: SqsHandler): Promise<void> {
  for (let turn = 0; turn < 200; turn++) {
    await deliver(queueUrl, handler);
    if ((await countIn(queueUrl)) === 0) return;
    await sleep(50);
  }
  throw new Error("The queue did not become empty.");
}

test.each([true, false])("what publish() sends arrives as it was, raw delivery: %p", async (raw) => {
  const topic = await Topic.create();
  const { queueUrl } = await topic.subscribe({ raw });
  const seen: unknown[] = [];
  const list = Array.from({ length: 12 }, (_, n) =>
    event(`e-${n}`, { subject: `s ${n}`, data: { n, text: "ü\uFFFF😀" } }),
  );
  const { published, failed } = await topic.publish(list);
  expect([published.length, failed]).toEqual([12, []]);
  await empty(
    queueUrl,
    subscriber(async (one) => seen.push(one)),
  );
  const byId = (one: unknown) => Number((one as { id: string }).id.slice(2));
  expect(seen.sort((a, b) => byId(a) - byId(b))).toEqual(
    list.map((one) => ({
      ...one,
      specversion: "1.0",
      source: "/test",
      time: expect.any(String),
      datacontenttype: "application/json",
    })),
  );
});

test("an event delivered twice, at once or later, is handled once while the table remembers it; the table keeps nothing of it", async () => {
  const table = await makeTable();
  const topic = await Topic.create();
  const { queueUrl, deadLetterQueueUrl } = await topic.subscribe({ maxReceiveCount: 10 });
  const handled: string[] = [];
  const handler = subscriber(
    async ({ id }) => {
      handled.push(id);
      await sleep(20);
      return { secret: "s3cr3t" };
    },
    { EVENTS_IDEMPOTENCY_TABLE_NAME: table },
  );
  const list = ["a", "b", "c"].map((id) => event(id));
  await topic.publish([...list, ...list]);
  await empty(queueUrl, handler);
  await topic.publish(list);
  await empty(queueUrl, handler);
  expect(handled.sort()).toEqual(["a", "b", "c"]);
  expect(await countIn(deadLetterQueueUrl)).toBe(0);
  const { Items = [] } = await new DynamoDBClient({}).send(new ScanCommand({ TableName: table }));
  expect(Items).toHaveLength(3);
  for (const item of Items) {
    expect(item).toMatchObject({ id: { S: expect.any(String) }, expiration: { N: expect.any(String) } });
    expect(JSON.stringify(item)).not.toMatch(/s3cr3t|step/);
  }
});

test("an event costs what docs/subscriber.md counts: two writes", async () => {
  const table = await makeTable();
  const topic = await Topic.create();
  const { queueUrl } = await topic.subscribe();
  await topic.publish([event("counted")]);
  await empty(
    queueUrl,
    subscriber(async () => undefined, { EVENTS_IDEMPOTENCY_TABLE_NAME: table }),
  );
  expect(callsOn(aws, table)).toEqual({ "dynamodb:PutItem": 1, "dynamodb:UpdateItem": 1 });
});

test("the same id from another source is another event", async () => {
  const topic = await Topic.create();
  const { queueUrl } = await topic.subscribe();
  const sources: string[] = [];
  const handler = subscriber(async ({ source }) => sources.push(source), {
    EVENTS_IDEMPOTENCY_TABLE_NAME: await makeTable(),
  });
  await topic.publish([event("a", { source: "/one" }), event("a", { source: "/two" })]);
  await empty(queueUrl, handler);
  expect(sources.sort()).toEqual(["/one", "/two"]);
});

test("without a table each delivery is handled", async () => {
  const topic = await Topic.create();
  const { queueUrl } = await topic.subscribe();
  const handled: string[] = [];
  await topic.publish([event("a"), event("a")]);
  await empty(
    queueUrl,
    subscriber(async ({ id }) => handled.push(id)),
  );
  expect(handled).toEqual(["a", "a"]);
});

test("what failed is handled again, and calls no more of the table than the contract says", async () => {
  const table = await makeTable();
  const topic = await Topic.create();
  const { queueUrl } = await topic.subscribe();
  const tries: number[] = [];
  const handler = subscriber(
    async (_event, { receiveCount = 0 }) => {
      tries.push(receiveCount);
      if (receiveCount === 1) throw new Error("flaky");
    },
    { EVENTS_IDEMPOTENCY_TABLE_NAME: table },
  );
  await topic.publish([event("a")]);
  await empty(queueUrl, handler);
  await topic.publish([event("a")]);
  await empty(queueUrl, handler);
  expect(tries).toEqual([1, 2]);
  const actions = aws.calls().flatMap(({ action, resource }) => (resource?.endsWith(table) ? [action] : []));
  const ofSetUp = ["dynamodb:CreateTable"];
  expect([...new Set(actions)].sort()).toEqual([...IDEMPOTENCY_TABLE_ACTIONS, ...ofSetUp].sort());
});

test("an event whose function died is handled by a later delivery, not before its time is up", async () => {
  const environment = { EVENTS_IDEMPOTENCY_TABLE_NAME: await makeTable() };
  const topic = await Topic.create();
  const { queueUrl } = await topic.subscribe();
  await topic.publish([event("a")]);
  const Records = await receive(queueUrl);
  const started = new Promise<void>((resolve) => {
    const dying = subscriber(() => {
      resolve();
      return new Promise(() => undefined);
    }, environment);
    void dying({ Records }, contextOf(1_000));
  });
  await started;
  const handle = jest.fn(async () => undefined);
  const handler = subscriber(handle, environment);
  // It waits for the other as long as itself may, and not longer.
  expect((await handler({ Records }, contextOf(500))).batchItemFailures).toHaveLength(1);
  expect(handle).not.toHaveBeenCalled();
  await sleep(1_100);
  expect((await handler({ Records }, contextOf())).batchItemFailures).toEqual([]);
  expect(handle).toHaveBeenCalledTimes(1);
});

describe("an event that comes twice with one receive left", () => {
  const setUp = async () => {
    const environment = { EVENTS_IDEMPOTENCY_TABLE_NAME: await makeTable(), EVENTS_MAX_RECEIVE_COUNT: "1" };
    const topic = await Topic.create();
    const { queueUrl } = await topic.subscribe({ maxReceiveCount: 1 });
    await topic.publish([event("a"), event("a")]);
    const records = [...(await receive(queueUrl, 1)), ...(await receive(queueUrl, 1))];
    expect(records.map(({ attributes }) => attributes.ApproximateReceiveCount)).toEqual(["1", "1"]);
    return { environment, first: records[0]!, second: records[1]! };
  };

  test.each([
    ["side by side", false],
    ["one after the other", true],
  ])("in one batch, %s: handled once, and neither is a failure", async (_how, sequential) => {
    const { environment, first, second } = await setUp();
    const handle = jest.fn(() => sleep(200));
    const handler = subscriber(handle, environment, { sequential });
    expect((await handler({ Records: [first, second] }, contextOf())).batchItemFailures).toEqual([]);
    expect(handle).toHaveBeenCalledTimes(1);
  });

  test("in one batch, and it fails: tried once, and both are failures", async () => {
    const { environment, first, second } = await setUp();
    const handle = jest.fn(async () => {
      await sleep(200);
      throw new Error("flaky");
    });
    const { batchItemFailures } = await subscriber(handle, environment)({ Records: [first, second] }, contextOf());
    expect(batchItemFailures).toHaveLength(2);
    expect(handle).toHaveBeenCalledTimes(1);
  });

  /** Two invocations, each with its own process on AWS; the second comes while the first is at work. */
  const sideBySide = async (firstHandles: () => Promise<void>, remainingMs: number) => {
    const { environment, first, second } = await setUp();
    const answers: ReturnType<SqsHandler>[] = [];
    await new Promise<void>((begun) => {
      const one = subscriber(async () => {
        begun();
        await firstHandles();
      }, environment);
      answers.push(one({ Records: [first] }, contextOf(30_000)));
    });
    const handle = jest.fn(async () => undefined);
    answers.push(subscriber(handle, environment)({ Records: [second] }, contextOf(remainingMs)));
    const failures = (await Promise.all(answers)).map(({ batchItemFailures }) => batchItemFailures.length);
    return { failures, secondRuns: handle.mock.calls.length };
  };

  test("in two invocations: the second waits for how the first ends, nearly as long as it can", async () => {
    expect(await sideBySide(async () => void (await sleep(2_500)), 4_000)).toEqual({ failures: [0, 0], secondRuns: 0 });
  });

  test("in two invocations, and the first fails: the second tries", async () => {
    const fail = async () => {
      await sleep(300);
      throw new Error("flaky");
    };
    expect(await sideBySide(fail, 10_000)).toEqual({ failures: [1, 0], secondRuns: 1 });
  });

  test("in two invocations, and the first fails late: the second does not begin what it could not end", async () => {
    const fail = async () => {
      await sleep(1_500);
      throw new Error("flaky");
    };
    expect(await sideBySide(fail, 2_600)).toEqual({ failures: [1, 1], secondRuns: 0 });
  });

  test("what a handler throws of records of its own is a failure like any other", async () => {
    const { environment, first } = await setUp();
    const { IdempotencyAlreadyInProgressError } = await import("@aws-lambda-powertools/idempotency");
    const handle = jest.fn(async () => {
      throw new IdempotencyAlreadyInProgressError("mine");
    });
    const { batchItemFailures } = await subscriber(handle, environment)({ Records: [first] }, contextOf());
    expect([batchItemFailures.length, handle.mock.calls.length]).toEqual([1, 1]);
  });
});

test.each<[string, unknown, string]>([
  ["nothing", null, "null"],
  ["a text", "out of ink", "out of ink"],
  ["a plain object", { code: "E_INK", message: "out of ink" }, "out of ink [E_INK]"],
  ["an error with a cause", new Error("outer", { cause: "inner" }), "Error: outer; caused by inner"],
])("why an event was given up is what the handler threw, with a table too: %s", async (_name, thrown, title) => {
  const topic = await Topic.create(true);
  const { queueUrl, deadLetterQueueUrl } = await topic.subscribe({ maxReceiveCount: 1 });
  const handler = subscriber(
    async () => {
      throw thrown;
    },
    {
      EVENTS_IDEMPOTENCY_TABLE_NAME: await makeTable(),
      EVENTS_QUEUE_URL: queueUrl,
      EVENTS_DEAD_LETTER_QUEUE_URL: deadLetterQueueUrl,
      EVENTS_MAX_RECEIVE_COUNT: "1",
    },
  );
  await topic.publish([event("e-1", { subject: "s" })]);
  await empty(queueUrl, handler);
  const [letter] = await receive(deadLetterQueueUrl);
  expect(letter?.messageAttributes["error_title"]?.stringValue).toBe(title);
});

test("who waits for an event in progress leaves those behind it in the batch their time", async () => {
  const table = await makeTable();
  const topic = await Topic.create();
  const { queueUrl } = await topic.subscribe({ visibilityTimeoutSeconds: 30 });
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const left: Record<string, number> = {};
  // Each is a process of its own.
  const make = () =>
    subscriber(
      async ({ id }, { context }) => {
        left[id] = context.getRemainingTimeInMillis();
        if (id === "long") await released;
      },
      { EVENTS_IDEMPOTENCY_TABLE_NAME: table },
      { sequential: true },
    );
  await topic.publish([event("long")]);
  const first = deliver(queueUrl, make(), 30_000);
  await eventually("the event is in progress", async () => "long" in left);
  await topic.publish(["long", "a", "b"].map((id) => event(id)));
  const records = (await receive(queueUrl)).sort(
    (one, other) => Number(other.body.includes("long")) - Number(one.body.includes("long")),
  );
  const { batchItemFailures } = await make()({ Records: records }, contextOf(9_000));
  expect(batchItemFailures).toEqual([{ itemIdentifier: records[0]?.messageId }]);
  // Two thirds of the time are theirs; the machine may be slow.
  expect(Math.min(left["a"] ?? 0, left["b"] ?? 0)).toBeGreaterThan(3_000);
  release();
  await first;
});

test("without its table an event is not handled, and stays", async () => {
  const topic = await Topic.create();
  const { queueUrl } = await topic.subscribe();
  const handle = jest.fn(async () => undefined);
  await topic.publish([event("a")]);
  const handler = subscriber(handle, { EVENTS_IDEMPOTENCY_TABLE_NAME: "no-such-table" });
  expect(await deliver(queueUrl, handler)).toEqual({ came: 1, stay: 1 });
  expect(handle).not.toHaveBeenCalled();
});

describe("on a FIFO topic", () => {
  const steps = ["a1", "b1", "a2", "b2", "a3", "b3"].map((id) => event(id, { groupId: id.slice(0, 1) }));
  const ofGroup = (group: string, ids: readonly string[]) => ids.filter((id) => id.startsWith(group));

  test("an event that fails for a while holds up its own group and no other, and the order of both stays", async () => {
    const topic = await Topic.create(true);
    const { queueUrl } = await topic.subscribe();
    const environment = { EVENTS_IDEMPOTENCY_TABLE_NAME: await makeTable() };
    const done: string[] = [];
    const handler = subscriber(async ({ id }, { receiveCount = 0 }) => {
      if (id === "a2" && receiveCount < 3) throw new Error("flaky");
      done.push(id);
    }, environment);
    await topic.publish(steps);
    await deliver(queueUrl, handler);
    expect(ofGroup("a", done)).toEqual(["a1"]);
    expect(ofGroup("b", done)).toEqual(["b1", "b2", "b3"]);
    await empty(queueUrl, handler);
    expect(ofGroup("a", done)).toEqual(["a1", "a2", "a3"]);
  });

  test("an event that fails for good is given up alone: those behind it in its group are handled", async () => {
    const topic = await Topic.create(true);
    const { queueUrl, deadLetterQueueUrl } = await topic.subscribe({ maxReceiveCount: 2 });
    const done: string[] = [];
    const handler = subscriber(
      async ({ id }) => {
        if (id === "a1") throw new Error("never");
        done.push(id);
      },
      { EVENTS_MAX_RECEIVE_COUNT: "2" },
    );
    await topic.publish(steps);
    await empty(queueUrl, handler);
    expect(ofGroup("a", done)).toEqual(["a2", "a3"]);
    expect(ofGroup("b", done)).toEqual(["b1", "b2", "b3"]);
    const dead = await receive(deadLetterQueueUrl);
    expect(dead.map(({ body }) => JSON.parse(body).id)).toEqual(["a1"]);
  });

  test("an event that is published twice arrives once", async () => {
    const topic = await Topic.create(true);
    const { queueUrl } = await topic.subscribe();
    const done: string[] = [];
    await topic.publish(steps);
    await topic.publish(steps);
    await empty(
      queueUrl,
      subscriber(async ({ id }) => done.push(id)),
    );
    expect(done.sort()).toEqual(["a1", "a2", "a3", "b1", "b2", "b3"]);
  });
});

describe("with a dead-letter queue of its own", () => {
  const settingsOf = ({ queueUrl, deadLetterQueueUrl }: { queueUrl: string; deadLetterQueueUrl: string }) => ({
    EVENTS_QUEUE_URL: queueUrl,
    EVENTS_DEAD_LETTER_QUEUE_URL: deadLetterQueueUrl,
    EVENTS_RETRY_BASE_SECONDS: "1",
    EVENTS_MAX_RECEIVE_COUNT: "3",
  });
  const titleOf = (record?: SQSRecord) => record?.messageAttributes["error_title"]?.stringValue;
  const typeOf = (record?: SQSRecord) => record?.messageAttributes["error_type"]?.stringValue;

  test("a permanent error and what is no event are dead letters at once, with body, attributes and the reason", async () => {
    const topic = await Topic.create();
    const subscription = await topic.subscribe();
    const handle = jest.fn(async () => {
      throw new (runtime().PermanentError)("No such customer \uD83D");
    });
    await topic.publish([event("a", { attributes: { tenant: "t1" } })]);
    const handler = subscriber(handle, settingsOf(subscription));
    expect(await deliver(subscription.queueUrl, handler)).toEqual({ came: 1, stay: 0 });
    const [refused] = await receive(subscription.deadLetterQueueUrl);
    expect(JSON.parse(refused?.body ?? "")).toMatchObject({ id: "a" });
    expect(refused?.messageAttributes).toMatchObject({ tenant: { stringValue: "t1" } });
    expect([typeOf(refused), titleOf(refused)]).toEqual(["urn:problem-type:event-refused", "No such customer \uFFFD"]);
    expect(handle).toHaveBeenCalledTimes(1);

    await new SQSClient(SQS_CLIENT_OPTIONS).send(
      new SendMessageCommand({ QueueUrl: subscription.queueUrl, MessageBody: "no event" }),
    );
    expect(await deliver(subscription.queueUrl, handler)).toEqual({ came: 1, stay: 0 });
    const [unreadable] = await receive(subscription.deadLetterQueueUrl);
    expect(unreadable?.body).toBe("no event");
    expect(typeOf(unreadable)).toBe("urn:problem-type:event-unreadable");
  });

  test("a failure comes again after a wait, long before the visibility time-out, and the last one is a dead letter", async () => {
    const topic = await Topic.create();
    const subscription = await topic.subscribe({ visibilityTimeoutSeconds: 600 });
    const times: number[] = [];
    const handler = subscriber(async () => {
      times.push(Date.now());
      throw new Error("flaky");
    }, settingsOf(subscription));
    await topic.publish([event("a")]);
    await empty(subscription.queueUrl, handler);
    expect(times).toHaveLength(3);
    const [first = 0, second = 0, third = 0] = times;
    expect(second - first).toBeGreaterThanOrEqual(900);
    expect(third - second).toBeGreaterThanOrEqual(900);
    expect(await countIn(subscription.deadLetterQueueUrl)).toBe(1);
  });

  test("on a FIFO topic a group waits for its event, and goes on once that is given up, at once and in order", async () => {
    const topic = await Topic.create(true);
    const subscription = await topic.subscribe({ visibilityTimeoutSeconds: 600 });
    const done: string[] = [];
    const handler = subscriber(async ({ id }) => {
      if (id === "a2") throw new Error("never");
      if (id === "b1") throw new (runtime().PermanentError)("no");
      done.push(id);
    }, settingsOf(subscription));
    await topic.publish(["a1", "b1", "a2", "b2", "a3"].map((id) => event(id, { groupId: id.slice(0, 1) })));
    await deliver(subscription.queueUrl, handler);
    expect(done.sort()).toEqual(["a1", "b2"]);
    await empty(subscription.queueUrl, handler);
    expect(done.sort()).toEqual(["a1", "a3", "b2"]);
    const dead = await receive(subscription.deadLetterQueueUrl);
    expect(dead.map(({ body }) => JSON.parse(body).id).sort()).toEqual(["a2", "b1"]);
    expect(dead.map(({ attributes }) => attributes.MessageGroupId).sort()).toEqual(["a", "b"]);
  });

  test("an event that the topic gives straight to the function, too large for Lambda's record, is kept as it was", async () => {
    const topic = await Topic.create();
    const subscription = await topic.subscribe();
    const text = JSON.stringify({
      specversion: "1.0",
      id: "a",
      source: "/s",
      type: "com.example.x.v1",
      data: '"'.repeat(100_000),
    });
    const Sns = {
      Type: "Notification",
      MessageId: "sns-1",
      TopicArn: topic.arn,
      Message: text,
      Timestamp: "2026-01-01T00:00:00.000Z",
    };
    const direct = subscriber(
      async () => {
        throw new Error("flaky");
      },
      {
        ...settingsOf(subscription),
        EVENTS_QUEUE_URL: "",
        EVENTS_RETRY_BASE_SECONDS: "",
        EVENTS_MAX_RECEIVE_COUNT: "",
      },
    ) as unknown as EventSubscriber;
    const { MessageAttributes } = { MessageAttributes: { type: { Type: "String", Value: "com.example.x.v1" } } };
    const Records = [
      { EventSource: "aws:sns", EventVersion: "1.0", EventSubscriptionArn: "", Sns: { ...Sns, MessageAttributes } },
    ];
    expect(await direct({ Records } as unknown as SNSEvent, contextOf())).toBeUndefined();
    const [letter] = await receive(subscription.deadLetterQueueUrl);
    expect(letter?.body).toBe(text);
    expect(typeOf(letter)).toBe("urn:problem-type:event-failed");
    expect(JSON.parse(letter?.messageAttributes["sns_notification"]?.stringValue ?? "")).toMatchObject({
      MessageId: "sns-1",
      MessageAttributes,
    });
  });

  test("events of S3, of EventBridge and plain JSON are handled once each, by what names them", async () => {
    const table = await makeTable();
    const s3 = (sequencer: string) => ({
      Records: [
        {
          eventSource: "aws:s3",
          eventName: "ObjectCreated:Put",
          s3: { bucket: { name: "b" }, object: { key: "k", sequencer } },
        },
      ],
    });
    const bridge = (id: string) => ({
      id,
      source: "aws.s3",
      account: "1",
      region: "r",
      "detail-type": "x",
      detail: {},
    });
    const handle = jest.fn(async () => undefined);
    const topic = await Topic.create();
    const subscription = await topic.subscribe();
    const environment = { ...settingsOf(subscription), EVENTS_IDEMPOTENCY_TABLE_NAME: table };
    for (const [options, messages] of [
      [{ format: "s3" }, [s3("1"), s3("1"), s3("2")]],
      [{ format: "eventbridge" }, [bridge("1"), bridge("1"), bridge("2")]],
      [{ format: "json", identity: ({ n }: { n: string }) => n }, [{ n: "1" }, { n: "1" }, { n: "2" }]],
    ] as const) {
      for (const message of messages) {
        await new SQSClient(SQS_CLIENT_OPTIONS).send(
          new SendMessageCommand({ QueueUrl: subscription.queueUrl, MessageBody: JSON.stringify(message) }),
        );
      }
      await empty(subscription.queueUrl, subscriber(handle as never, environment, options as never));
      expect(handle).toHaveBeenCalledTimes(2);
      handle.mockClear();
    }
    expect(await countIn(subscription.deadLetterQueueUrl)).toBe(0);
  });
});
