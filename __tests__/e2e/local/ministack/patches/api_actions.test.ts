import {
  DeleteEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  InvokeCommand,
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
