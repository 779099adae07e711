import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { LocalAws } from "../../../local/aws";
import { type Process, survivors, withDescendants } from "./processes";
import { eventually } from "./support";
import { Workbench } from "./workbench";

/** Ended at the end, come what may: a test that fails leaves it running. */
let npm: ChildProcess | undefined;
afterEach(() => npm?.kill("SIGKILL"));

const ROOT = join(__dirname, "../../..");

interface Started {
  readonly npm: ChildProcess;
  /** The file that it tells shells to read, and what is in it. */
  readonly environmentFile: string;
  readonly environment: Readonly<Record<string, string>>;
  /** What it has printed up to there. */
  readonly printed: readonly string[];
}

/** `npm run local`, as a person starts it. */
async function started(): Promise<Started> {
  npm = spawn("npm", ["run", "local"], { cwd: ROOT, stdio: ["pipe", "pipe", "inherit"] });
  const printed: string[] = [];
  const output = createInterface({ input: npm.stdout! });
  const environmentFile = await new Promise<string>((resolve) =>
    output.on("line", (line) => {
      printed.push(line);
      const [, path] = /^ {4}\. (\/\S+)$/.exec(line) ?? [];
      if (path !== undefined) resolve(path);
    }),
  );
  const lines = readFileSync(environmentFile, "utf8").matchAll(/^export (\w+)='(.*)'$/gm);
  const environment = Object.fromEntries([...lines].map(([, name, value]) => [name, value]));
  return { npm, environmentFile, environment, printed };
}

/** A bench for who knows what the file says. */
const benchOf = (environment: Started["environment"]) =>
  new Workbench({
    endpoint: environment["AWS_ENDPOINT_URL"],
    region: environment["AWS_REGION"],
    accountId: "123456789012",
    credentials: {
      accessKeyId: environment["AWS_ACCESS_KEY_ID"],
      secretAccessKey: environment["AWS_SECRET_ACCESS_KEY"],
    },
  } as unknown as LocalAws);

const LEVELS: Readonly<Record<string, (one: Process, all: readonly Process[]) => boolean>> = {
  npm: ({ command }) => command.startsWith("npm run local"),
  "the program": ({ command }) => command.includes("scripts/run.mjs"),
  "the server": ({ command, parent }, all) =>
    command.includes("serve.py") && all.some(({ pid, command: of }) => pid === parent && of.includes("run.mjs")),
  "the server's guard": ({ command, parent }, all) =>
    command.includes("serve.py") && all.some(({ pid, command: of }) => pid === parent && of.includes("serve.py")),
};

test.each(Object.entries(LEVELS))(
  "npm run local: when %s is killed, nothing survives",
  async (_, isIt) => {
    const {
      npm: { pid = 0 },
      environmentFile,
      environment,
    } = await started();
    const bench = benchOf(environment);
    await bench.function("waits", "exports.handler = () => new Promise(() => setInterval(() => {}, 1000));", {
      Timeout: 60,
    });
    await bench.function("spins", "exports.handler = () => { for (;;); };", { Timeout: 60 });
    // Their answers never come.
    for (const name of ["waits", "spins"]) bench.invoke(name).catch(() => undefined);
    const all = await eventually("both functions at work", () => {
      const found = withDescendants(pid);
      return found.filter(({ command }) => command.includes("worker")).length === 2 && found;
    });
    const levels = Object.values(LEVELS).map((level) => all.filter((one) => level(one, all)).length);
    // One of each, two functions, and no shell and no bundler beside them.
    expect([levels, all.length]).toEqual([[1, 1, 1, 1], 6]);
    process.kill(all.find((one) => isIt(one, all))!.pid, "SIGKILL");
    await eventually("the end of all", () => survivors(all).length === 0 && !existsSync(dirname(environmentFile)));
  },
  120_000,
);

test("the keys are in a file for nobody else, and neither printed nor among the arguments of a process", async () => {
  const { npm: program, environmentFile, environment, printed } = await started();
  try {
    expect(statSync(environmentFile).mode & 0o777).toBe(0o600);
    const folder = dirname(environmentFile);
    for (const name of readdirSync(folder)) {
      // A folder or a file that only its owner opens.
      expect([name, statSync(join(folder, name)).mode & 0o077]).toEqual([name, 0]);
    }
    expect(statSync(folder).mode & 0o077).toBe(0);
    const secrets = [environment["AWS_ACCESS_KEY_ID"], environment["AWS_SECRET_ACCESS_KEY"]];
    for (const { command } of withDescendants(program.pid!)) {
      for (const secret of secrets) expect(command).not.toContain(secret);
    }
    const said = printed.join("\n") + readFileSync(join(folder, "server.log"), "utf8");
    for (const secret of secrets) expect(said).not.toContain(secret);
  } finally {
    program.kill("SIGTERM");
    await eventually("its end", () => program.exitCode !== null || program.signalCode !== null);
  }
}, 60_000);

test("a program that is killed leaves no bundle of itself", async () => {
  const before = readdirSync(join(ROOT, ".cache"));
  const program = spawn(process.execPath, ["scripts/run.mjs", "__tests__/e2e/local/fixtures/waiting.ts"], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise((resolve) => program.stdout.once("data", resolve));
  program.kill("SIGKILL");
  await eventually("its end", () => program.signalCode !== null);
  expect(readdirSync(join(ROOT, ".cache")).filter((name) => !before.includes(name) && name.startsWith("run"))).toEqual(
    [],
  );
}, 60_000);
