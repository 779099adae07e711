import { randomUUID } from "node:crypto";
import { AddPermissionCommand } from "@aws-sdk/client-lambda";
import { PublishCommand } from "@aws-sdk/client-sns";
import type { Message } from "@aws-sdk/client-sqs";
import type { SNSEvent } from "aws-lambda";
import { startLocalAws } from "../../../local/aws";
import { eventually, NOTE, Workbench } from "../local/support";
import { watched } from "../support/aws-rules";
import { Redriver } from "./redriver";

jest.setTimeout(180_000);

let bench: Workbench;
beforeAll(async () => {
  bench = new Workbench(watched(await startLocalAws()));
});
afterAll(() => bench?.aws.stop());

const who = { reason: "the wall is mended", requestedBy: "ops@example.com" };
const nothingWrong = { denied: [], unused: [] };

describe("into a queue", () => {
  const bodies = (messages: readonly Message[]) => messages.map(({ Body }) => Body).sort();

  test("dead letters of both kinds come home as they were, and the log says who, why and how many", async () => {
    const redriver = await Redriver.create(bench);
    const MessageAttributes = {
      type: { DataType: "String", StringValue: "com.example.order.placed.v1" },
      size: { DataType: "Number", StringValue: "5" },
      seal: { DataType: "Binary", BinaryValue: new Uint8Array([0, 255]) },
    };
    await redriver.fill(redriver.delivery, "raw", { MessageAttributes });
    const notification = JSON.stringify({ Type: "Notification", Message: "wrapped" });
    for (let n = 0; n < 11; n++) await redriver.fill(redriver.processing, notification);

    const { result, lines } = await redriver.redrive(who);
    expect(result).toMatchObject({ moved: 12, failed: 0, remaining: 0, stoppedBecause: "empty" });
    const said = { ...who, from: "both", requestId: result.requestId };
    expect(lines).toContainEqual(expect.objectContaining({ message: "Redrive started", ...said, maxPerSecond: 500 }));
    expect(lines).toContainEqual(
      expect.objectContaining({ message: "Redrive ended", ...said, moved: 12, failed: 0, stoppedBecause: "empty" }),
    );

    const home = await redriver.take(redriver.main);
    expect(bodies(home)).toEqual(bodies([{ Body: "raw" }, ...Array(11).fill({ Body: notification })]));
    expect(home.find(({ Body }) => Body === "raw")?.MessageAttributes).toMatchObject(MessageAttributes);
  });

  test.each([
    ["delivery", ["undelivered"], ["failed"]],
    ["processing", ["failed"], ["undelivered"]],
  ] as const)("a redrive from %s leaves the other dead-letter queue alone", async (from, home, left) => {
    const redriver = await Redriver.create(bench);
    await redriver.fill(redriver.delivery, "undelivered");
    await redriver.fill(redriver.processing, "failed");
    expect((await redriver.redrive({ ...who, from })).result).toMatchObject({ moved: 1, remaining: 0 });
    expect(bodies(await redriver.take(redriver.main))).toEqual(home);
    const other = from === "delivery" ? redriver.processing : redriver.delivery;
    expect(bodies(await redriver.take(other))).toEqual(left);
  });

  test("only the chosen messages move, the others show again at once; the role may do what it does and no more", async () => {
    const redriver = await Redriver.create(bench);
    const undelivered = [];
    for (const n of [0, 1, 2]) undelivered.push(await redriver.fill(redriver.delivery, `undelivered ${n}`));
    const failed = [];
    for (const n of [0, 1, 2]) failed.push(await redriver.fill(redriver.processing, `failed ${n}`));
    const { result } = await redriver.redrive({ ...who, messageIds: [undelivered[1], failed[2]] });
    expect(result).toMatchObject({ moved: 2, failed: 0, remaining: 4, stoppedBecause: "all_found" });
    expect(bodies(await redriver.take(redriver.main))).toEqual(["failed 2", "undelivered 1"]);
    expect(bodies(await redriver.take(redriver.delivery))).toEqual(["undelivered 0", "undelivered 2"]);
    expect(bodies(await redriver.take(redriver.processing))).toEqual(["failed 0", "failed 1"]);
    expect(await redriver.permissions()).toEqual(nothingWrong);
  });

  test.each([
    ["the limit of the request, over both queues", { maxMessages: 3 }, 60, 3, "max_messages"],
    ["its time", { maxPerSecond: 0.01 }, 10, 1, "time"],
  ])("a redrive stops at %s and says so", async (_name, limits, timeoutSeconds, moved, stoppedBecause) => {
    const redriver = await Redriver.create(bench, { timeoutSeconds });
    for (const queue of [redriver.delivery, redriver.processing]) {
      for (const n of [0, 1]) await redriver.fill(queue, String(n));
    }
    const { result } = await redriver.redrive({ ...who, ...limits });
    expect(result).toMatchObject({ moved, failed: 0, remaining: 4 - moved, stoppedBecause });
    expect(await redriver.take(redriver.main)).toHaveLength(moved);
  });

  test("a queue that takes nothing loses nothing: the redrive stops, and brings all home once it is mended", async () => {
    const redriver = await Redriver.create(bench);
    for (let n = 0; n < 7; n++) await redriver.fill(redriver.processing, String(n));
    const fault = await bench.aws.faults.failApi({
      service: "sqs",
      action: "SendMessage",
      role: redriver.name,
      code: "AccessDenied",
    });
    const { result, lines } = await redriver.redrive(who);
    expect(result).toMatchObject({ moved: 0, failed: 7, remaining: 7, stoppedBecause: "failures" });
    const { url: queueUrl } = redriver.processing;
    const failure = { level: "ERROR", message: "Redrive failed", requestId: result.requestId, queueUrl };
    expect(lines).toContainEqual(expect.objectContaining({ ...failure, messageId: expect.any(String) }));
    await fault.remove();
    expect((await redriver.redrive(who)).result).toMatchObject({ moved: 7, failed: 0, remaining: 0 });
    expect(await redriver.take(redriver.main)).toHaveLength(7);
  });

  test("a second redrive moves nothing and says who runs the first, also when that was killed; both end with its time, and the next brings all home", async () => {
    const redriver = await Redriver.create(bench, { timeoutSeconds: 15 });
    for (let n = 0; n < 4; n++) await redriver.fill(redriver.processing, String(n));
    await bench.aws.faults.killNext(redriver.name, { afterMs: 2_500 });
    const first = redriver.redrive({ ...who, maxPerSecond: 0.2 });
    await eventually("one is moved", async () => (await redriver.take(redriver.main)).length === 1);
    const second =
      /^A redrive runs already: ops@example\.com began it at .*, because: the wall is mended\. It ends by .* are hidden until then\. Nothing was moved/;
    expect((await redriver.redrive({ ...who, requestedBy: "somebody else" })).errorMessage).toMatch(second);
    expect((await first).errorMessage).toBeDefined();
    expect((await redriver.redrive(who)).errorMessage).toMatch(second);
    const next = await eventually("the lock ends", async () => {
      const { result, errorMessage } = await redriver.redrive(who);
      return errorMessage === undefined && result;
    });
    expect(next).toMatchObject({ moved: 3, remaining: 0, hidden: 0, stoppedBecause: "empty" });
  });

  test("dead letters that a person hides are called hidden", async () => {
    const redriver = await Redriver.create(bench);
    for (let n = 0; n < 2; n++) await redriver.fill(redriver.processing, String(n));
    expect(await redriver.hide(redriver.processing, 60)).toBe(2);
    await redriver.fill(redriver.delivery, "seen");
    const { result } = await redriver.redrive(who);
    expect(result).toMatchObject({ moved: 1, remaining: 2, hidden: 2, stoppedBecause: "hidden" });
  });

  test("a request that says nothing of who and why moves nothing", async () => {
    const redriver = await Redriver.create(bench);
    await redriver.fill(redriver.delivery, "stays");
    const { errorMessage } = await redriver.redrive({ from: "delivery" });
    expect(errorMessage).toMatch(/^Invalid redrive request: reason: .*; requestedBy: .* Nothing was moved\.$/);
    expect(await redriver.take(redriver.delivery)).toHaveLength(1);
  });
});

