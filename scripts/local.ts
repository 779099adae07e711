/** `npm run local`: a local AWS for a person, until Ctrl-C. */
import { createInterface } from "node:readline";
import { type LocalAws, startLocalAws } from "../local/aws";
import type { InvocationRecord } from "../local/records";

/** How often new invocations are looked for; short enough to feel immediate. */
const FOLLOW_EVERY_MS = 200;

async function main(): Promise<void> {
  const aws = await startLocalAws();
  const end = async () => {
    await aws.stop();
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, end);

  console.log(`The local AWS listens on ${aws.endpoint} (account ${aws.accountId}, ${aws.region}).`);
  console.log("For terraform, aws and SDKs, paste into another terminal:\n");
  for (const [name, value] of Object.entries(aws.environment)) console.log(`export ${name}=${value}`);
  console.log("\nReset: r and Enter. End: Ctrl-C. Invocations:");

  let shown = 0;
  const parent = process.ppid;
  setInterval(() => {
    // A killed parent sends no signal; its children get another parent.
    if (process.ppid !== parent) void end();
    const invocations = aws.invocations();
    for (const invocation of invocations.slice(shown)) console.log(describe(invocation));
    shown = invocations.length;
  }, FOLLOW_EVERY_MS);

  createInterface({ input: process.stdin }).on("line", (line) => onLine(aws, line.trim()));
}

async function onLine(aws: LocalAws, line: string): Promise<void> {
  if (line !== "r" && line !== "reset") return;
  await aws.reset();
  console.log("Reset: nothing is left.");
}

function describe({ at, functionName, durationMs, outcome, errorType }: InvocationRecord): string {
  const what = errorType === undefined ? outcome : `${outcome} ${errorType}`;
  return `${new Date(at).toISOString()}  ${functionName}  ${what}  ${durationMs} ms`;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
