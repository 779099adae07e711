/**
 * Calls a function as Lambda does after a cold start and prints its answer and when it came (epoch milliseconds with a fraction):
 * `node first-return.mjs <index.mjs> <event as JSON>`. Plain JavaScript: nothing but the function is loaded.
 */
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
const at = performance.timeOrigin + performance.now();
// Alone in the last line; functions log above it.
writeSync(1, `\n${JSON.stringify({ at, answer })}\n`);
process.exit(0);
