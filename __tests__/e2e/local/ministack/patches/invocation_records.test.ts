import { describePatch } from "../../support";

describePatch(
  "invocation_records",
  "an invocation is recorded with its function and outcome, also when it fails, times out or is throttled",
  async (bench) => {
    await bench.function("good", "exports.handler = async () => 1;");
    await bench.function("bad", "exports.handler = async () => { throw new TypeError('no'); };");
    await bench.function("slow", "exports.handler = () => new Promise(() => {});", { Timeout: 1 });
    await bench.function("full", "exports.handler = async () => 1;");
    await bench.concurrency("full", 0);
    for (const name of ["good", "bad", "slow", "full"]) await bench.invoke(name).catch(() => undefined);
    const seen = bench.aws
      .invocations()
      .map(({ functionName, outcome, errorType }) => [functionName, outcome, errorType]);
    // The SDK tries throttled calls again.
    return [...new Set(seen.map((line) => line.join(" ").trim()))];
  },
  ["good ok", "bad error TypeError", "slow error Sandbox.Timedout", "full throttled"],
);
