/** `npm run local`: a local AWS for a person, until Ctrl-C. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type LocalAws, startLocalAws } from "../local/aws";
import type { InvocationRecord } from "../local/records";
import { Run } from "./run";

/** How often new invocations are looked for; short enough to feel immediate. */
const FOLLOW_EVERY_MS = 200;

async function main(run: Run): Promise<void> {
  const aws = await startLocalAws();
  run.atEnd(() => aws.stop());
  void aws.ended.then(() => endWith(run));

  console.log(`The local AWS listens on ${aws.endpoint} (account ${aws.accountId}, ${aws.region}).`);
  console.log("For terraform, aws and SDKs, in another terminal, where it sets endpoint, region and keys:\n");
  console.log(`    . ${environmentFile(aws)}\n`);
  console.log("Reset: r and Enter. End: Ctrl-C. Invocations:");

  follow(aws, run);
  createInterface({ input: process.stdin }).on("line", (line) => onLine(aws, line.trim()));
}

/** A file that a shell reads. Not printed: keys stay in the memory of terminals, and in what records them. */
function environmentFile({ runFolder, environment }: LocalAws): string {
  const path = join(runFolder, "environment");
  const lines = Object.entries(environment).map(([name, value]) => `export ${name}='${value}'\n`);
  writeFileSync(path, lines.join(""), { mode: 0o600 });
  return path;
}

/** Whoever kills the server ends this too. */
function endWith(run: Run): void {
  if (run.signal.aborted) return;
  console.error("The local AWS has ended.");
  run.stop(1);
}

function follow(aws: LocalAws, run: Run): void {
  let shown = 0;
  const look = setInterval(() => {
    // Its folder goes with the server.
    if (!existsSync(aws.runFolder)) return;
    const invocations = aws.invocations();
    for (const invocation of invocations.slice(shown)) console.log(describe(invocation));
    shown = invocations.length;
  }, FOLLOW_EVERY_MS);
  run.signal.addEventListener("abort", () => clearInterval(look));
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

const run = new Run();
main(run).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  run.stop(1);
});
