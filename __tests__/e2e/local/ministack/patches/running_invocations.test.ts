import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  DeleteFunctionCommand,
  InvokeCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { describePatch, eventually, NOTE, type Workbench } from "../../support";

/** Says which code and configuration it is, once it may end. */
const code = (name: string) => `${NOTE} exports.handler = async ({ waits }) => {
  note("starts", 1);
  while (waits && !require("node:fs").existsSync(process.env.TMPDIR + "/go"))
    await new Promise((resolve) => setTimeout(resolve, 50));
  return "${name} code, " + process.env.SETTING + " setting";
};`;

async function answer(bench: Workbench, event: object): Promise<unknown> {
  const command = new InvokeCommand({ FunctionName: "changing", Payload: Buffer.from(JSON.stringify(event)) });
  const { Payload } = await bench.lambda.send(command);
  return JSON.parse(Buffer.from(Payload!).toString());
}

/** Begins an invocation, changes the function meanwhile, and lets the invocation end. */
async function meanwhile(bench: Workbench, change: () => Promise<unknown>): Promise<unknown> {
  await bench.function("changing", code("old"), { Environment: { Variables: { SETTING: "old" } } });
  const running = answer(bench, { waits: true });
  await eventually("the handler runs", () => bench.notes("starts").length === 1);
  await change();
  const go = join(bench.aws.runFolder, "go");
  expect(existsSync(go)).toBe(false);
  writeFileSync(go, "");
  return running;
}

describePatch(
  "running_invocations",
  "an invocation at work ends as it began when the function is updated, and the next one meets the change",
  async (bench) => {
    const FunctionName = "changing";
    const ended = await meanwhile(bench, async () => {
      const Environment = { Variables: { SETTING: "new" } };
      await bench.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment }));
      const ZipFile = zipSync({ "index.js": strToU8(code("new")) });
      await bench.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
    });
    return { ended, next: await answer(bench, {}) };
  },
  { ended: "old code, old setting", next: "new code, new setting" },
);

describePatch(
  "running_invocations",
  "an invocation at work ends as it began when the function is deleted",
  (bench) => meanwhile(bench, () => bench.lambda.send(new DeleteFunctionCommand({ FunctionName: "changing" }))),
  "old code, old setting",
);
