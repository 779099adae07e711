import { PublishBatchCommand } from "@aws-sdk/client-sns";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { TOKEN_HEADER } from "../../../local/control";
import { eventually, NOTE, pause, withLocalAws } from "./support";

const NOTE_IDS = `${NOTE} exports.handler = async ({ Records }) => note("ids", Records.map((r) => r.messageId));`;

/** Two looks of a mapping at its queue. */
const TWO_LOOKS_MS = 2_500;

test(
  "a batch is delivered twice when asked, and once after that",
  () =>
    withLocalAws([], async (bench) => {
      const { url, arn } = await bench.queue("twice");
      await bench.function("work", NOTE_IDS);
      const mapping = await bench.mapping(arn, "work");
      await bench.aws.faults.deliverTwice(mapping);
      const send = async () =>
        (await bench.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "x" }))).MessageId;
      const first = await send();
      await eventually("two deliveries", () => bench.notes("ids").length === 2);
      const second = await send();
      await eventually("a third delivery", () => bench.notes("ids").length === 3);
      await pause(TWO_LOOKS_MS);
      expect(bench.notes("ids")).toEqual([[first], [first], [second]]);
    }),
  60_000,
);

test(
  "a paused mapping delivers nothing until it goes on",
  () =>
    withLocalAws([], async (bench) => {
      const { url, arn } = await bench.queue("paused");
      await bench.function("work", NOTE_IDS);
      const pausing = await bench.aws.faults.pauseMapping(await bench.mapping(arn, "work"));
      await bench.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "x" }));
      await pause(TWO_LOOKS_MS);
      expect(bench.notes("ids")).toEqual([]);
      await pausing.remove();
      await eventually("the delivery", () => bench.notes("ids").length === 1);
    }),
  60_000,
);

test(
  "a worker that is killed mid-batch loses nothing: its messages come again",
  () =>
    withLocalAws([], async (bench) => {
      const { url, arn } = await bench.queue("killed", { VisibilityTimeout: "2" });
      const source = `${NOTE} exports.handler = async ({ Records: [record] }) => {
      note("starts", record.attributes.ApproximateReceiveCount);
      await new Promise((resolve) => setTimeout(resolve, 500));
      note("ends", record.messageId);
    };`;
      await bench.function("work", source);
      await bench.mapping(arn, "work");
      await bench.aws.faults.killNext("work", { afterMs: 200 });
      const { MessageId } = await bench.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "x" }));
      await eventually("the end", () => bench.aws.invocations().length === 2);
      expect(bench.notes("starts")).toEqual(["1", "2"]);
      expect(bench.notes("ends")).toEqual([MessageId]);
      expect(bench.aws.invocations().map(({ errorType, outcome }) => errorType ?? outcome)).toEqual([
        "Runtime.ExitError",
        "ok",
      ]);
    }),
  60_000,
);

test(
  "a fault that does not exist is refused",
  () =>
    withLocalAws([], async (bench) => {
      const answer = await fetch(`${bench.aws.endpoint}/_local/faults`, {
        method: "POST",
        headers: { [TOKEN_HEADER]: bench.aws.token },
        body: '{"kind":"earthquake"}',
      });
      expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining("unknown kind of fault")]);
    }),
  60_000,
);

test(
  "one role's calls can fail while others' succeed",
  () =>
    withLocalAws([], async (bench) => {
      const { url } = await bench.queue("shared");
      const source = `const { SQSClient, SendMessageCommand } = require("@aws-sdk/client-sqs");
      exports.handler = async () => new SQSClient({}).send(
        new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody: "x" }));`;
      const Environment = { Variables: { QUEUE_URL: url } };
      for (const name of ["lucky", "unlucky"]) await bench.function(name, source, { Environment });
      await bench.aws.faults.failApi({ service: "sqs", role: "unlucky", code: "ServiceUnavailable" });
      const outcome = async (name: string) => (await bench.invoke(name)).FunctionError ?? "ok";
      expect([await outcome("lucky"), await outcome("unlucky")]).toEqual(["ok", "Unhandled"]);
    }),
  60_000,
);

test(
  "publishing fails when asked: a batch as a whole, as every service with the query protocol says it",
  () =>
    withLocalAws([], async (bench) => {
      const TopicArn = await bench.topic("events");
      const action = { service: "sns", action: "Publish", resource: TopicArn };
      await bench.aws.faults.failApi({ ...action, code: "InvalidParameter", count: 1 });
      const publish = () =>
        bench.sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: [{ Id: "1", Message: "x" }] }));
      await expect(publish()).rejects.toMatchObject({ name: "InvalidParameterException" });
      expect((await publish()).Successful?.length).toBe(1);
    }),
  60_000,
);
