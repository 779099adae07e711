import { InvokeCommand } from "@aws-sdk/client-lambda";
import { describePatch, type Workbench } from "../../support";

async function errorOf(bench: Workbench, name: string, body: string) {
  await bench.function(name, `exports.handler = async () => { ${body} };`);
  const { FunctionError, Payload } = await bench.lambda.send(new InvokeCommand({ FunctionName: name }));
  const { errorType, errorMessage, trace } = JSON.parse(Buffer.from(Payload!).toString()) as {
    errorType: string;
    errorMessage: string;
    trace?: string[];
  };
  return {
    FunctionError,
    errorType,
    errorMessage: errorMessage.replace(/RequestId: \S+/, "RequestId: …"),
    firstLine: trace?.[0],
  };
}

describePatch(
  "function_errors",
  "a thrown error keeps its name and trace",
  (bench) =>
    errorOf(bench, "throws", 'class JobError extends Error { name = "JobError"; } throw new JobError("too late");'),
  { FunctionError: "Unhandled", errorType: "JobError", errorMessage: "too late", firstLine: "JobError: too late" },
);

describePatch(
  "function_errors",
  "a process that ends on its own is named as on AWS",
  (bench) => errorOf(bench, "dies", 'process.kill(process.pid, "SIGKILL"); await new Promise(() => {});'),
  {
    FunctionError: "Unhandled",
    errorType: "Runtime.ExitError",
    errorMessage: "RequestId: … Error: Runtime exited with error: signal: killed",
    firstLine: undefined,
  },
);
