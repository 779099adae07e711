import { AddPermissionCommand, CreateAliasCommand, PublishVersionCommand } from "@aws-sdk/client-lambda";
import { PublishCommand } from "@aws-sdk/client-sns";
import { DeleteQueueCommand, type Message, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { describePatch, eventually, NOTE, type Workbench, withLocalAws } from "../../support";

const EVERYTHING = {
  color: { DataType: "String", StringValue: "red" },
  size: { DataType: "Number", StringValue: "5" },
};

/** The redrive policy of a new dead-letter queue for a topic, and its URL. */
async function deadLetters(bench: Workbench, name: string, topicArn: string) {
  const { url, arn } = await bench.subscribedQueue(name, topicArn);
  return { url, RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn }) };
}

/** Fields of a notification that are the same on every run. */
function stable(body: string): Record<string, unknown> {
  const { MessageId, Timestamp, Signature, UnsubscribeURL, UnsubscribeUrl, ...fields } = JSON.parse(body) as Record<
    string,
    string
  >;
  const timed = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(Timestamp!);
  return { ...fields, timed, named: MessageId?.length === 36 };
}

const seen = ({ Body, MessageAttributes }: Message) => [Body, MessageAttributes && Object.keys(MessageAttributes)];

describePatch(
  "sns_delivery",
  "what a queue may not take, or that is gone, is dead-lettered as it would have been delivered",
  async (bench) => {
    const TopicArn = await bench.topic("events");
    const dead = {
      closed: await deadLetters(bench, "closed-dead", TopicArn),
      gone: await deadLetters(bench, "gone-dead", TopicArn),
    };
    const closed = await bench.subscribedQueue("closed", `${TopicArn}-of-others`);
    const gone = await bench.subscribedQueue("gone", TopicArn);
    await bench.subscribe(TopicArn, closed.arn, { RedrivePolicy: dead.closed.RedrivePolicy });
    await bench.subscribe(TopicArn, gone.arn, { RedrivePolicy: dead.gone.RedrivePolicy, RawMessageDelivery: "true" });
    await bench.sqs.send(new DeleteQueueCommand({ QueueUrl: gone.url }));
    const dropped = await bench.queue("dropped");
    await bench.subscribe(TopicArn, dropped.arn);
    await bench.sns.send(
      new PublishCommand({ TopicArn, Message: "hello", Subject: "greeting", MessageAttributes: EVERYTHING }),
    );
    const [letter, ...more] = await bench.messages(dead.closed.url);
    const raw = await bench.messages(dead.gone.url);

    const second = await bench.topic("many");
    const many = await bench.subscribedQueue("many", second);
    const { url, RedrivePolicy } = await deadLetters(bench, "many-late", second);
    await bench.subscribe(second, many.arn, { RedrivePolicy, RawMessageDelivery: "true" });
    const eleven = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`a${i}`, EVERYTHING.color]));
    await bench.sns.send(new PublishCommand({ TopicArn: second, Message: "eleven", MessageAttributes: eleven }));
    return {
      letter: stable(letter!.Body!),
      more,
      raw: raw.map(seen),
      dropped: await bench.messages(dropped.url),
      many: [(await bench.messages(many.url)).length, (await bench.messages(url)).map(({ Body }) => Body)],
    };
  },
  {
    letter: {
      Type: "Notification",
      TopicArn: "arn:aws:sns:us-east-1:123456789012:events",
      Subject: "greeting",
      Message: "hello",
      MessageAttributes: { color: { Type: "String", Value: "red" }, size: { Type: "Number", Value: "5" } },
      SignatureVersion: "1",
      SigningCertURL: "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-local.pem",
      timed: true,
      named: true,
    },
    more: [],
    raw: [["hello", ["color", "size"]]],
    dropped: [],
    many: [0, ["eleven"]],
  },
);

