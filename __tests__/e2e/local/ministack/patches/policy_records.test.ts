import { AddPermissionCommand } from "@aws-sdk/client-lambda";
import { SetTopicAttributesCommand } from "@aws-sdk/client-sns";
import { SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { describePatch } from "../../support";

const ACCOUNT = "123456789012";
const policy = (Action: string, Resource?: string) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: "*", Action, Resource }] });
const QUEUE_POLICY = policy("sqs:SendMessage", "*");
const TOPIC_POLICY = policy("sns:Publish", `arn:aws:sns:us-east-1:${ACCOUNT}:events`);
const KEY_POLICY = policy("kms:*", "*");

describePatch(
  "policy_records",
  "policies of every kind are recorded as they were made, with whom they belong to",
  async (bench) => {
    const { url } = await bench.queue("jobs", { Policy: QUEUE_POLICY });
    await bench.sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { Policy: QUEUE_POLICY } }));
    // Other attributes are no policies.
    await bench.sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { DelaySeconds: "1" } }));
    const TopicArn = await bench.topic("events");
    const attribute = { TopicArn, AttributeName: "Policy", AttributeValue: TOPIC_POLICY };
    await bench.sns.send(new SetTopicAttributesCommand(attribute));
    await bench.function("worker", "exports.handler = async () => {};");
    await bench.lambda.send(
      new AddPermissionCommand({
        FunctionName: "worker",
        StatementId: "api",
        Action: "lambda:InvokeFunction",
        Principal: "apigateway.amazonaws.com",
        SourceArn: `arn:aws:execute-api:us-east-1:${ACCOUNT}:a1b2c3/*`,
      }),
    );
    await bench.signed("kms", "POST", "/", {
      headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": "TrentService.CreateKey" },
      body: JSON.stringify({ Description: "mine", Policy: KEY_POLICY }),
    });
    return bench.aws.policies().map(({ type, service, owner, document }) => {
      const [{ Action, Condition }] = [JSON.parse(document).Statement].flat();
      return [type, service, owner.replace(/http.*\//, ""), Action, Condition];
    });
  },
  [
    ["resource", "sqs", "CreateQueue jobs", "sqs:SendMessage", undefined],
    ["resource", "sqs", "SetQueueAttributes jobs", "sqs:SendMessage", undefined],
    ["resource", "sns", `SetTopicAttributes arn:aws:sns:us-east-1:${ACCOUNT}:events`, "sns:Publish", undefined],
    ["trust", "iam", "CreateRole worker", "sts:AssumeRole", undefined],
    ["identity", "iam", "PutRolePolicy worker", "*", undefined],
    [
      "resource",
      "lambda",
      "AddPermission worker",
      "lambda:InvokeFunction",
      { ArnLike: { "aws:SourceArn": `arn:aws:execute-api:us-east-1:${ACCOUNT}:a1b2c3/*` } },
    ],
    ["resource", "kms", "CreateKey mine", "kms:*", undefined],
  ],
);
