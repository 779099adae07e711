import { PublishCommand, SetSubscriptionAttributesCommand } from "@aws-sdk/client-sns";
import { describePatch, type Workbench } from "../../support";

type Attributes = Record<string, { DataType: string; StringValue: string }>;

const text = (StringValue: string) => ({ DataType: "String", StringValue });
const number = (value: number) => ({ DataType: "Number", StringValue: String(value) });
const list = (...items: unknown[]) => ({ DataType: "String.Array", StringValue: JSON.stringify(items) });

/** Policy for attributes, attributes, whether the message goes through. */
const ATTRIBUTE_CASES: readonly (readonly [policy: unknown, attributes: Attributes, passes: boolean])[] = [
  [{}, {}, true],
  [{ kind: ["a", "b"] }, { kind: text("b") }, true],
  [{ kind: ["a"] }, { kind: text("A") }, false],
  [{ kind: ["a"], size: [1] }, { kind: text("a") }, false],
  [{ size: [5] }, { size: number(5) }, true],
  [{ size: [5] }, { size: text("5") }, false],
  [{ size: [{ numeric: [">", 1, "<=", 5] }] }, { size: number(5) }, true],
  [{ size: [{ numeric: [">", 1, "<=", 5] }] }, { size: number(1) }, false],
  [{ size: [{ numeric: [">", 1] }] }, { size: text("5") }, false],
  [{ kind: ["x"] }, { kind: list("y", "x") }, true],
  [{ kind: [true] }, { kind: list(true) }, true],
  [{ kind: [null] }, { kind: list(null) }, true],
  [{ size: [{ numeric: ["=", 2] }] }, { size: list(1, 2) }, true],
  [{ kind: [{ "anything-but": ["a", "b"] }] }, { kind: text("c") }, true],
  [{ kind: [{ "anything-but": ["a", "b"] }] }, { kind: text("b") }, false],
  [{ kind: [{ "anything-but": ["a", "b"] }] }, { kind: list("a", "c") }, true],
  [{ kind: [{ "anything-but": { prefix: ["a", "b"] } }] }, { kind: text("bc") }, false],
  [{ kind: [{ "anything-but": { suffix: "b" } }] }, { kind: text("ab") }, false],
  [{ kind: [{ "anything-but": { wildcard: "a*c" } }] }, { kind: text("abc") }, false],
  [{ size: [{ "anything-but": [1] }] }, { size: number(1) }, false],
  [{ kind: [{ prefix: "a" }] }, { kind: text("ab") }, true],
  [{ kind: [{ suffix: "b" }] }, { kind: text("ab") }, true],
  [{ kind: [{ wildcard: "a*c" }] }, { kind: text("abc") }, true],
  [{ kind: [{ "equals-ignore-case": "AB" }] }, { kind: text("ab") }, true],
  [{ address: [{ cidr: "10.0.0.0/24" }] }, { address: text("10.0.0.255") }, true],
  [{ address: [{ cidr: "10.0.0.0/24" }] }, { address: text("10.0.1.1") }, false],
  [{ kind: [{ exists: true }] }, { kind: text("a") }, true],
  [{ kind: [{ exists: false }] }, { size: number(1) }, true],
  [{ kind: [{ exists: false }] }, {}, false],
  [{ $or: [{ kind: ["a"] }, { size: [1] }] }, { kind: text("b"), size: number(1) }, true],
  [{ $or: [{ kind: ["a"] }, { size: [1] }] }, { kind: text("b"), size: number(2) }, false],
];

/** Policy for the body, body, whether the message goes through. */
const BODY_CASES: readonly (readonly [policy: unknown, body: unknown, passes: boolean])[] = [
  [{ order: { state: ["paid"] } }, { order: { state: "paid" } }, true],
  [{ order: { state: ["paid"] } }, { order: "paid" }, false],
  [{ items: { kind: ["a"] } }, { items: [{ kind: "b" }, { kind: "a" }] }, true],
  [{ tags: ["x"] }, { tags: ["y", "x"] }, true],
  [{ tags: [null] }, { tags: null }, true],
  [{ tags: [false] }, { tags: 0 }, false],
  [{ size: [5] }, { size: "5" }, false],
  [{ order: { $or: [{ state: ["paid"] }, { total: [{ numeric: [">", 9] }] }] } }, { order: { total: 10 } }, true],
  [{ tags: [{ exists: false }] }, { size: 1 }, true],
  [{ tags: [{ exists: false }] }, "no object", false],
];