test("into a FIFO queue messages go in the order of their groups, though the queue has seen their ids before", async () => {
  const redriver = await Redriver.create(bench, { fifo: true });
  const sent: string[] = [];
  for (let n = 0; n < 12; n++) {
    for (const MessageGroupId of ["a", "b"]) {
      const MessageDeduplicationId = `${MessageGroupId}${n}`;
      sent.push(MessageDeduplicationId);
      const input = { MessageGroupId, MessageDeduplicationId };
      await redriver.fill(redriver.processing, MessageDeduplicationId, input);
    }
  }
  await redriver.fill(redriver.main, "before", { MessageGroupId: "a", MessageDeduplicationId: "a0" });

  expect((await redriver.redrive(who)).result).toMatchObject({ moved: 24, failed: 0, remaining: 0 });
  const home = (await redriver.take(redriver.main)).filter(({ Body }) => Body !== "before");
  for (const group of ["a", "b"]) {
    const ofGroup = home.filter(({ Attributes }) => Attributes?.MessageGroupId === group);
    expect(ofGroup.map(({ Body }) => Body)).toEqual(sent.filter((id) => id.startsWith(group)));
  }
});

describe("into a function", () => {
  interface Direct {
    readonly redriver: Redriver;
    readonly functionName: string;
    /** The events that the function got. */
    events(count: number): Promise<SNSEvent[]>;
  }

  async function direct(): Promise<Direct> {
    const functionName = `wall-${randomUUID().slice(0, 8)}`;
    const source = `${NOTE} exports.handler = async (event) => note(${JSON.stringify(functionName)}, event);`;
    await bench.function(functionName, source);
    const redriver = await Redriver.create(bench, { functionName });
    const notes = () => bench.notes<SNSEvent>(functionName);
    const events = async (count: number) => {
      await eventually(`${count} events`, () => notes().length >= count);
      return notes();
    };
    return { redriver, functionName, events };
  }

  test("what SNS could not deliver arrives as SNS would have delivered it", async () => {
    const { redriver, functionName, events } = await direct();
    const { accountId, region } = bench.aws;
    const TopicArn = await bench.topic(`orders-${functionName}`);
    const Statement = [
      { Effect: "Allow", Principal: { Service: "sns.amazonaws.com" }, Action: "sqs:SendMessage", Resource: "*" },
    ];
    const dead = await bench.queue(`dead-${functionName}`, {
      Policy: JSON.stringify({ Version: "2012-10-17", Statement }),
    });
    const functionArn = `arn:aws:lambda:${region}:${accountId}:function:${functionName}`;
    await bench.subscribe(TopicArn, functionArn, { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn }) });
    const MessageAttributes = { type: { DataType: "String", StringValue: "com.example.order.placed.v1" } };
    const publish = () => bench.sns.send(new PublishCommand({ TopicArn, Message: '{"id":"1"}', MessageAttributes }));

    // Without a permission SNS cannot invoke the function.
    await publish();
    const [letter] = await eventually("the dead letter", async () => {
      const found = await bench.messages(dead.url);
      return found.length > 0 && found;
    });
    await redriver.fill(redriver.delivery, letter?.Body ?? "");
    expect((await redriver.redrive(who)).result).toMatchObject({ moved: 1, failed: 0, remaining: 0 });
    await events(1);

    const Principal = "sns.amazonaws.com";
    const permission = { FunctionName: functionName, StatementId: "sns", Action: "lambda:InvokeFunction", Principal };
    await bench.lambda.send(new AddPermissionCommand({ ...permission, SourceArn: TopicArn }));
    await publish();
    const [redriven, delivered] = (await events(2)).map(({ Records: [record] }) => {
      const { MessageId, Timestamp, ...sns } = record!.Sns;
      return { ...record, Sns: sns, named: MessageId.length, timed: Timestamp.length };
    });
    expect(redriven).toEqual(delivered);
  });

  test("what the function failed on arrives again; what is no event of SNS stays; the role may do that and no more", async () => {
    const { redriver, events } = await direct();
    const requestPayload = { Records: [{ EventSource: "aws:sns", Sns: { MessageId: "1", Message: "{}" } }] };
    const failed = JSON.stringify({ version: "1.0", requestPayload, responsePayload: null });
    for (const queue of [redriver.delivery, redriver.processing]) {
      await redriver.fill(queue, failed);
      await redriver.fill(queue, "not an event");
    }
    const { result } = await redriver.redrive(who);
    expect(result).toMatchObject({ moved: 2, failed: 2, remaining: 2, stoppedBecause: "empty" });
    expect(await events(2)).toEqual([requestPayload, requestPayload]);
    for (const queue of [redriver.delivery, redriver.processing]) {
      expect((await redriver.take(queue)).map(({ Body }) => Body)).toEqual(["not an event"]);
    }
    expect(await redriver.permissions()).toEqual(nothingWrong);
  });

  test("a function that cannot be invoked loses nothing", async () => {
    const { redriver, functionName } = await direct();
    const requestPayload = { Records: [{ Sns: {} }] };
    await redriver.fill(redriver.processing, JSON.stringify({ requestPayload }));
    await bench.aws.faults.failApi({
      service: "lambda",
      action: "InvokeFunction",
      role: redriver.name,
      code: "AccessDeniedException",
    });
    expect((await redriver.redrive(who)).result).toMatchObject({ moved: 0, failed: 1, remaining: 1 });
    expect(bench.notes(functionName)).toEqual([]);
    expect(await redriver.take(redriver.processing)).toHaveLength(1);
  });
});
