import { CreateFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { strToU8, zipSync } from "fflate";
import { ALLOW_EVERYTHING, describePatch, type Workbench } from "../../support";

const ROLE = "arn:aws:iam::123456789012:role";
const NOT_ALLOWED = /not authorized to perform: (\S+) on resource: (\S+)/;

/** What a caller with these actions, on everything, hears of its calls. */
async function answers(
  bench: Workbench,
  statements: readonly object[],
  calls: (configuration: object) => readonly (() => Promise<unknown>)[],
): Promise<string[]> {
  const { endpoint, region } = bench.aws;
  const credentials = await bench.user(`caller-${Math.random()}`, statements);
  const results: string[] = [];
  for (const call of calls({ endpoint, region, credentials })) {
    const refusal = await call().then(
      () => undefined,
      (error: Error) => NOT_ALLOWED.exec(error.message),
    );
    results.push(refusal ? `${refusal[1]} ${refusal[2]}` : "taken");
  }
  return results;
}

const allow = (Action: readonly string[], more: object = {}) => ({ Effect: "Allow", Action, Resource: "*", ...more });
const passing = (service: string) =>
  allow(["iam:PassRole"], { Condition: { StringEquals: { "iam:PassedToService": service } } });

describePatch(
  "dependent_actions",
  "who hands a role to a service must be allowed to pass it to that service",
  async (bench) => {
    await bench.role("worker", ALLOW_EVERYTHING);
    const role = `${ROLE}/worker`;
    const calls = (configuration: object) => [
      () =>
        new LambdaClient(configuration).send(
          new CreateFunctionCommand({
            FunctionName: `worker-${Math.random().toString(36).slice(2)}`,
            Role: role,
            Runtime: "nodejs22.x",
            Handler: "index.handler",
            Code: { ZipFile: zipSync({ "index.js": strToU8("exports.handler = async () => {};") }) },
          }),
        ),
      () =>
        new SNSClient(configuration).send(
          new CreateTopicCommand({ Name: "events", Attributes: { SQSFailureFeedbackRoleArn: role } }),
        ),
    ];
    const create = allow(["lambda:CreateFunction", "sns:CreateTopic"]);
    return {
      none: await answers(bench, [create], calls),
      lambda: await answers(bench, [create, passing("lambda.amazonaws.com")], calls),
      sns: await answers(bench, [create, passing("sns.amazonaws.com")], calls),
    };
  },
  {
    none: [`iam:PassRole ${ROLE}/worker`, `iam:PassRole ${ROLE}/worker`],
    lambda: ["taken", `iam:PassRole ${ROLE}/worker`],
    sns: [`iam:PassRole ${ROLE}/worker`, "taken"],
  },
);

describePatch(
  "dependent_actions",
  "who puts tags on what it makes must be allowed to tag it",
  async (bench) => {
    const calls = (configuration: object) => [
      () => new SQSClient(configuration).send(new CreateQueueCommand({ QueueName: "bare" })),
      () => new SQSClient(configuration).send(new CreateQueueCommand({ QueueName: "tagged", tags: { a: "b" } })),
      () =>
        new SNSClient(configuration).send(new CreateTopicCommand({ Name: "tagged", Tags: [{ Key: "a", Value: "b" }] })),
    ];
    const create = allow(["sqs:CreateQueue", "sns:CreateTopic"]);
    return {
      without: await answers(bench, [create], calls),
      with: await answers(bench, [create, allow(["sqs:TagQueue", "sns:TagResource"])], calls),
    };
  },
  {
    without: [
      "taken",
      "sqs:TagQueue arn:aws:sqs:us-east-1:123456789012:tagged",
      "sns:TagResource arn:aws:sns:us-east-1:123456789012:tagged",
    ],
    with: ["taken", "taken", "taken"],
  },
);