/** One topic and one subscription for each case, one queue for all. Resolves to the cases that came through. */
async function observe(bench: Workbench): Promise<string[]> {
  const { url, arn } = await bench.subscribedQueue("all", `arn:aws:sns:us-east-1:${bench.aws.accountId}:*`);
  const publish = async (name: string, policy: unknown, scope: string, body: unknown, attributes: Attributes) => {
    const TopicArn = await bench.topic(name);
    await bench.subscribe(TopicArn, arn, { FilterPolicy: JSON.stringify(policy), FilterPolicyScope: scope });
    const Message = typeof body === "string" ? body : JSON.stringify(body);
    await bench.sns.send(new PublishCommand({ TopicArn, Message, MessageAttributes: attributes }));
  };
  for (const [index, [policy, attributes]] of ATTRIBUTE_CASES.entries()) {
    await publish(`attributes-${index}`, policy, "MessageAttributes", "hello", attributes);
  }
  for (const [index, [policy, body]] of BODY_CASES.entries()) {
    await publish(`body-${index}`, policy, "MessageBody", body, {});
  }
  const topics = (await bench.messages(url)).map(({ Body }) => (JSON.parse(Body!) as { TopicArn: string }).TopicArn);
  return topics.map((topic) => topic.split(":")[5]!).sort();
}

describePatch(
  "sns_filters",
  "exactly the messages that match arrive",
  observe,
  [
    ...ATTRIBUTE_CASES.flatMap(([, , passes], index) => (passes ? [`attributes-${index}`] : [])),
    ...BODY_CASES.flatMap(([, , passes], index) => (passes ? [`body-${index}`] : [])),
  ].sort(),
);

/** Policy, scope, what SNS says to it. */
const REFUSED: readonly (readonly [policy: unknown, scope: string, reason: string | undefined])[] = [
  [{ a: [1], b: [1], c: [1], d: [1], e: [1] }, "MessageAttributes", undefined],
  [{ a: [1], b: [1], c: [1], d: [1], e: [1], f: [1] }, "MessageAttributes", "not have more than 5 keys"],
  [{ o: { a: [1], b: [1], c: [1], d: [1], e: [1], f: [1] } }, "MessageBody", undefined],
  [{ a: Array(15).fill("x"), b: Array(10).fill("x") }, "MessageAttributes", undefined],
  [{ a: Array(151).fill("x") }, "MessageAttributes", "too complex"],
  [{ a: { b: Array(15).fill("x") }, c: { d: Array(3).fill("x") } }, "MessageBody", "too complex"],
  [{ a: { b: ["x"] } }, "MessageAttributes", "does not support nested filter policy"],
  [{ a: "x" }, "MessageAttributes", '"a" must be an object or an array'],
  [{ a: [] }, "MessageAttributes", "Empty arrays"],
  [{ a: [["x"]] }, "MessageAttributes", "Match value must be"],
  [{ a: [{ prefix: "x", suffix: "y" }] }, "MessageAttributes", "Only one key"],
  [{ a: [{ startsWith: "x" }] }, "MessageAttributes", "Unrecognized match type startsWith"],
  [{ a: [{ prefix: 1 }] }, "MessageAttributes", "prefix match pattern must be a string"],
  [{ a: [{ exists: "yes" }] }, "MessageAttributes", "exists match pattern"],
  [{ a: [{ numeric: ["<", 5, ">", 1] }] }, "MessageAttributes", "range operator"],
  [{ a: [{ numeric: [">", 5, "<", 1] }] }, "MessageAttributes", "Bottom must be less than top"],
  [{ a: [{ "anything-but": ["x", 1] }] }, "MessageAttributes", "strings or numbers"],
  [[], "MessageAttributes", "must be an object"],
  [{ a: ["x"] }, "Everything", "Please use either MessageBody or MessageAttributes"],
];

describePatch(
  "sns_filters",
  "policies that SNS does not take are refused, when subscribing and later",
  async (bench) => {
    const TopicArn = await bench.topic("events");
    const { arn } = await bench.queue("later");
    const SubscriptionArn = await bench.subscribe(TopicArn, arn, { FilterPolicyScope: "MessageBody" });
    const seen = [];
    for (const [index, [policy, scope]] of REFUSED.entries()) {
      const queue = await bench.queue(`now-${index}`);
      const FilterPolicy = JSON.stringify(policy);
      const answer = await bench
        .subscribe(TopicArn, queue.arn, { FilterPolicy, FilterPolicyScope: scope })
        .then(() => undefined)
        .catch(({ name, message }: Error) => [name, message]);
      seen.push(answer);
    }
    const tooMany = JSON.stringify({ a: Array(151).fill("x") });
    const set = { SubscriptionArn, AttributeName: "FilterPolicy", AttributeValue: tooMany };
    const later = await bench.sns
      .send(new SetSubscriptionAttributesCommand(set))
      .catch(({ message }: Error) => message);
    return {
      seen: seen.map((answer, index) => answer && [answer[0], answer[1]!.includes(REFUSED[index]![2]!)]),
      later,
    };
  },
  {
    seen: REFUSED.map(([, , reason]) => (reason === undefined ? undefined : ["InvalidParameterException", true])),
    later: "Invalid parameter: FilterPolicy: Filter policy is too complex",
  },
);
