import { Run } from "../../scripts/run";

/** Runs a benchmark that deploys: what it began ends with it, also when it is told to stop in the middle. */
export function runBenchmark(main: (run: Run) => Promise<void>): void {
  // The SDK's advice to change Node is not for a table of numbers.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
  const run = new Run();
  main(run)
    .catch((error: unknown) => {
      if (run.signal.aborted) return;
      process.exitCode = 1;
      console.error(error instanceof Error ? error.message : error);
    })
    .finally(() => run.end());
}
