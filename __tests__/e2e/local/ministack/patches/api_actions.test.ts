import {
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  InvokeCommand,
  LambdaClient,
  UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import { PublishBatchCommand } from "@aws-sdk/client-sns";
import { SendMessageBatchCommand } from "@aws-sdk/client-sqs";
import { describePatch } from "../../support";

describePatch(
  "api_actions",
  "calls on one mapping and batches of messages are judged as the actions that IAM knows",
  async (bench) => {
    const { url, arn } = await bench.queue("jobs");
    await bench.function("worker", "exports.handler = async () => {};");
    const UUID = await bench.mapping(arn, "worker", { Enabled: false });
    const TopicArn = await bench.topic("events");
    const before = bench.aws.calls().length;
    await bench.lambda.send(new GetEventSourceMappingCommand({ UUID }));
    await bench.lambda.send(new UpdateEventSourceMappingCommand({ UUID, BatchSize: 5 }));
    await bench.sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: [{ Id: "1", MessageBody: "x" }] }));
    await bench.sns.send(
      new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: [{ Id: "1", Message: "x" }] }),
    );
    await bench.lambda.send(
      new InvokeCommand({ FunctionName: "worker", Qualifier: "$LATEST", InvocationType: "DryRun" }),
    );
    await bench.lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
    const calls = bench.aws.calls().slice(before);
    return calls.map(({ action, resource }) => `${action} ${resource.replace(UUID, "UUID")}`);
  },
  [
    "lambda:GetEventSourceMapping arn:aws:lambda:us-east-1:123456789012:event-source-mapping:UUID",
    "lambda:UpdateEventSourceMapping arn:aws:lambda:us-east-1:123456789012:event-source-mapping:UUID",
    "sqs:SendMessage arn:aws:sqs:us-east-1:123456789012:jobs",
    "sns:Publish arn:aws:sns:us-east-1:123456789012:events",
    "lambda:InvokeFunction arn:aws:lambda:us-east-1:123456789012:function:worker:$LATEST",
    "lambda:DeleteEventSourceMapping arn:aws:lambda:us-east-1:123456789012:event-source-mapping:UUID",
  ],
);

describePatch(
  "api_actions",
  "each call of Lambda's control plane is judged as itself, about the function that it names",
  async (bench) => {
    const before = bench.aws.calls().length;
    await bench.function("worker", "exports.handler = async () => {};");
    const about = "/2020-06-30/functions/worker";
    await bench.signed("lambda", "PUT", "/2017-10-31/functions/worker/concurrency", {
      body: '{"ReservedConcurrentExecutions":1}',
    });
    await bench.signed("lambda", "DELETE", "/2017-10-31/functions/worker/concurrency");
    await bench.signed("lambda", "GET", "/2019-09-25/functions/worker/event-invoke-config");
    await bench.signed("lambda", "GET", "/2019-09-30/functions/worker/provisioned-concurrency?Qualifier=live");
    await bench.signed("lambda", "GET", "/2024-08-31/functions/worker/recursion-config");
    await bench.signed("lambda", "GET", "/2015-03-31/functions/worker/aliases/live");
    await bench.signed("lambda", "GET", `${about}/code-signing-config`);
    const calls = bench.aws.calls().slice(before);
    return calls
      .filter(({ action }) => action.startsWith("lambda:"))
      .map(({ action, resource }) => `${action} ${resource.replace("arn:aws:lambda:us-east-1:123456789012:", "")}`);
  },
  [
    "lambda:CreateFunction function:worker",
    "lambda:PutFunctionConcurrency function:worker",
    "lambda:DeleteFunctionConcurrency function:worker",
    "lambda:GetFunctionEventInvokeConfig function:worker",
    "lambda:GetProvisionedConcurrencyConfig function:worker:live",
    "lambda:GetFunctionRecursionConfig function:worker",
    "lambda:GetAlias function:worker",
    "lambda:GetFunctionCodeSigningConfig function:worker",
  ],
);

describePatch(
  "api_actions",
  "a policy may bind calls on mappings to their function, and calls on alarms, tags and keys to what they name",
  async (bench) => {
    const { arn } = await bench.queue("jobs");
    const functions: Record<string, string> = {};
    for (const name of ["mine", "theirs"]) {
      await bench.function(name, "exports.handler = async () => {};");
      functions[name] = await bench.mapping(arn, name, { Enabled: false });
    }
    const before = bench.aws.calls().length;
    const { endpoint, region } = bench.aws;
    const credentials = await bench.user("deployer", [
      {
        Effect: "Allow",
        Action: "lambda:*EventSourceMapping",
        Resource: "*",
        Condition: { ArnLike: { "lambda:FunctionArn": "arn:aws:lambda:*:*:function:mine" } },
      },
    ]);
    const lambda = new LambdaClient({ endpoint, region, credentials });
    const verdict = (call: Promise<unknown>) =>
      call.then(
        () => "allowed",
        () => "denied",
      );
    const verdicts = [
      await verdict(lambda.send(new UpdateEventSourceMappingCommand({ UUID: functions["mine"], BatchSize: 5 }))),
      await verdict(lambda.send(new UpdateEventSourceMappingCommand({ UUID: functions["theirs"], BatchSize: 5 }))),
      await verdict(lambda.send(new CreateEventSourceMappingCommand({ EventSourceArn: arn, FunctionName: "theirs" }))),
    ];
    await bench.query("monitoring", "2010-08-01", { Action: "DescribeAlarms", "AlarmNames.member.1": "late" });
    const named = bench.aws
      .calls()
      .slice(before)
      .find(({ action }) => action === "cloudwatch:DescribeAlarms");
    return { verdicts, named: named?.resource };
  },
  {
    verdicts: ["allowed", "denied", "denied"],
    named: "arn:aws:cloudwatch:us-east-1:123456789012:alarm:late",
  },
);
