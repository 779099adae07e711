import { GetEventSourceMappingCommand } from "@aws-sdk/client-lambda";
import { describePatch, eventually, pause } from "../../support";

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
