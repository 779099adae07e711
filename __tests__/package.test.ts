import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { strToU8, unzipSync, zipSync } from "fflate";
import { bundleSync } from "../lib/bundle";
import { NOTICES_FILE } from "../lib/notices";
import { temporaryFolder } from "./support/folders";

const root = join(__dirname, "..");
const NAME = "terraform-aws-serverless-patterns";
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const optional = Object.keys(manifest.peerDependenciesMeta);

// npm writes about 450 MB of packages, most of them the bindings of the AWS provider.
jest.setTimeout(900_000);

/** An app of somebody else. Its types must be ours, and not `any`, as those of a module that is not found would be. */
const APP = `
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import {
  FunctionBundle,
  FunctionPackage,
  PubSub,
  QueueLoadLeveling,
  type QueueLoadLevelingProps,
  Subscriber,
  WebService,
} from "${NAME}";

class Shop extends TerraformStack {
  constructor(app: App, id: string, text: (name: string, value: string) => string, number: (name: string, value: number) => number) {
    super(app, id);
    new AwsProvider(this, "aws", { region: "eu-central-1" });
    const filename = text("zip", "code.zip");
    const worker = { filename, memoryMb: number("memory", 512), maxPerSecond: number("rate", 5) };
    const props: QueueLoadLevelingProps = { name: text("jobs_name", "jobs"), worker };
    const jobs = new QueueLoadLeveling(this, "jobs", props);
    const events = new PubSub(this, "events", {
      name: text("events_name", "events"),
      subscribers: { mail: { subscriber: { filename } } },
    });
    const { topicArn } = events.outputs;
    new Subscriber(this, "audit", { name: text("audit_name", "audit"), topicArn, subscriber: { filename } });
    const web = new WebService(this, "web", {
      name: text("web_name", "web"),
      functions: { orders: { filename, environment: { TOPIC_ARN: topicArn } } },
      routes: { "GET /orders": { function: "orders" } },
    });
    const url: string = jobs.outputs.queueUrl;
    new TerraformOutput(this, "url", { value: url });
    new TerraformOutput(this, "api", { value: web.outputs.apiEndpoint });
  }
}

const app = new App({ outdir: "apps" });
new Shop(app, "literals", (_, value) => value, (_, value) => value);
new Shop(
  app,
  "tokens",
  function (this: void, name) { return new TerraformVariable(tokens(), name, { type: "string" }).stringValue; },
  (name) => new TerraformVariable(tokens(), name, { type: "number" }).numberValue,
);
app.synth();

function tokens(): TerraformStack {
  return app.node.findChild("tokens") as TerraformStack;
}

for (const make of [
  (stack: TerraformStack) => new FunctionBundle(stack, "bundle", { entry: "handlers.mjs" }),
  (stack: TerraformStack) => new FunctionPackage(stack, "package", { name: "code", sourceDir: "." }),
]) {
  try {
    const lonely = new App({ outdir: "lonely" });
    make(new TerraformStack(lonely, "lonely"));
    lonely.synth();
  } catch (error) {
    console.log((error as Error).message);
  }
}
`;

/** A handler with each factory of the runtime, in an ES module. */
const HANDLERS = `
import {
  eventSubscriber,
  httpAuthorizer,
  httpHandler,
  idempotentUuid,
  type Job,
  jobWorker,
  PermanentError,
  publish,
} from "${NAME}/runtime";

type IsAny<T> = 0 extends 1 & T ? true : false;
/** An event and a context that are typed: neither any nor unknown. */
type Typed<F extends (...given: never[]) => unknown> = IsAny<Parameters<F>[0]> extends true
  ? never
  : IsAny<Awaited<ReturnType<F>>> extends true
    ? never
    : F;
const typed = <F extends (...given: never[]) => unknown>(handler: Typed<F>): F => handler as F;

export const worker = typed(
  jobWorker(async ({ payload }: Job<{ size: number }>): Promise<number> => {
    if (payload.size < 0) throw new PermanentError("too small");
    return payload.size;
  }),
);
export const subscriber = typed(
  eventSubscriber<{ size: number }>(async ({ data }) => {
    await publish([{ type: "com.example.seen.v1", data: { size: data.size } }], { source: "/example" });
  }),
);
export const files = typed(eventSubscriber(async ({ s3 }) => s3.object.key, { format: "s3" }));
export const bus = typed(eventSubscriber(async ({ detail }) => detail, { format: "eventbridge" }));
export const http = typed(
  httpHandler({}, async ({ event }) => ({ status: 200, body: { id: idempotentUuid(event, "orders") ?? null } })),
);
export const authorizer = typed(
  httpAuthorizer(async ({ headers }) => (headers?.["x-token"] === "secret" ? { principalId: "me" } : undefined)),
);
`;

