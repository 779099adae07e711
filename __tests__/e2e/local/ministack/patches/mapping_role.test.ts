import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { describePatch, eventually, NOTE, pause, type Workbench } from "../../support";

const WORK = `${NOTE} exports.handler = async () => note("calls", 1);`;
const READ = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];

async function deliver(bench: Workbench, name: string, actions: readonly string[]): Promise<void> {
  const { url, arn } = await bench.queue(name);
  await bench.function(name, WORK, {}, [{ Effect: "Allow", Action: actions, Resource: arn }]);
  await bench.mapping(arn, name);
  await bench.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "x" }));
}

describePatch(
  "mapping_role",
  "a mapping delivers only what the function's role may read",
  async (bench) => {
    await deliver(bench, "blind", READ.slice(1));
    await deliver(bench, "seeing", READ);
    await eventually("a delivery", () => bench.notes("calls").length > 0);
    // Two more looks at both queues.
    await pause(2_500);
    const denied = (await bench.aws.report()).denied.filter(({ action }) => action.startsWith("sqs:"));
    return { deliveries: bench.notes("calls").length, denied: denied.map(({ role, action }) => `${role} ${action}`) };
  },
  { deliveries: 1, denied: ["blind sqs:ReceiveMessage"] },
);

describePatch(
  "mapping_role",
  "a function's lines reach the log only if its role may write them",
  async (bench) => {
    await deliver(bench, "silent", READ);
    await eventually("a delivery", () => bench.aws.invocations().length > 0);
    const { denied } = await bench.aws.report();
    return denied.map(({ role, action, resource }) => `${role} ${action} ${resource}`);
  },
  ["CreateLogStream", "PutLogEvents"].map(
    (action) => `silent logs:${action} arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/silent:log-stream:all`,
  ),
);
