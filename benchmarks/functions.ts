/** Size and cold start of each function: from process start to the first answer, on this machine, against AWS that answers at once. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { App } from "cdktf";
import { unzipSync } from "fflate";
import { entriesOf, synthesize } from "../lib/module-writer";
import { projectFolder } from "../local/project";
import { patternModules } from "../stacks";
import { exampleCode } from "../stacks/examples";
import { INVOCATIONS, JOBS_ENVIRONMENT } from "./support/invocations";
import { interleaved, run } from "./support/measure";
import { report } from "./support/report";
import { startStubAws } from "./support/stub-aws";

/** A run takes a tenth of a second or two; nine of each make the median hold still. */
const ROUNDS = 9;
const KILOBYTE = 1000;

interface Subject {
  readonly name: string;
  readonly zipBytes: number;
  readonly bundleBytes: number;
  readonly bundle: string;
}

/** Unpacks the function that is shipped. */
function unpack(name: string, zipPath: string, folder: string): Subject {
  const zip = readFileSync(join(projectFolder(), zipPath));
  const contents = unzipSync(zip)["index.mjs"];
  if (!contents) throw new Error(`${zipPath} holds no index.mjs`);
  const bundle = join(folder, name, "index.mjs");
  mkdirSync(dirname(bundle), { recursive: true });
  writeFileSync(bundle, contents);
  return { name, zipBytes: zip.length, bundleBytes: contents.length, bundle };
}

function subjects(folder: string): Subject[] {
  const app = new App({ outdir: join(folder, "cdktf.out") });
  const own = Object.keys(entriesOf(patternModules.map((module) => synthesize(module, app))));
  return [
    ...own.map((name) => unpack(name, `terraform/${name.replace("/", "/functions/")}.zip`, folder)),
    ...Object.keys(exampleCode).map((name) => unpack(name, `${name}.zip`, folder)),
  ];
}

/** @throws Error if the function does not answer as it does when all goes well */
async function coldStart({ name, bundle }: Subject, environment: Readonly<Record<string, string>>): Promise<number> {
  const invocation = INVOCATIONS[name];
  if (!invocation) throw new Error(`${name} has no invocation; add one to benchmarks/support/invocations.ts`);
  const program = join(projectFolder(), "benchmarks", "support", "first-return.mjs");
  const ended = await run({ arguments: [program, bundle, JSON.stringify(invocation.event)], environment });
  const { at, answer } = JSON.parse(ended.stdout.trimEnd().split("\n").at(-1) ?? "");
  if (!invocation.isGood(answer)) throw new Error(`${name} did not do its work:\n${ended.stdout}`);
  return at - ended.startedAt;
}

/** Until Node runs the first line of a program that is nothing else. */
async function bareStart(): Promise<number> {
  const { stdout, startedAt } = await run({ arguments: ["-p", "performance.timeOrigin + performance.now()"] });
  return Number(stdout) - startedAt;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "functions-"));
  const aws = await startStubAws();
  try {
    const environment = {
      ...JOBS_ENVIRONMENT,
      LEGACY_URL: aws.url,
      AWS_ENDPOINT_URL: aws.url,
      AWS_REGION: "eu-central-1",
      AWS_ACCESS_KEY_ID: "benchmark",
      AWS_SECRET_ACCESS_KEY: "benchmark",
      AWS_EC2_METADATA_DISABLED: "true",
    };
    const functions = subjects(folder);
    const runs = [bareStart, ...functions.map((subject) => () => coldStart(subject, environment))];
    const [floor = Number.NaN, ...starts] = await interleaved(ROUNDS, runs, (start) => start());
    const rows = functions.map(({ name, zipBytes, bundleBytes }, index) => {
      const ms = starts[index] ?? Number.NaN;
      const sizes = [zipBytes, bundleBytes].map((bytes) => (bytes / KILOBYTE).toFixed(1));
      return [name, ...sizes, ms.toFixed(0), (ms - floor).toFixed(0), (ms / floor).toFixed(2)];
    });
    const heads = ["function", "zip KB", "bundle KB", "cold start ms", "above the floor ms", "ratio to the floor"];
    report([heads, ...rows, ["node alone (the floor)", "", "", floor.toFixed(0), "", "1.00"]]);
  } finally {
    aws.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
