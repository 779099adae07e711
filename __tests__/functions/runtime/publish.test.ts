import {
  type BatchResultErrorEntry,
  InternalErrorException,
  NotFoundException,
  type PublishBatchCommand,
  type PublishBatchResponse,
  SNSClient,
  ThrottledException,
} from "@aws-sdk/client-sns";
import fc from "fast-check";
import { InvalidEventsError, PublishError, publish } from "../../../functions/runtime";
import type { NewEvent } from "../../../functions/runtime/publish-event";

const topicArn = "arn:aws:sns:eu-central-1:123456789012:orders";
const type = "com.example.order.placed.v1";
const events = (count: number): NewEvent[] =>
  Array.from({ length: count }, (_, n) => ({ type, id: `e-${n}`, subject: `s-${n}`, data: n }));

type Fate = Omit<BatchResultErrorEntry, "Id"> | undefined;

/** A topic that holds SNS to its word: at most ten entries with ids of their own; what it took, it keeps. */
class Topic {
  readonly taken: string[] = [];
  readonly calls: number[] = [];

  constructor(private readonly fateOf: (id: string, tries: number) => Fate = () => undefined) {}

  readonly #tries = new Map<string, number>();

  readonly send = (async ({ input }: PublishBatchCommand): Promise<PublishBatchResponse> => {
    const entries = input.PublishBatchRequestEntries ?? [];
    if (entries.length < 1 || entries.length > 10) throw new Error("TooManyEntriesInBatchRequest");
    if (new Set(entries.map(({ Id }) => Id)).size < entries.length) throw new Error("BatchEntryIdsNotDistinct");
    this.calls.push(entries.length);
    const answers = entries.map(({ Id, Message = "" }) => {
      const { id } = JSON.parse(Message) as { id: string };
      const tries = (this.#tries.get(id) ?? 0) + 1;
      this.#tries.set(id, tries);
      const fate = this.fateOf(id, tries);
      if (fate === undefined) this.taken.push(id);
      return { Id, fate };
    });
    return {
      Successful: answers.filter(({ fate }) => fate === undefined).map(({ Id }) => ({ Id, MessageId: `m-${Id}` })),
      // In any order: SNS promises none.
      Failed: answers.flatMap(({ Id, fate }) => (fate === undefined ? [] : [{ Id, ...fate }])).reverse(),
    };
  }) as unknown as SNSClient["send"];
}

const publishTo = (client: Pick<SNSClient, "send">, list: readonly NewEvent[], arn = topicArn) =>
  publish(list, { source: "/shop", topicArn: arn, client });

const internal = { Code: "InternalError", Message: "later", SenderFault: false };
const refused = { Code: "InvalidParameter", Message: "never", SenderFault: true };

test("twenty-five events are three calls, and the result names each in the order given", async () => {
  const topic = new Topic();
  const { published, failed } = await publishTo(topic, events(25));
  expect(topic.calls).toEqual([10, 10, 5]);
  expect(published.map(({ id }) => id)).toEqual(events(25).map(({ id }) => id));
  expect(published[11]).toEqual({ id: "e-11", messageId: "m-1" });
  expect(failed).toEqual([]);
});

test("nothing to publish is no call", async () => {
  const topic = new Topic();
  expect(await publishTo(topic, [])).toEqual({ published: [], failed: [] });
  expect(topic.calls).toEqual([]);
});

test("what fails on the side of SNS is tried again, alone; what is the sender's fault is not", async () => {
  const topic = new Topic((id, tries) => (id === "e-1" ? refused : id === "e-2" && tries < 3 ? internal : undefined));
  const result = await publishTo(topic, events(4));
  expect(topic.calls).toEqual([4, 1, 1]);
  expect(topic.taken).toEqual(["e-0", "e-3", "e-2"]);
  expect(result.published.map(({ id }) => id)).toEqual(["e-0", "e-2", "e-3"]);
  expect(result.failed).toEqual([
    {
      event: { ...events(2)[1], source: "/shop", time: expect.any(String) },
      code: "InvalidParameter",
      message: "never",
      senderFault: true,
    },
  ]);
  expect(() => result.throwIfFailed()).toThrow(PublishError);
  expect(() => result.throwIfFailed()).toThrow("1 of 4 events were not published: InvalidParameter");
});

test("tries end, and what failed can be published again as the same event", async () => {
  let down = true;
  const topic = new Topic((id) => (down && id === "e-0" ? internal : undefined));
  const first = await publishTo(topic, events(2));
  expect(first.failed).toMatchObject([{ code: "InternalError", senderFault: false }]);
  expect(topic.calls).toEqual([2, 1, 1, 1]);
  down = false;
  const again = await publishTo(
    topic,
    first.failed.map(({ event }) => event),
  );
  expect(again.throwIfFailed().published.map(({ id }) => id)).toEqual(["e-0"]);
});

test.each([
  ["a throttled call", new ThrottledException({ message: "slow down", $metadata: { httpStatusCode: 429 } }), false],
  ["a topic that is gone", new NotFoundException({ message: "no topic", $metadata: { httpStatusCode: 404 } }), true],
  ["a fault of SNS", new InternalErrorException({ message: "oh", $metadata: { httpStatusCode: 500 } }), false],
  ["a connection that breaks", Object.assign(new Error("reset"), { code: "ECONNRESET" }), false],
])("%s fails all events of the call, and is not tried a second time here", async (_name, error, senderFault) => {
  let calls = 0;
  const send = (async () => {
    calls++;
    throw error;
  }) as unknown as SNSClient["send"];
  const { published, failed } = await publishTo({ send }, events(3));
  const code = "code" in error ? error.code : error.name;
  expect(calls).toBe(1);
  expect(published).toEqual([]);
  expect(failed).toMatchObject(events(3).map((event) => ({ event, code, message: error.message, senderFault })));
});

test("the SDK's own client that reaches nobody is a failure that is reported, not thrown", async () => {
  const client = new SNSClient({
    region: "eu-central-1",
    endpoint: "http://127.0.0.1:9",
    maxAttempts: 1,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  expect((await publishTo(client, events(1))).failed).toMatchObject([
    { message: expect.stringContaining("ECONNREFUSED"), senderFault: false },
  ]);
});

test("invalid events are refused all together, and nothing is sent", async () => {
  const topic = new Topic();
  const list = [...events(1), { type: "nope", data: 1 }, { type, data: "x".repeat(300_000) }];
  const error = await publishTo(topic, list).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(InvalidEventsError);
  expect((error as InvalidEventsError).faults.map(({ index }) => index)).toEqual([1, 2]);
  expect(topic.calls).toEqual([]);
});

describe("the topic", () => {
  afterEach(() => {
    delete process.env["TOPIC_ARN"];
  });

  test("comes from the environment by default", async () => {
    const topic = new Topic();
    process.env["TOPIC_ARN"] = topicArn;
    await publish(events(1), { source: "/shop", client: topic });
    expect(topic.taken).toEqual(["e-0"]);
  });

  test.each([undefined, "", "orders", "arn:aws:sqs:eu-central-1:123456789012:orders"])("is not %s", async (arn) => {
    await expect(publish(events(1), { source: "/shop", topicArn: arn, client: new Topic() })).rejects.toThrow(
      "give topicArn or set TOPIC_ARN",
    );
  });
});

test("on a FIFO topic each group is taken in order, whatever fails, and each event once or not at all", async () => {
  const refusedIds = fc.uniqueArray(fc.integer({ min: 0, max: 39 }), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 40 }), refusedIds, async (groups, bad) => {
      const topic = new Topic((id) => (bad.includes(Number(id.slice(2))) ? refused : undefined));
      const list = events(groups.length).map((event, n) => ({ ...event, groupId: `g-${groups[n]}` }));
      const { published, failed } = await publishTo(topic, list, `${topicArn}.fifo`);
      const ids = [...published.map(({ id }) => id), ...failed.map(({ event }) => event.id)];
      expect(ids.sort()).toEqual(list.map(({ id }) => id).sort());
      expect([...topic.taken].sort()).toEqual(published.map(({ id }) => id).sort());
      for (const group of new Set(groups)) {
        const ofGroup = list.filter(({ groupId }) => groupId === `g-${group}`).map(({ id }) => id as string);
        const end = ofGroup.findIndex((id) => bad.includes(Number(id.slice(2))));
        const expected = end === -1 ? ofGroup : ofGroup.slice(0, end);
        expect(topic.taken.filter((id) => ofGroup.includes(id))).toEqual(expected);
      }
    }),
  );
});

test("what is no event at all is named by its index, too", async () => {
  const topic = new Topic();
  const list = [...events(1), null, "text"] as unknown as NewEvent[];
  await expect(publishTo(topic, list)).rejects.toThrow(
    "Nothing was published. Event 1: it must be an object. Event 2: it must be an object.",
  );
  expect(topic.taken).toEqual([]);
});
