/** Calls a function as Lambda does after a cold start, prints its answer and ends at once: `node first-return.mjs <index.mjs> <event as JSON>`. */
import { writeSync } from "node:fs";

const [bundle, event] = process.argv.slice(2);
const { handler } = await import(bundle);
const end = Date.now() + 10_000;
const context = {
  awsRequestId: "00000000-0000-4000-8000-000000000000",
  functionName: "benchmark",
  functionVersion: "$LATEST",
  invokedFunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:benchmark",
  memoryLimitInMB: "256",
  getRemainingTimeInMillis: () => end - Date.now(),
};
const answer = await handler(JSON.parse(event), context);
// Alone in the last line; functions log above it.
writeSync(1, `\n${JSON.stringify(answer)}\n`);
process.exit(0);