describe("the published package, installed with the required peers alone", () => {
  let folder: string;
  let packed: { readonly files: readonly { readonly path: string }[] };
  beforeAll(() => {
    run("node_modules/.bin/tsc", ["--project", "tsconfig.build.json"], root);
    folder = temporaryFolder("consumer");
    const output = run("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder], root);
    [packed] = JSON.parse(output);
    install(folder, JSON.parse(output)[0].filename);
    for (const [path, text] of Object.entries({ "app.ts": APP, "handlers.mts": HANDLERS }))
      writeFileSync(join(folder, path), text);
    writeFileSync(join(folder, "code.zip"), zipSync({ "index.mjs": strToU8("export const handler = () => {};") }));
  });

  test("brings what it needs, and none of the optional peers", () => {
    const there = optional.filter((name) => existsSync(join(folder, "node_modules", name)));
    expect(optional).not.toEqual([]);
    expect(there).toEqual([]);
  });

  test("is typed to the end, also where the types of libraries are checked", () => {
    const compilerOptions = {
      ...{ strict: true, noUncheckedIndexedAccess: true, skipLibCheck: false },
      ...{ target: "es2022", module: "node16", types: ["node"], outDir: "." },
    };
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({ compilerOptions, files: ["app.ts", "handlers.mts"] }),
    );
    expect(run(join(root, "node_modules/.bin/tsc"), ["--project", "."], folder)).toBe("");
  });

  test("synthesizes apps of literals and of tokens, with its functions, and names a peer that is missed", () => {
    const said = run(process.execPath, ["app.js"], folder);
    for (const name of ["literals", "tokens"]) {
      const stack = join(folder, "apps", "stacks", name);
      const { resource } = JSON.parse(readFileSync(join(stack, "cdk.tf.json"), "utf8"));
      const files = Object.values<{ filename: string }>(resource.aws_lambda_function).map(({ filename }) => filename);
      const shipped = files.filter((path) => path.startsWith("${path.module}"));
      const missing = shipped.filter((path) => !existsSync(path.replace("${path.module}", stack)));
      expect(shipped.length).toBeGreaterThan(5);
      expect(missing).toEqual([]);
    }
    expect(said.trim().split("\n")).toEqual([
      "FunctionBundle needs the package esbuild, which is not installed: npm install esbuild",
      "FunctionPackage needs the package @cdktf/provider-archive, which is not installed: npm install @cdktf/provider-archive",
    ]);
  });

  test("gives handlers that can be bundled, each with its factory, and loaded", () => {
    for (const name of ["worker", "subscriber", "files", "bus", "http", "authorizer"]) {
      const entry = join(folder, `${name}.mjs`);
      writeFileSync(entry, `export { ${name} as handler } from "./handlers.mjs";\n`);
      const files = unzipSync(bundleSync(entry));
      const file = join(folder, `${name}-bundled`, "index.mjs");
      mkdirSync(dirname(file));
      writeFileSync(file, files["index.mjs"] as Uint8Array);
      const program = `import(${JSON.stringify(pathToFileURL(file).href)}).then(({ handler }) => console.log(typeof handler))`;
      expect(run(process.execPath, ["-e", program], folder)).toBe("function\n");
      expect(Buffer.from(files[NOTICES_FILE] as Uint8Array).toString()).toContain(`\n- ${NAME} ${manifest.version} `);
    }
  });

  test("holds all that it exports, and neither tests nor the local AWS", () => {
    const files = packed.files.map(({ path }) => path);
    const exported = Object.values<string | Record<string, string>>(manifest.exports).flatMap((value) =>
      typeof value === "string" ? value : Object.values(value),
    );
    expect(files).toEqual(expect.arrayContaining(exported.map((path) => path.replace("./", ""))));
    expect(files).toEqual(
      expect.arrayContaining([
        "LICENSE",
        "README.md",
        `terraform/${NOTICES_FILE}`,
        "terraform/queue-load-leveling/functions/accept.zip",
      ]),
    );
    expect(files.filter((path) => /__tests__|^local|^scripts|source-maps/.test(path))).toEqual([]);
  });
});

/** Runs a program and returns what it said; fails with all that it said. */
function run(program: string, args: readonly string[], cwd: string): string {
  try {
    return execFileSync(program, args, { cwd, encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${program} ${args.join(" ")}: ${stdout}${stderr}`);
  }
}

/**
 * Installs the packed package in an empty folder. The versions are this project's own, by its lock file, of which npm leaves out what
 * nobody needs: so it finds all in its cache, from `npm ci`, and asks the registry for nothing.
 */
function install(folder: string, filename: string): void {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const { "": own, ...packages } = lock.packages;
  const required = Object.keys(manifest.peerDependencies).filter((name) => !optional.includes(name));
  const versions = [...required, "@types/node"].map((name) => [name, manifest.devDependencies[name]]);
  const dependencies = { [NAME]: `file:${filename}`, ...Object.fromEntries(versions) };
  const consumer = { name: "consumer", private: true, dependencies };
  packages[`node_modules/${NAME}`] = { ...own, resolved: `file:${filename}`, devDependencies: undefined };
  writeFileSync(join(folder, "package.json"), JSON.stringify(consumer));
  writeFileSync(
    join(folder, "package-lock.json"),
    JSON.stringify({ ...lock, name: "consumer", packages: { "": consumer, ...packages } }),
  );
  run("npm", ["install", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"], folder);
}
