import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { eventually, withLocalAws } from "./support";

const SEND = `const { SQSClient, SendMessageCommand } = require("@aws-sdk/client-sqs");
  exports.handler = async () => new SQSClient({}).send(
    new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody: "x" }));`;

test(
  "a role that may too little and a role that may too much are both named",
  () =>
    withLocalAws([], async (bench) => {
      const { url, arn } = await bench.queue("jobs");
      const logs = "arn:aws:logs:*:*:log-group:/aws/lambda/*:*";
      const base = { Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: logs };
      const Environment = { Variables: { QUEUE_URL: url } };
      await bench.function("poor", SEND, { Environment }, [base]);
      await bench.function("rich", SEND, { Environment }, [
        base,
        { Effect: "Allow", Action: ["sqs:SendMessage", "sqs:PurgeQueue"], Resource: [arn, `${arn}-2`] },
      ]);
      expect((await bench.invoke("poor")).FunctionError).toBe("Unhandled");
      expect((await bench.invoke("rich")).FunctionError).toBeUndefined();
      expect(await bench.aws.report()).toEqual({
        denied: [{ role: "poor", action: "sqs:SendMessage", resource: arn, reason: "ImplicitDeny", count: 1 }],
        unused: [
          { role: "rich", action: "sqs:SendMessage", resource: `${arn}-2` },
          { role: "rich", action: "sqs:PurgeQueue", resource: arn },
          { role: "rich", action: "sqs:PurgeQueue", resource: `${arn}-2` },
        ],
      });
    }),
  60_000,
);

test(
  "what a mapping does with a role counts as used",
  () =>
    withLocalAws([], async (bench) => {
      const { url, arn } = await bench.queue("jobs");
      const polling = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
      await bench.function("work", "exports.handler = async () => {};", {}, [
        { Effect: "Allow", Action: polling, Resource: arn },
      ]);
      await bench.mapping(arn, "work");
      await bench.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "x" }));
      await eventually("the delivery", () => bench.aws.invocations().length > 0);
      expect((await bench.aws.report()).unused).toEqual([]);
    }),
  60_000,
);

test(
  "calls of every caller are recorded: the root user's, a stranger's, an unsigned one",
  () =>
    withLocalAws([], async (bench) => {
      await bench.queue("jobs");
      await fetch(bench.aws.endpoint, {
        headers: { "x-amz-target": "AmazonSQS.ListQueues" },
        method: "POST",
        body: "{}",
      });
      const byCaller = new Map(bench.aws.calls().map((call) => [call.caller, call]));
      expect(byCaller.get("arn:aws:iam::123456789012:root")).toMatchObject({
        action: "sqs:CreateQueue",
        resource: "arn:aws:sqs:us-east-1:123456789012:jobs",
        allowed: true,
      });
      expect(byCaller.get("anonymous")).toMatchObject({ action: "sqs:ListQueues", allowed: false });
    }),
  60_000,
);
