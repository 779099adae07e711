import { join } from "node:path";
import { AddPermissionCommand, PutFunctionRecursionConfigCommand } from "@aws-sdk/client-lambda";
import { PublishCommand } from "@aws-sdk/client-sns";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { bundleSync } from "../../../../../lib/bundle";
import { projectFolder } from "../../../../../local/project";
import { describePatch, eventually, type Workbench, withLocalAws } from "../../support";

/** It goes on past Lambda's 16, and ends by itself. */
const LAST = 19;

/** Whichever is looked at, the chain has ended with either. */
interface Ended {
  readonly runs: number;
  readonly deadLetters: readonly (string | undefined)[];
}

async function looping(bench: Workbench, name: string, variables: Record<string, string>, deadLetterArn?: string) {
  const ZipFile = bundleSync(join(projectFolder(), "__tests__", "e2e", "local", "fixtures", "looping.ts"));
  return bench.function(name, "", {
    Code: { ZipFile },
    Environment: { Variables: { LAST: String(LAST), ...variables } },
    ...(deadLetterArn !== undefined && { DeadLetterConfig: { TargetArn: deadLetterArn } }),
  });
}

async function ended(bench: Workbench, name: string, deadLetterUrl: string): Promise<Ended> {
  const runs = () =>
    bench.aws.invocations().filter(({ functionName, outcome }) => functionName === name && outcome === "ok");
  await eventually(`the end of ${name}`, async () => {
    return runs().length === LAST + 1 || (await bench.depth(deadLetterUrl)).visible > 0;
  });
  const letters = await bench.messages(deadLetterUrl);
  return { runs: runs().length, deadLetters: letters.map(({ Body }) => (Body?.startsWith("{") ? "an event" : Body)) };
}

/** A queue whose messages are dead letters after one receive, and a function that feeds and is fed by it. */
async function queueLoop(bench: Workbench, name: string) {
  const dead = await bench.queue(`${name}-dead`);
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 1 });
  const { url, arn } = await bench.queue(name, { VisibilityTimeout: "1", RedrivePolicy });
  await looping(bench, name, { QUEUE_URL: url });
  await bench.mapping(arn, name);
  return { dead, start: () => bench.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "0" })) };
}

describePatch<Ended>(
  "recursive_loops",
  "a function that feeds its own queue runs sixteen times, then its message waits until it is a dead letter",
  async (bench) => {
    const { dead, start } = await queueLoop(bench, "loop");
    await start();
    return ended(bench, "loop", dead.url);
  },
  { runs: 16, deadLetters: ["16"] },
);

describePatch<Ended>(
  "recursive_loops",
  "a function that publishes to the topic that invokes it runs sixteen times, then its event is a dead letter at once",
  async (bench) => {
    const topic = await bench.topic("loop");
    const dead = await bench.queue("loop-dead");
    const arn = await looping(bench, "loop", { TOPIC_ARN: topic }, dead.arn);
    await bench.lambda.send(
      new AddPermissionCommand({
        FunctionName: "loop",
        StatementId: "topic",
        Action: "lambda:InvokeFunction",
        Principal: "sns.amazonaws.com",
        SourceArn: topic,
      }),
    );
    await bench.subscribe(topic, arn);
    await bench.sns.send(new PublishCommand({ TopicArn: topic, Message: "0" }));
    return ended(bench, "loop", dead.url);
  },
  { runs: 16, deadLetters: ["an event"] },
);

describe("a function whose recursion config allows loops", () => {
  test("runs as often as it feeds itself", async () => {
    await withLocalAws([], async (bench) => {
      const { dead, start } = await queueLoop(bench, "loop");
      await bench.lambda.send(new PutFunctionRecursionConfigCommand({ FunctionName: "loop", RecursiveLoop: "Allow" }));
      await start();
      expect(await ended(bench, "loop", dead.url)).toEqual({ runs: LAST + 1, deadLetters: [] });
    });
  }, 60_000);
});
