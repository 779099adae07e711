import type { MessageAttributeValue } from "@aws-sdk/client-sqs";
import fc from "fast-check";
import {
  fittingAttributes,
  MAX_MESSAGE_BYTES,
  sendableAttributes,
  textAttribute,
} from "../../../functions/shared/sqs-attributes";

const string = (StringValue: string): MessageAttributeValue => ({ DataType: "String", StringValue });
const strings = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`a${n}`, string("x")]));
const names = (attributes: object) => Object.keys(attributes);

test("binary attributes come through as bytes", () => {
  const sendable = sendableAttributes({
    b: { dataType: "Binary.png", binaryValue: "AAH/" },
    n: { dataType: "Number", stringValue: "7" },
  });
  expect(sendable["b"]).toMatchObject({ DataType: "Binary.png", BinaryValue: Buffer.from([0, 1, 255]) });
  expect(sendable["n"]).toMatchObject({ DataType: "Number", StringValue: "7" });
});

test.each<[string, number, Record<string, MessageAttributeValue>[], string[]]>([
  ["all that fit", 0, [{ id: string("1") }, strings(2)], ["id", "a0", "a1"]],
  ["ten, the important ones first", 0, [{ id: string("1") }, strings(10)], ["id", ...names(strings(9))]],
  ["the more important of one name", 0, [{ a0: string("first") }, { a0: string("second") }], ["a0"]],
  ["what just fits: two characters, String and a value", MAX_MESSAGE_BYTES - 9, [strings(1)], ["a0"]],
  ["none where a byte is missing", MAX_MESSAGE_BYTES - 8, [strings(1)], []],
  [
    "a small one after one that is too big",
    MAX_MESSAGE_BYTES - 20,
    [{ id: string("x".repeat(20)) }, strings(1)],
    ["a0"],
  ],
  ["none that is empty", 0, [{ s: string(""), b: { DataType: "Binary", BinaryValue: Buffer.of() } }], []],
  ["none beside a body that leaves no room", MAX_MESSAGE_BYTES, [strings(1)], []],
])("a message carries %s", (_name, bodyBytes, given, kept) => {
  expect(names(fittingAttributes("x".repeat(bodyBytes), ...given))).toEqual(kept);
});

test("the more important value is kept", () => {
  expect(fittingAttributes("", { a: string("first") }, { a: string("second") })).toEqual({ a: string("first") });
});

test("what is sent never has more than ten attributes or more bytes than a queue takes, and nothing is left out without need", () => {
  const text = fc.string({ unit: "binary", minLength: 1, maxLength: 8 });
  const attribute = fc.oneof(
    text.map(string),
    fc.uint8Array({ maxLength: 20 }).map((BinaryValue) => ({ DataType: "Binary", BinaryValue })),
  );
  const bytesOf = (attributes: Record<string, MessageAttributeValue>) =>
    Object.entries(attributes).reduce((sum, [name, { DataType, StringValue, BinaryValue }]) => {
      return sum + Buffer.byteLength(`${name}${DataType}${StringValue ?? ""}`) + (BinaryValue?.length ?? 0);
    }, 0);
  const lists = fc.array(fc.dictionary(text, attribute, { noNullPrototype: true }), { maxLength: 3 });
  fc.assert(
    fc.property(lists, fc.integer({ min: 0, max: 400 }), (given, room) => {
      const kept = fittingAttributes("x".repeat(MAX_MESSAGE_BYTES - room), ...given);
      expect(names(kept).length).toBeLessThanOrEqual(10);
      expect(bytesOf(kept)).toBeLessThanOrEqual(room);
      const all = Object.assign({}, ...[...given].reverse()) as Record<string, MessageAttributeValue>;
      const valued = names(all).filter((name) => all[name]?.BinaryValue?.length !== 0);
      if (valued.length <= 10 && bytesOf(all) <= room) expect(names(kept).sort()).toEqual(valued.sort());
    }),
  );
});

test("a text of users becomes an attribute that SQS takes", () => {
  expect(textAttribute("\uD83D\u0000")).toEqual(string("\uFFFD\uFFFD"));
  expect(textAttribute("")).toEqual(string("(no text)"));
  expect(Buffer.byteLength(textAttribute("😀".repeat(9_999)).StringValue ?? "")).toBeLessThanOrEqual(600);
});
