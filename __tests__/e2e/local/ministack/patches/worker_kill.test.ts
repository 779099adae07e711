import { InvokeCommand } from "@aws-sdk/client-lambda";
import { describePatch, eventually, NOTE, type Workbench } from "../../support";

const LONG = `${NOTE} exports.handler = async () => {
  note("starts", 1);
  await new Promise((resolve) => setTimeout(resolve, 3000));
  return "done";
};`;

async function outcome(bench: Workbench): Promise<string> {
  const { FunctionError, Payload } = await bench.lambda.send(new InvokeCommand({ FunctionName: "long" }));
  const answer = JSON.parse(Buffer.from(Payload!).toString()) as { errorType: string };
  return FunctionError === undefined ? "done" : answer.errorType;
}

describePatch(
  "worker_kill",
  "the next invocation is killed after it began, the one after it is not",
  async (bench) => {
    await bench.function("long", LONG);
    await bench.aws.faults.killNext("long", { afterMs: 500 });
    const outcomes = [await outcome(bench), await outcome(bench)];
    return { outcomes, starts: bench.notes("starts").length };
  },
  { outcomes: ["Runtime.ExitError", "done"], starts: 2 },
);

describePatch(
  "function_errors",
  "a running invocation is killed on the spot",
  async (bench) => {
    await bench.function("long", LONG);
    const running = outcome(bench);
    await eventually("the handler runs", () => bench.notes("starts").length === 1);
    return { killed: await bench.aws.faults.killRunning("long"), outcome: await running };
  },
  { killed: 1, outcome: "Runtime.ExitError" },
);
