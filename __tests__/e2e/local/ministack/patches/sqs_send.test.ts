import { type MessageAttributeValue, SendMessageBatchCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { describePatch, type Workbench } from "../../support";

const KIB = 1024;
const string = (StringValue: string): MessageAttributeValue => ({ DataType: "String", StringValue });
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`a${n}`, string("x")]));

type Case = readonly [MessageBody: string, MessageAttributes: Record<string, MessageAttributeValue>];

/** A name of two characters and `String` take eight bytes beside the value. */
const CASES: Record<string, Case> = {
  full: ["x".repeat(KIB - 10), { a1: string("xy") }],
  overfull: ["x".repeat(KIB - 10), { a1: string("xyz") }],
  binary: ["x".repeat(KIB - 10), { b1: { DataType: "Binary", BinaryValue: Buffer.alloc(3) } }],
  ten: ["x", many(10)],
  eleven: ["x", many(11)],
  empty: ["x", { a: string("") }],
  control: ["x", { a: string("a\u0001b") }],
  tab: ["x", { a: string("a\tb") }],
  number: ["x", { n: { DataType: "Number", StringValue: "many" } }],
  reserved: ["x", { "AWS.trace": string("x") }],
  type: ["x", { a: { DataType: "string", StringValue: "x" } }],
};

const ended = (call: Promise<unknown>) =>
  call.then(
    () => "sent",
    ({ name }: Error) => name,
  );

async function send(bench: Workbench) {
  const { url: QueueUrl } = await bench.queue("small", { MaximumMessageSize: String(KIB) });
  const seen: Record<string, string> = {};
  for (const [name, [MessageBody, MessageAttributes]] of Object.entries(CASES)) {
    seen[name] = await ended(bench.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageAttributes })));
  }
  const Entries = Object.entries(CASES).map(([Id, [MessageBody, MessageAttributes]]) => ({
    Id,
    MessageBody,
    MessageAttributes,
  }));
  const { Failed } = await bench.sqs.send(
    new SendMessageBatchCommand({ QueueUrl, Entries: Entries.filter(({ Id }) => Id === "ten" || Id === "empty") }),
  );
  const large = await bench.queue("large");
  const half = { MessageBody: "x".repeat(512 * KIB - 9), MessageAttributes: { a1: string("x") } };
  const batch = (more: string) =>
    new SendMessageBatchCommand({
      QueueUrl: large.url,
      Entries: [
        { Id: "1", ...half },
        { Id: "2", ...half, MessageBody: half.MessageBody + more },
      ],
    });
  const batches = [await ended(bench.sqs.send(batch(""))), await ended(bench.sqs.send(batch("x")))];
  return { seen, failed: Failed?.map(({ Id, Code, SenderFault }) => [Id, Code, SenderFault]), batches };
}

describePatch("sqs_send", "attributes count in a message's size, and are refused as bodies are", send, {
  seen: {
    full: "sent",
    overfull: "InvalidParameterValue",
    binary: "InvalidParameterValue",
    ten: "sent",
    eleven: "InvalidParameterValue",
    empty: "InvalidParameterValue",
    control: "InvalidParameterValue",
    tab: "sent",
    number: "InvalidParameterValue",
    reserved: "InvalidParameterValue",
    type: "InvalidParameterValue",
  },
  failed: [["empty", "InvalidParameterValue", true]],
  batches: ["sent", "BatchRequestTooLong"],
});
