import fc from "fast-check";
import { readCloudEvent } from "../../../functions/runtime/cloud-event";
import { MAX_BYTES, type NewEvent, outgoing } from "../../../functions/runtime/publish-event";

const event: NewEvent = { type: "com.example.order.placed.v1", subject: "order-1", data: { n: 1 } };
const standard = { source: "/shop", fifo: false };
const fifo = { source: "/shop", fifo: true };

const make = (given: NewEvent, topic = standard) => outgoing(given, topic);

test("the message is a CloudEvent, with attributes of the same type, source and subject", () => {
  const { message, faults } = make({ ...event, attributes: { loyalty: "member", drinks: 2, tags: ["a", "b"] } });
  expect(faults).toEqual([]);
  expect(JSON.parse(message.Message)).toEqual({
    specversion: "1.0",
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    source: "/shop",
    type: event.type,
    subject: "order-1",
    time: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T.*Z$/),
    datacontenttype: "application/json",
    data: { n: 1 },
  });
  expect(message.MessageAttributes).toEqual({
    type: { DataType: "String", StringValue: event.type },
    source: { DataType: "String", StringValue: "/shop" },
    subject: { DataType: "String", StringValue: "order-1" },
    loyalty: { DataType: "String", StringValue: "member" },
    drinks: { DataType: "Number", StringValue: "2" },
    tags: { DataType: "String.Array", StringValue: '["a","b"]' },
  });
  expect([message.MessageGroupId, message.MessageDeduplicationId]).toEqual([undefined, undefined]);
});

test.each<[string, NewEvent, { source: string; fifo: boolean }, unknown]>([
  ["FIFO: the group is the subject", { ...event, id: "e-1" }, fifo, ["order-1", "e-1"]],
  ["FIFO: or the one that is given", { ...event, id: "e-1", groupId: "g" }, fifo, ["g", "e-1"]],
  ["standard: only the one that is given", { ...event, groupId: "tenant-1" }, standard, ["tenant-1", undefined]],
])("%s", (_name, given, topic, expected) => {
  const { message, faults } = make(given, topic);
  expect(faults).toEqual([]);
  expect([message.MessageGroupId, message.MessageDeduplicationId]).toEqual(expected);
});

const { subject: _subject, ...withoutSubject } = event;
const cycle: { self?: unknown } = {};
cycle.self = cycle;

test.each<[string, Partial<NewEvent>, { source: string; fifo: boolean }, RegExp]>([
  ["a type without version", { type: "com.example.order.placed" }, standard, /type must be a reverse DNS name/],
  ["a type without domain", { type: "placed.v1" }, standard, /type must be a reverse DNS name/],
  ["a type that is one word", { type: "v1" }, standard, /type must be a reverse DNS name/],
  ["version zero", { type: "com.example.order.v0" }, standard, /type must be a reverse DNS name/],
  ["an empty id", { id: "" }, standard, /^id must/],
  ["a source that is no URI reference", { source: "my shop" }, standard, /^source must/],
  ["a time that is none", { time: "now" }, standard, /^time must/],
  ["no data", { data: undefined }, standard, /^data must be JSON/],
  ["data that JSON cannot say", { data: 1n }, standard, /^data must be JSON/],
  ["data without end", { data: cycle }, standard, /^data must be JSON/],
  ["an attribute of the event's own", { attributes: { type: "x" } }, standard, /must not have type/],
  ["a name that SNS refuses", { attributes: { "AWS.x": "x" } }, standard, /names that SNS takes/],
  ["an empty value", { attributes: { loyalty: "" } }, standard, /that of loyalty/],
  ["a number that is none", { attributes: { drinks: Number.NaN } }, standard, /that of drinks/],
  ["an empty list", { attributes: { tags: [] } }, standard, /that of tags/],
  ["FIFO with spaces in the subject", { subject: "order 1" }, fifo, /^subject, the group by default, must/],
  ["FIFO with a group of too many characters", { groupId: "g".repeat(129) }, fifo, /^groupId must/],
  ["FIFO with an id that cannot deduplicate", { id: "ü" }, fifo, /^id must be 1 to 128/],
])("%s", (_name, change, topic, fault) => {
  const { faults } = make({ ...event, ...change }, topic);
  expect(faults.join("\n")).toMatch(fault);
});

