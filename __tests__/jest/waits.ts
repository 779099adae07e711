import { appendFileSync } from "node:fs";
import { performance } from "node:perf_hooks";

// What the file before noted after its end.
performance.clearMeasures();

/** What a suite waited for, in sum: Terraform, the local AWS, events. Read by the reporter. */
afterAll(() => {
  const waits: Record<string, { times: number; seconds: number }> = {};
  for (const { name, duration } of performance.getEntriesByType("measure")) {
    const { times, seconds } = waits[name] ?? { times: 0, seconds: 0 };
    waits[name] = { times: times + 1, seconds: seconds + duration / 1000 };
  }
  performance.clearMeasures();
  const file = process.env["JEST_WAITS_FILE"];
  if (file) appendFileSync(file, `${JSON.stringify({ suite: expect.getState().testPath, waits })}\n`);
});
