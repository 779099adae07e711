import {
  CreateAliasCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  GetProvisionedConcurrencyConfigCommand,
  InvokeCommand,
  PublishVersionCommand,
  PutProvisionedConcurrencyConfigCommand,
  UpdateFunctionCodeCommand,
} from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { describePatch, type Workbench, withLocalAws } from "../../support";

const ARN = "exports.handler = async (_event, { invokedFunctionArn }) => invokedFunctionArn;";

async function publish(bench: Workbench, name: string): Promise<void> {
  const { Version } = await bench.lambda.send(new PublishVersionCommand({ FunctionName: name }));
  await bench.lambda.send(new CreateAliasCommand({ FunctionName: name, Name: "live", FunctionVersion: Version }));
}

describePatch(
  "function_versions",
  "the reserved concurrency of a function holds for its alias",
  async (bench) => {
    await bench.function("work", ARN);
    await publish(bench, "work");
    await bench.concurrency("work", 0);
    return bench.invoke("work:live").then(
      () => "invoked",
      ({ name }: Error) => name,
    );
  },
  "TooManyRequestsException",
);

test(
  "an alias stays at its version, is invoked by every spelling, and has provisioned concurrency that is ready",
  () =>
    withLocalAws([], async (bench) => {
      const arn = await bench.function("work", ARN);
      await publish(bench, "work");
      const ZipFile = zipSync({ "index.js": strToU8("exports.handler = async () => 'new';") });
      await bench.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: "work", ZipFile }));
      for (const name of ["work:live", `${arn}:live`]) expect((await bench.invoke(name)).answer).toBe(`${arn}:live`);
      const { Payload } = await bench.lambda.send(new InvokeCommand({ FunctionName: "work", Qualifier: "live" }));
      expect(JSON.parse(Buffer.from(Payload!).toString())).toBe(`${arn}:live`);
      expect((await bench.invoke("work")).answer).toBe("new");

      const live = { FunctionName: "work", Qualifier: "live" };
      await bench.lambda.send(
        new PutProvisionedConcurrencyConfigCommand({ ...live, ProvisionedConcurrentExecutions: 2 }),
      );
      const { Status } = await bench.lambda.send(new GetProvisionedConcurrencyConfigCommand(live));
      expect(Status).toBe("READY");
      await bench.lambda.send(new DeleteProvisionedConcurrencyConfigCommand(live));
      await expect(bench.lambda.send(new GetProvisionedConcurrencyConfigCommand(live))).rejects.toMatchObject({
        name: "ProvisionedConcurrencyConfigNotFoundException",
      });
    }),
  60_000,
);

test(
  "a role that may invoke the alias may invoke nothing else of the function",
  () =>
    withLocalAws([], async (bench) => {
      const arn = await bench.function("stock", ARN);
      await publish(bench, "stock");
      const caller = `const { LambdaClient, InvokeCommand } = require(${JSON.stringify(require.resolve("@aws-sdk/client-lambda"))});
        const invoke = (FunctionName, Qualifier) => new LambdaClient({})
          .send(new InvokeCommand({ FunctionName, Qualifier })).then(() => "invoked", ({ name }) => name);
        exports.handler = async () => [await invoke("${arn}:live"), await invoke("stock", "live"), await invoke("stock:live"),
          await invoke("stock"), await invoke("stock", "1")];`;
      await bench.function("caller", caller, {}, [
        { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: `${arn}:live` },
      ]);
      const denied = "AccessDeniedException";
      expect((await bench.invoke("caller")).answer).toEqual(["invoked", "invoked", "invoked", denied, denied]);
    }),
  60_000,
);