test.each<[string, Partial<NewEvent>, string]>([
  ["NaN", { data: { total: Number.NaN } }, "data must be JSON: /total is NaN"],
  ["an undefined in a list", { data: [undefined] }, "data must be JSON: /0 is undefined"],
  ["a BigInt", { data: { id: 1n } }, "data must be JSON: /id is a BigInt; write it as a text"],
  ["an invalid Date", { data: { at: new Date("soon") } }, "data must be JSON: /at is an invalid Date"],
  ["a Map", { data: new Map() }, "data must be JSON: it is of the type Map, which JSON does not have"],
  [
    "a null attribute",
    { attributes: { loyalty: null as unknown as string } },
    "attributes must have values that SNS takes; that of loyalty is null; leave it out",
  ],
  [
    "a boolean attribute",
    { attributes: { vip: true as unknown as string } },
    "attributes must have values that SNS takes; that of vip is of the type boolean; give a text, a number or a list of texts",
  ],
  [
    "an object as attribute",
    { attributes: { vip: {} as unknown as string } },
    "attributes must have values that SNS takes; that of vip is of the type object; give a text, a number or a list of texts",
  ],
  [
    "a number that no queue takes",
    { attributes: { size: 1e300 } },
    "attributes must have values that SNS takes; that of size is 1e+300, and not between 1e-128 and 1e+126; give a text",
  ],
  [
    "a group that is no text",
    { groupId: 12 as unknown as string },
    "groupId must be 1 to 128 visible ASCII characters",
  ],
  [
    "a number that is none in a list",
    { attributes: { tags: [Number.NaN as unknown as string] } },
    "attributes must have values that SNS takes; that of tags is a list of more than texts",
  ],
  [
    "a null in a list",
    { attributes: { tags: ["a", null as unknown as string] } },
    "attributes must have values that SNS takes; that of tags is a list of more than texts",
  ],
])("what JSON or SNS would lose without a word is refused, and its place named: %s", (_name, change, fault) => {
  expect(make({ ...event, ...change }).faults).toEqual([fault]);
});

test("an attribute or a member that is undefined is left out", () => {
  const { message, faults } = make({
    ...event,
    data: { n: 1, m: undefined },
    attributes: { loyalty: undefined as unknown as string },
  });
  expect(faults).toEqual([]);
  expect(JSON.parse(message.Message).data).toEqual({ n: 1 });
  expect(Object.keys(message.MessageAttributes ?? {})).toEqual(["type", "source", "subject"]);
});

test("FIFO without subject and group is refused", () => {
  expect(make(withoutSubject, fifo).faults).toEqual(["groupId or subject must be given: the topic is FIFO"]);
});

test("more attributes than raw delivery carries are refused", () => {
  const attributes = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`a${n}`, "x"]));
  expect(make({ ...event, attributes: attributes(7) }).faults).toEqual([]);
  expect(make({ ...event, attributes: attributes(8) }).faults).toEqual([expect.stringMatching(/^it has 11 message/)]);
});

test("the limit counts the bytes of the body and of all attributes", () => {
  const given = { ...event, id: "e-1", time: "2026-01-01T00:00:00Z", data: "" };
  const room = MAX_BYTES - make(given).bytes;
  const two = "ü";
  expect(make({ ...given, data: `${two.repeat(Math.floor(room / 2))}${room % 2 ? "x" : ""}` }).faults).toEqual([]);
  expect(make({ ...given, data: `${two.repeat(Math.floor(room / 2))}xx` }).faults).toEqual([
    expect.stringMatching(/^it has 26214[56] bytes/),
  ]);
});

test("whatever the data, what is sent reads as the same event, and has no character that a queue refuses", () => {
  const texts = fc.string({ unit: "binary" });
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), texts), (data) => {
      const { message, faults } = make({ ...event, data });
      expect(faults).toEqual([]);
      expect(message.Message).not.toMatch(/[\p{Surrogate}\uFFFE\uFFFF]/u);
      const read = readCloudEvent(JSON.parse(message.Message), () => "never");
      expect(read).toMatchObject({ valid: true, event: { type: event.type } });
      expect(read.valid && JSON.stringify(read.event.data)).toBe(JSON.stringify(data));
    }),
  );
});
