import { GetEventSourceMappingCommand } from "@aws-sdk/client-lambda";
import { describePatch, type Workbench } from "../../support";

const NOTHING = "exports.handler = async () => {};";

describePatch(
  "mapping_fields",
  "a mapping's metrics read back",
  async (bench) => {
    const { arn } = await bench.queue("metrics");
    await bench.function("work", NOTHING);
    const UUID = await bench.mapping(arn, "work", { MetricsConfig: { Metrics: ["EventCount"] } });
    return (await bench.lambda.send(new GetEventSourceMappingCommand({ UUID }))).MetricsConfig;
  },
  { Metrics: ["EventCount"] },
);

const refusal = async (bench: Workbench, queue: string, settings: { BatchSize?: number; window?: number }) => {
  const { arn } = await bench.queue(queue, queue.endsWith(".fifo") ? { FifoQueue: "true" } : {});
  const { BatchSize, window: MaximumBatchingWindowInSeconds } = settings;
  return bench.mapping(arn, "work", { BatchSize, MaximumBatchingWindowInSeconds }).then(
    () => "taken",
    (error: Error) => error.name,
  );
};

describePatch(
  "mapping_fields",
  "AWS's rules for batch size and window hold",
  async (bench) => {
    await bench.function("work", NOTHING);
    return [
      await refusal(bench, "large", { BatchSize: 11 }),
      await refusal(bench, "large-late", { BatchSize: 11, window: 1 }),
      await refusal(bench, "ordered.fifo", { BatchSize: 10, window: 1 }),
      await refusal(bench, "plain.fifo", { BatchSize: 10 }),
    ];
  },
  ["InvalidParameterValueException", "taken", "InvalidParameterValueException", "taken"],
);
