import { InvokeCommand } from "@aws-sdk/client-lambda";
import { describePatch } from "../../support";

/** What the runtime gives to a function on AWS, and what Node and the SDK need here. */
const KNOWN = /^(AWS_.*|_LAMBDA_.*|LAMBDA_TASK_ROOT|_MINISTACK_INVOKE_DEPTH|_X_AMZN_TRACE_ID|PATH|HOME|TMPDIR|MINE)$/;

describePatch(
  "function_environment",
  "a function sees its own variables and the runtime's, nothing of the server's",
  async (bench) => {
    await bench.function("look", "exports.handler = async () => Object.keys(process.env);", {
      Environment: { Variables: { MINE: "1" } },
    });
    const { Payload } = await bench.lambda.send(new InvokeCommand({ FunctionName: "look" }));
    const names = JSON.parse(Buffer.from(Payload!).toString()) as string[];
    return { own: names.includes("MINE"), foreign: names.filter((name) => !KNOWN.test(name)) };
  },
  { own: true, foreign: [] },
);