describePatch(
  "sns_delivery",
  "a function is invoked by the topic that its policy names, for its alias as well, tried again, and dead-lettered without",
  async (bench) => {
    const TopicArn = await bench.topic("events");
    const dead = await deadLetters(bench, "dead", TopicArn);
    const subscribe = async (name: string, SourceArn: string, source: string, alias?: string) => {
      const arn = await bench.function(
        name,
        `${NOTE} let calls = 0; exports.handler = async (event) => { ${source} };`,
      );
      if (alias !== undefined) {
        const { Version } = await bench.lambda.send(new PublishVersionCommand({ FunctionName: name }));
        await bench.lambda.send(new CreateAliasCommand({ FunctionName: name, Name: alias, FunctionVersion: Version }));
      }
      const permission = { StatementId: "sns", Action: "lambda:InvokeFunction", Principal: "sns.amazonaws.com" };
      await bench.lambda.send(
        new AddPermissionCommand({ FunctionName: name, Qualifier: alias, SourceArn, ...permission }),
      );
      await bench.subscribe(TopicArn, alias ? `${arn}:${alias}` : arn, { RedrivePolicy: dead.RedrivePolicy });
      return arn;
    };
    const note = (name: string) => `note("${name}", event.Records[0]);`;
    await subscribe("open", TopicArn, note("open"));
    await subscribe("aliased", TopicArn, note("aliased"), "live");
    await subscribe("closed", `${TopicArn}-of-others`, note("closed"));
    // The permission of the function is none for its alias.
    const unqualified = await subscribe("unqualified", TopicArn, note("unqualified"));
    await bench.lambda.send(
      new CreateAliasCommand({ FunctionName: "unqualified", Name: "live", FunctionVersion: "$LATEST" }),
    );
    await bench.subscribe(TopicArn, `${unqualified}:live`, { RedrivePolicy: dead.RedrivePolicy });
    await subscribe("flaky", TopicArn, `${note("flaky")} throw new Error("once more");`);
    await bench.sns.send(new PublishCommand({ TopicArn, Message: "hello" }));
    const times = (name: string) => bench.notes(name).length;
    await eventually("three tries", () => times("flaky") === 3);
    await eventually("both have it", () => times("open") === 1 && times("aliased") === 1);
    const [{ Sns, EventSubscriptionArn: _, ...record }] = bench.notes<{ Sns: object; EventSubscriptionArn: string }>(
      "open",
    ) as [{ Sns: object; EventSubscriptionArn: string }];
    const letters = (await bench.messages(dead.url)).map(({ Body }) => stable(Body!).Message);
    return { record, sns: stable(JSON.stringify(Sns)), letters, unqualified: times("unqualified") };
  },
  {
    record: { EventSource: "aws:sns", EventVersion: "1.0" },
    sns: {
      Type: "Notification",
      TopicArn: "arn:aws:sns:us-east-1:123456789012:events",
      Subject: null,
      Message: "hello",
      MessageAttributes: {},
      SignatureVersion: "1",
      SigningCertUrl: "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-local.pem",
      timed: true,
      named: true,
    },
    letters: ["hello", "hello"],
    unqualified: 1,
  },
);

describePatch(
  "sns_delivery",
  "a FIFO queue keeps the order of a group, numbers its messages and drops what it had within five minutes",
  async (bench) => {
    const TopicArn = await bench.topic("events.fifo");
    const queue = await bench.subscribedQueue("events.fifo", TopicArn, { FifoQueue: "true" });
    await bench.subscribe(TopicArn, queue.arn, { RawMessageDelivery: "true" });
    const direct = await bench.topic("direct.fifo");
    await bench.subscribe(direct, queue.arn, { RawMessageDelivery: "true" });
    const publish = (topic: string, Message: string, MessageGroupId: string, MessageDeduplicationId: string) =>
      bench.sns.send(new PublishCommand({ TopicArn: topic, Message, MessageGroupId, MessageDeduplicationId }));
    for (const n of [1, 2, 3]) await publish(TopicArn, `a${n}`, "a", `a${n}`);
    await publish(TopicArn, "a2 again", "a", "a2");
    await bench.sqs.send(
      new SetQueueAttributesCommand({
        QueueUrl: queue.url,
        Attributes: { Policy: openTo([TopicArn, direct]) },
      }),
    );
    await publish(direct, "a3 of another topic", "a", "a3");
    return (await bench.messages(queue.url)).map(({ Body, Attributes }) => [
      Body,
      Attributes?.MessageGroupId,
      Attributes?.MessageDeduplicationId,
      typeof Attributes?.SequenceNumber,
    ]);
  },
  ["a1", "a2", "a3"].map((body) => [body, "a", body, "string"]),
);

/** A policy that lets topics send. */
function openTo(topics: readonly string[]): string {
  const Condition = { ArnEquals: { "aws:SourceArn": topics } };
  const Principal = { Service: "sns.amazonaws.com" };
  const Statement = [{ Effect: "Allow", Principal, Action: "sqs:SendMessage", Resource: "*", Condition }];
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

test(
  "a dead-letter queue that does not admit the topic gets nothing, and a condition on the account counts",
  () =>
    withLocalAws([], async (bench) => {
      const TopicArn = await bench.topic("events");
      const closed = await bench.queue("closed");
      await bench.subscribe(TopicArn, (await bench.queue("none")).arn, {
        RedrivePolicy: JSON.stringify({ deadLetterTargetArn: closed.arn }),
      });
      const account = async (name: string, accountId: string) => {
        const Condition = { StringEquals: { "aws:SourceAccount": accountId } };
        const Principal = { Service: "sns.amazonaws.com" };
        const Statement = [{ Effect: "Allow", Principal, Action: "sqs:SendMessage", Resource: "*", Condition }];
        const queue = await bench.queue(name, { Policy: JSON.stringify({ Version: "2012-10-17", Statement }) });
        await bench.subscribe(TopicArn, queue.arn);
        return queue.url;
      };
      const own = await account("own", bench.aws.accountId);
      const foreign = await account("foreign", "999999999999");
      await bench.sns.send(new PublishCommand({ TopicArn, Message: "hello" }));
      const counts = await Promise.all(
        [closed.url, own, foreign].map(async (url) => (await bench.messages(url)).length),
      );
      expect(counts).toEqual([0, 1, 0]);
    }),
  60_000,
);
