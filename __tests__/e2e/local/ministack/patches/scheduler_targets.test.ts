import { CreateAliasCommand, GetEventSourceMappingCommand } from "@aws-sdk/client-lambda";
import { describePatch, eventually, NOTE, pause } from "../../support";

/** Wall-clock time of EventBridge Scheduler: seconds, no zone. */
const at = (milliseconds: number) => `at(${new Date(Date.now() + milliseconds).toISOString().slice(0, 19)})`;

describePatch(
  "scheduler_targets",
  "a schedule switches off the mapping that its role may change, and no other",
  async (bench) => {
    const { arn } = await bench.queue("jobs");
    await bench.function("work", "exports.handler = async () => {};");
    const allowed = await bench.mapping(arn, "work");
    const forbidden = await bench.mapping((await bench.queue("others")).arn, "work");
    const { region, accountId } = bench.aws;
    const RoleArn = await bench.role("switch", [
      {
        Effect: "Allow",
        Action: "lambda:UpdateEventSourceMapping",
        Resource: `arn:aws:lambda:${region}:${accountId}:event-source-mapping:${allowed}`,
      },
    ]);
    for (const Uuid of [forbidden, allowed]) {
      await bench.schedule(Uuid, {
        ScheduleExpression: at(1_000),
        FlexibleTimeWindow: { Mode: "OFF" },
        Target: {
          Arn: "arn:aws:scheduler:::aws-sdk:lambda:updateEventSourceMapping",
          RoleArn,
          Input: JSON.stringify({ Uuid, Enabled: false }),
        },
      });
    }
    const state = async (UUID: string) => (await bench.lambda.send(new GetEventSourceMappingCommand({ UUID }))).State;
    await eventually("the mapping is off", async () => (await state(allowed)) === "Disabled");
    await pause(500);
    const { denied, unused } = await bench.aws.report();
    return { forbidden: await state(forbidden), denied: denied.map(({ role, action }) => `${role} ${action}`), unused };
  },
  { forbidden: "Enabled", denied: ["switch lambda:UpdateEventSourceMapping"], unused: [] },
);

describePatch(
  "scheduler_targets",
  "a schedule invokes the alias that its role may invoke; what it may not is dead-lettered",
  async (bench) => {
    const arn = await bench.function("warm", `${NOTE} exports.handler = async (event) => note("warm", event);`);
    const live = { FunctionName: "warm", Name: "live", FunctionVersion: "$LATEST" };
    await bench.lambda.send(new CreateAliasCommand(live));
    const dead = await bench.queue("dead");
    const RoleArn = await bench.role("warmer", [
      { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: `${arn}:live` },
      { Effect: "Allow", Action: "sqs:SendMessage", Resource: dead.arn },
    ]);
    for (const [name, Arn] of [
      ["refused", arn],
      ["allowed", `${arn}:live`],
    ] as const) {
      await bench.schedule(name, {
        ScheduleExpression: "rate(5 minutes)",
        FlexibleTimeWindow: { Mode: "OFF" },
        Target: { Arn, RoleArn, Input: JSON.stringify({ schedule: name }), DeadLetterConfig: { Arn: dead.arn } },
      });
      await bench.aws.runSchedule(name);
    }
    await eventually("the invocation", () => bench.notes("warm").length > 0);
    const letters = (await bench.messages(dead.url)).map(({ Body }) => Body);
    const { denied } = await bench.aws.report();
    const refused = denied.map(({ role, resource }) => `${role} ${resource.replace(arn, "warm")}`);
    return { warmed: bench.notes("warm"), letters, refused };
  },
  {
    warmed: [{ schedule: "allowed" }] as unknown[],
    letters: ['{"schedule":"refused"}'] as (string | undefined)[],
    refused: ["warmer warm"],
  },
);
