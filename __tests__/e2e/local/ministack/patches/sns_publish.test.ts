import { PublishBatchCommand, type PublishBatchRequestEntry, PublishCommand } from "@aws-sdk/client-sns";
import { describePatch, type Workbench, withLocalAws } from "../../support";

const BYTES = Buffer.from([0, 255]);

/** A topic with a raw subscription of a queue; the queue's URL. */
async function observed(bench: Workbench, name: string, attributes: Record<string, string> = {}) {
  const TopicArn = await bench.topic(name, attributes);
  const fifo: Record<string, string> = name.endsWith(".fifo")
    ? { FifoQueue: "true", DeduplicationScope: "messageGroup", FifoThroughputLimit: "perMessageGroupId" }
    : {};
  const { url, arn } = await bench.subscribedQueue(name, TopicArn, fifo);
  await bench.subscribe(TopicArn, arn, { RawMessageDelivery: "true" });
  return { TopicArn, url };
}

const batch = (bench: Workbench, TopicArn: string, entries: readonly PublishBatchRequestEntry[]) =>
  bench.sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: [...entries] }));

const nameOf = (call: Promise<unknown>) =>
  call.then(
    () => "published",
    ({ name }: Error) => name,
  );

describePatch(
  "sns_publish",
  "a batch takes every kind of attribute and groups, and fails entry by entry or as a whole",
  async (bench) => {
    const { TopicArn, url } = await observed(bench, "events");
    const bytes = { DataType: "Binary", BinaryValue: BYTES };
    const badNumber = { DataType: "Number", StringValue: "many" };
    const { Successful, Failed } = await batch(bench, TopicArn, [
      { Id: "good", Message: "bytes", MessageAttributes: { bytes }, MessageGroupId: "g" },
      { Id: "number", Message: "x", MessageAttributes: { badNumber } },
      { Id: "empty", Message: "" },
    ]);
    const [message] = await bench.messages(url);
    const large = "x".repeat(150 * 1024);
    return {
      successful: Successful?.map(({ Id }) => Id),
      failed: Failed?.map(({ Id, Code, SenderFault }) => [Id, Code, SenderFault]),
      message: [
        message?.Body,
        [...(message?.MessageAttributes?.bytes?.BinaryValue ?? [])],
        message?.Attributes?.MessageGroupId,
      ],
      large: await nameOf(
        batch(bench, TopicArn, [
          { Id: "1", Message: large },
          { Id: "2", Message: large },
        ]),
      ),
      twice: await nameOf(
        batch(bench, TopicArn, [
          { Id: "1", Message: "x" },
          { Id: "1", Message: "x" },
        ]),
      ),
      empty: await nameOf(bench.sns.send(new PublishCommand({ TopicArn, Message: "" }))),
      deduplicated: await nameOf(
        bench.sns.send(new PublishCommand({ TopicArn, Message: "x", MessageDeduplicationId: "x" })),
      ),
    };
  },
  {
    successful: ["good"],
    failed: [
      ["number", "ParameterValueInvalid", true],
      ["empty", "InvalidParameter", true],
    ],
    message: ["bytes", [...BYTES], "g"],
    large: "BatchRequestTooLongException",
    twice: "BatchEntryIdsNotDistinctException",
    empty: "InvalidParameterException",
    deduplicated: "InvalidParameterException",
  },
);

describePatch(
  "sns_publish",
  "a FIFO topic drops duplicates within a group or within the topic, as its throughput scope says",
  async (bench) => {
    const seen: Record<string, unknown> = {};
    for (const [name, FifoThroughputScope] of [
      ["groups.fifo", "MessageGroup"],
      ["whole.fifo", "Topic"],
    ] as const) {
      const { TopicArn, url } = await observed(bench, name, { FifoThroughputScope, ContentBasedDeduplication: "true" });
      const entry = (Id: string, MessageGroupId?: string) => ({ Id, Message: "same", MessageGroupId });
      const { Successful, Failed } = await batch(bench, TopicArn, [
        entry("1", "a"),
        entry("2", "b"),
        entry("3", "a"),
        entry("4"),
      ]);
      seen[name] = {
        numbers: Successful?.map(({ SequenceNumber }) => Number(SequenceNumber)),
        failed: Failed?.map(({ Id, Code }) => [Id, Code]),
        groups: (await bench.messages(url)).map(({ Attributes }) => Attributes?.MessageGroupId),
      };
    }
    return seen;
  },
  {
    "groups.fifo": { numbers: [1, 2, 1], failed: [["4", "InvalidParameter"]], groups: ["a", "b"] },
    "whole.fifo": { numbers: [1, 1, 1], failed: [["4", "InvalidParameter"]], groups: ["a"] },
  } as Record<string, unknown>,
);

test(
  "entries of a batch fail when a test asks for it, once",
  () =>
    withLocalAws([], async (bench) => {
      const { TopicArn, url } = await observed(bench, "events");
      const entries = ["a", "b", "c"].map((Id) => ({ Id, Message: Id }));
      await bench.aws.faults.failEntries(TopicArn, [0, 2]);
      const first = await batch(bench, TopicArn, entries);
      expect(first.Failed?.map(({ Id, Code, SenderFault }) => [Id, Code, SenderFault])).toEqual([
        ["a", "InternalError", false],
        ["c", "InternalError", false],
      ]);
      expect((await batch(bench, TopicArn, entries)).Failed ?? []).toEqual([]);
      expect((await bench.messages(url)).map(({ Body }) => Body)).toEqual(["b", "a", "b", "c"]);
    }),
  60_000,
);

/** A function that publishes to its topic and says how that went. */
const PUBLISH = `const { SNSClient, PublishCommand } = require(${JSON.stringify(require.resolve("@aws-sdk/client-sns"))});
  exports.handler = () => new SNSClient({}).send(new PublishCommand({ TopicArn: process.env.TOPIC, Message: "x" }))
    .then(() => "published", ({ name }) => name);`;

const LOGS = { Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: "*" };

test(
  "a topic's policy, its demand for TLS and the role of a function are judged",
  () =>
    withLocalAws([], async (bench) => {
      const TopicArn = await bench.topic("events");
      const statement = (Effect: string, more: object) => ({
        Effect,
        Action: "sns:Publish",
        Resource: TopicArn,
        ...more,
      });
      const Policy = JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          statement("Deny", { Principal: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
          statement("Deny", { Principal: { AWS: `arn:aws:iam::${bench.aws.accountId}:role/barred` } }),
        ],
      });
      await bench.query("sns", "2010-03-31", {
        Action: "SetTopicAttributes",
        TopicArn,
        AttributeName: "Policy",
        AttributeValue: Policy,
      });
      const Environment = { Variables: { TOPIC: TopicArn } };
      const grant = [{ Effect: "Allow", Action: "sns:Publish", Resource: TopicArn }];
      const answers: Record<string, unknown> = {};
      for (const [name, statements] of Object.entries({ granted: grant, barred: grant, bare: [] })) {
        await bench.function(name, PUBLISH, { Environment }, [LOGS, ...statements]);
        answers[name] = (await bench.invoke(name)).answer;
      }
      expect(answers).toEqual({
        granted: "published",
        barred: "AuthorizationErrorException",
        bare: "AuthorizationErrorException",
      });
      const { denied } = await bench.aws.report();
      expect(denied.map(({ role, action }) => `${role} ${action}`).sort()).toEqual([
        "bare sns:Publish",
        "barred sns:Publish",
      ]);
    }),
  60_000,
);
