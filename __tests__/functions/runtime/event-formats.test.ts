import type { S3EventRecord } from "aws-lambda";
import * as z from "zod/mini";
import { eventBridgeEvents, formatOf, jsonMessages, s3Notifications } from "../../../functions/runtime/event-formats";
import { type EventRecord, fromSns, fromSqs } from "../../../functions/runtime/event-record";

const recordOf = (value: unknown, messageId = "m-1"): EventRecord =>
  fromSqs({
    messageId,
    body: typeof value === "string" ? value : JSON.stringify(value),
    attributes: { ApproximateReceiveCount: "1", SentTimestamp: "0" },
  } as never);

/** As in https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
const s3Record = (more: object = {}, object: object = {}): S3EventRecord =>
  ({
    eventVersion: "2.1",
    eventSource: "aws:s3",
    awsRegion: "eu-central-1",
    eventTime: "2026-11-03T10:00:00.000Z",
    eventName: "ObjectCreated:Put",
    responseElements: { "x-amz-request-id": "C3D13FE58DE4C810", "x-amz-id-2": "x" },
    s3: {
      s3SchemaVersion: "1.0",
      bucket: { name: "uploads", arn: "arn:aws:s3:::uploads", ownerIdentity: { principalId: "A" } },
      object: { key: "a+b%2Fc.jpg", size: 1024, eTag: "e", sequencer: "0055AED6DCD90281E5", ...object },
    },
    ...more,
  }) as unknown as S3EventRecord;

const identities = async (value: unknown) => (await s3Notifications()(recordOf(value))).map(({ identity }) => identity);

describe("notifications of S3", () => {
  test("each record is an event, as S3 wrote it", async () => {
    const Records = [s3Record(), s3Record({}, { key: "other" })];
    const incoming = await s3Notifications()(recordOf({ Records }));
    expect(incoming.map(({ event }) => event)).toEqual(Records);
    expect(incoming[0]?.facts).toEqual({ bucket: "uploads", eventType: "ObjectCreated:Put" });
  });

  test("the test message of a new configuration is no event, and no failure", async () => {
    const message = {
      Service: "Amazon S3",
      Event: "s3:TestEvent",
      Time: "2026-11-03T10:00:00.000Z",
      Bucket: "uploads",
    };
    expect(await s3Notifications()(recordOf(message))).toEqual([]);
  });

  test.each<[string, S3EventRecord, boolean]>([
    ["delivered again", s3Record(), true],
    ["delivered by another configuration", s3Record({ eventVersion: "2.2" }), true],
    ["of another object", s3Record({}, { key: "b" }), false],
    ["of a later write", s3Record({}, { sequencer: "0055AED6DCD90281E6" }), false],
    ["of another version", s3Record({}, { versionId: "v2" }), false],
    ["of another kind", s3Record({ eventName: "ObjectRemoved:Delete" }), false],
    ["of another bucket", s3Record({ s3: { ...s3Record().s3, bucket: { ...s3Record().s3.bucket, arn: "x" } } }), false],
  ])("an event %s is the same one: %p", async (_name, record, same) => {
    const [[first], [second]] = [await identities({ Records: [s3Record()] }), await identities({ Records: [record] })];
    expect(JSON.stringify(second) === JSON.stringify(first)).toBe(same);
  });

  test("without a sequencer the request that caused it names it", async () => {
    const none = { sequencer: undefined };
    const [first] = await identities({ Records: [s3Record({}, none)] });
    const [later] = await identities({ Records: [s3Record({ responseElements: { "x-amz-request-id": "D" } }, none)] });
    expect(first).toMatchObject({ occurrence: "2026-11-03T10:00:00.000Z C3D13FE58DE4C810" });
    expect(later).not.toEqual(first);
  });

  test.each([
    ["no records", {}],
    ["no list", { Records: {} }],
    ["an empty list", { Records: [] }],
    ["null", null],
    ["records of others", { Records: [{ eventSource: "aws:sqs" }] }],
    ["no key", { Records: [s3Record({}, { key: undefined })] }],
  ])("a message with %s is none", async (_name, value) => {
    await expect(s3Notifications()(recordOf(value))).rejects.toThrow("no notification of S3");
  });
});

describe("events of EventBridge", () => {
  const event = {
    version: "0",
    id: "17793124-05d4-b198-2fde-7ededc63b103",
    "detail-type": "Object Created",
    source: "aws.s3",
    account: "123456789012",
    time: "2026-11-03T10:00:00Z",
    region: "eu-central-1",
    resources: [],
    detail: { n: 1 },
  };
  const read = (value: unknown) => eventBridgeEvents(z.object({ n: z.number("must be a number") }))(recordOf(value));

  test("an event comes as it is, and is named by account, region, source and id", async () => {
    expect(await read(event)).toEqual([
      {
        event,
        identity: {
          format: "eventbridge",
          account: "123456789012",
          region: "eu-central-1",
          source: "aws.s3",
          id: event.id,
          replay: "",
        },
        facts: { eventId: event.id, eventSource: "aws.s3", eventType: "Object Created" },
      },
    ]);
  });

  test("an event of a replay is another one", async () => {
    const [replayed] = await read({ ...event, "replay-name": "november" });
    expect(replayed?.identity).toMatchObject({ id: event.id, replay: "november" });
  });

  test.each([
    ["without an id", { ...event, id: undefined }, "no event of EventBridge"],
    ["without a detail", { ...event, detail: undefined }, "no event of EventBridge"],
    ["that is null", null, "no event of EventBridge"],
    ["with another detail", { ...event, detail: { n: "x" } }, "The event's detail is invalid: n: must be a number"],
  ])("a message %s is none", async (_name, value, why) => {
    await expect(read(value)).rejects.toThrow(why);
  });
});

describe("plain JSON", () => {
  const schema = z.object({ order: z.string("must be a text") });

  test("a message is what the schema makes of it, and is named by its id", async () => {
    const [raw] = await jsonMessages(schema)(recordOf({ order: "1", more: 2 }, "m-7"));
    expect(raw).toEqual({ event: { order: "1" }, identity: { format: "json", messageId: "m-7" }, facts: {} });
  });

  test.each([
    [{ Type: "Notification", Message: "You have mail" }],
    [{ Type: "Notification", Message: '{"order":"1"}', MessageId: 7, TopicArn: null }],
  ])("a notification of the publisher's own is no envelope of SNS: %j", async (notification) => {
    const [read] = await jsonMessages()(recordOf(notification, "m-7"));
    expect(read).toMatchObject({ event: notification, identity: { messageId: "m-7" } });
  });

  test("in SNS's envelope it is named by SNS's id, which all deliveries share", async () => {
    const envelope = { Type: "Notification", MessageId: "sns-1", TopicArn: "arn", Message: '{"order":"1"}' };
    const [enveloped] = await jsonMessages()(recordOf(envelope, "m-8"));
    const Sns = { MessageId: "sns-1", Message: '{"order":"1"}', Timestamp: "2026-01-01T00:00:00Z" };
    const [direct] = await jsonMessages()(fromSns({ Sns } as never));
    expect([enveloped, direct].map((one) => one?.identity)).toEqual([
      { format: "json", messageId: "sns-1" },
      { format: "json", messageId: "sns-1" },
    ]);
    expect(enveloped?.event).toEqual({ order: "1" });
  });

  test("what the author says names it, whatever its id", async () => {
    const format = jsonMessages<{ order: string }>(schema, ({ order }) => order);
    const names = [await format(recordOf({ order: "1" }, "m-1")), await format(recordOf({ order: "1" }, "m-2"))];
    expect(names.map(([one]) => one?.identity)).toEqual([
      { format: "json", name: "1" },
      { format: "json", name: "1" },
    ]);
  });

  test.each([
    ["no JSON", "{nope", "The message is not JSON"],
    ["not what the schema says", { order: 1 }, "The message is invalid: order: must be a text"],
    ["without what names it", { order: "" }, "identity() gave no text"],
  ])("a message that is %s is refused", async (_name, value, why) => {
    await expect(jsonMessages(schema, ({ order }) => order)(recordOf(value))).rejects.toThrow(why);
  });

  test.each([1, null, [], "text"])("%p is JSON as well", async (value) => {
    expect(await jsonMessages()(recordOf(JSON.stringify(value)))).toMatchObject([{ event: value }]);
  });
});

test("without a format events are CloudEvents, and keep the identity that tables know them by", async () => {
  const event = { specversion: "1.0", id: "e-1", source: "/shop", type: "com.example.x.v1", data: 1 };
  const [incoming] = await formatOf({})(recordOf(event));
  expect(JSON.stringify(incoming?.identity)).toBe('{"source":"/shop","id":"e-1"}');
});
