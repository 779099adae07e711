/** Size and cold start of each function: from process start to the first answer, on this machine, against AWS that answers at once. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { App } from "cdktf";
import { unzipSync } from "fflate";
import { bundle } from "../lib/bundle";
import { entriesOf, synthesize } from "../lib/module-writer";
import { projectFolder } from "../local/project";
import { patternModules } from "../stacks";
import { exampleCode } from "../stacks/examples";
import { type Invocation, SUITES } from "./support/invocations";
import { interleaved, run } from "./support/measure";
import { report } from "./support/report";
import { startStubAws } from "./support/stub-aws";

/** A run takes a tenth of a second or two; nine of each make the median hold still. */
const ROUNDS = 9;
const KILOBYTE = 1000;

type Environment = Readonly<Record<string, string>>;

interface Subject {
  readonly name: string;
  readonly zipBytes: number;
  readonly bundleBytes: number;
  readonly path: string;
  readonly invocation: Invocation;
  readonly environment: Environment;
}

/** @throws Error if a function that is shipped has no invocation */
function assertAllCovered(folder: string): void {
  const app = new App({ outdir: join(folder, "cdktf.out") });
  const own = entriesOf(patternModules.map((module) => synthesize(module, app)));
  const covered = new Set(SUITES.flatMap(({ invocations }) => Object.keys(invocations)));
  const missing = Object.values({ ...own, ...exampleCode }).filter((entry) => !covered.has(entry));
  if (missing.length > 0) {
    throw new Error(`${missing.join(", ")} have no invocation; add them to benchmarks/support/invocations/`);
  }
}

/** Each function, bundled as the build does it. */
async function subjects(folder: string): Promise<Subject[]> {
  assertAllCovered(folder);
  const all = SUITES.flatMap(({ invocations, environment }) =>
    Object.entries(invocations).map(([entry, invocation]) => ({ entry, invocation, environment })),
  );
  const nameOf = (entry: string) => entry.replace(/^functions\/|\.ts$/g, "");
  const bundles = await bundle(projectFolder(), Object.fromEntries(all.map(({ entry }) => [nameOf(entry), entry])));
  return all.map(({ entry, invocation, environment }) => {
    const name = nameOf(entry);
    const { zip } = bundles.get(name)!;
    const contents = unzipSync(zip)["index.mjs"]!;
    const path = join(folder, name, "index.mjs");
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
    return { name, zipBytes: zip.length, bundleBytes: contents.length, path, invocation, environment };
  });
}

/** @throws Error if the function does not answer as it does when all goes well */
async function coldStart({ name, path, invocation, environment }: Subject, aws: Environment): Promise<number> {
  const program = join(projectFolder(), "benchmarks", "support", "first-return.mjs");
  const event = JSON.stringify(invocation.event);
  const ended = await run({ arguments: [program, path, event], environment: { ...environment, ...aws } });
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
  const aws = await startStubAws(Object.assign({}, ...SUITES.map(({ items }) => items)));
  try {
    const environment = {
      LEGACY_URL: aws.url,
      AWS_ENDPOINT_URL: aws.url,
      AWS_REGION: "eu-central-1",
      AWS_ACCESS_KEY_ID: "benchmark",
      AWS_SECRET_ACCESS_KEY: "benchmark",
      AWS_EC2_METADATA_DISABLED: "true",
    };
    const functions = await subjects(folder);
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
