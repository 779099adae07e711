import { type ChildProcess, spawn } from "node:child_process";
import { type JsonWebKey, randomBytes } from "node:crypto";
import { once as eventOnce } from "node:events";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { controlOf, TOKEN_HEADER } from "./control";
import { type Credentials, randomCredentials } from "./credentials";
import { type Faults, faultsBy } from "./faults";
import { fetchApi } from "./http-api";
import { readGrants } from "./iam";
import { type PermissionReport, permissionReport } from "./permissions";
import type { Policy } from "./policies";
import { projectFolder } from "./project";
import { localAwsPython } from "./python";
import {
  type CallRecord,
  type InvocationRecord,
  type LostAnswerRecord,
  readCalls,
  readInvocations,
  readLostAnswers,
  readPolicies,
  readViolations,
  type ViolationRecord,
} from "./records";

/** How to start a local AWS. */
export interface LocalAwsOptions {
  /** Region of everything made. Default: us-east-1. */
  readonly region?: string;
  /** Twelve digits. Default: 123456789012. */
  readonly accountId?: string;
  /** Patches of `local/ministack/patches/` to leave out, by file name. For the tests of the patches. Default: none. */
  readonly withoutPatches?: readonly string[];
}

/** A local AWS that runs. */
export interface LocalAws {
  /** URL of every AWS service, such as `http://127.0.0.1:41234`. */
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
  /** Keys of the account's root user, to whom everything is allowed; made up for this run. */
  readonly credentials: Credentials;
  /** What the control paths, `/_local/…`, ask for in the header {@link TOKEN_HEADER}; made up for this run. */
  readonly token: string;
  /** Environment variables that point Terraform, the aws command line and every SDK to this AWS. */
  readonly environment: Readonly<Record<string, string>>;
  /** Folder of this run, with `server.log`, `calls.jsonl` and `invocations.jsonl`; gone after {@link LocalAws.stop}. */
  readonly runFolder: string;
  /** Calls a URL of an HTTP API, such as `${api_endpoint}/jobs`: its host name resolves nowhere, so the call goes to the endpoint with that Host. */
  fetchApi(url: string, init?: RequestInit): Promise<Response>;
  /** What can be made to go wrong. */
  readonly faults: Faults;
  /** Makes JWT authorizers take tokens signed with these keys (a JSON Web Key Set of public keys) as those of an issuer, such as `https://issuer.example`. */
  jwtIssuer(issuer: string, jwks: { readonly keys: readonly JsonWebKey[] }): Promise<void>;
  /** Fires a schedule of the default group now, as when its time comes. */
  runSchedule(name: string): Promise<void>;
  /** Who called what on which resource since the start or the last reset, and how it was judged. */
  calls(): CallRecord[];
  /** Invocations of functions since the start or the last reset. */
  invocations(): InvocationRecord[];
  /** Requests since the start or the last reset that were taken here and that AWS refuses by its own service models. */
  violations(): ViolationRecord[];
  /** Policies that were made since the start or the last reset, those of roles, users, queues, topics, functions and keys. */
  policies(): Policy[];
  /** Calls since the start or the last reset that an SDK sent again because their answer got lost; it was given once more. */
  lostAnswers(): LostAnswerRecord[];
  /** What roles were refused, and what their policies allow but no call used. */
  report(): Promise<PermissionReport>;
  /** Removes every resource, record and fault: as if just started. */
  reset(): Promise<void>;
  /** Resolves when its server has ended, by {@link LocalAws.stop} or not. */
  readonly ended: Promise<void>;
  /** Ends it with every process that it started, and removes its folder. Safe to call twice. */
  stop(): Promise<void>;
}

/** It answers in under a second; a loaded machine gets thirty times that. */
const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 5_000;

/**
 * Starts a local AWS on a free port of 127.0.0.1, with an empty environment and a folder of its own. It ends with this
 * process, even when this process is killed.
 *
 * @throws when Python is missing, its packages cannot be installed, or the server ends before it answers.
 */
export async function startLocalAws(options: LocalAwsOptions = {}): Promise<LocalAws> {
  const { region = "us-east-1", accountId = "123456789012", withoutPatches = [] } = options;
  const start = performance.now();
  const python = await localAwsPython();
  const runFolder = mkdtempSync(join(tmpdir(), "local-aws-"));
  const credentials = randomCredentials();
  const token = randomBytes(24).toString("base64url");
  const server = startServer(python, runFolder, [accountId, region, ...withoutPatches]);
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  // A server that ends at once reads nothing, and that it ended is said better below.
  server.stdin!.on("error", () => undefined).write(`${JSON.stringify({ ...credentials, token })}\n`);
  const stop = once(() => stopServer(server, runFolder));
  try {
    const endpoint = `http://127.0.0.1:${await portOf(server, runFolder)}`;
    const signal = AbortSignal.timeout(START_TIMEOUT_MS);
    await expectOk(fetch(`${endpoint}/_ministack/health`, { headers: { [TOKEN_HEADER]: token }, signal }));
    releaseEventLoop(server);
    performance.measure("start of a local AWS", { start });
    const control = controlOf(endpoint, token);
    return {
      endpoint,
      region,
      accountId,
      credentials,
      token,
      environment: environmentFor(endpoint, region, credentials),
      runFolder,
      fetchApi: (url, init) => fetchApi(endpoint, url, init),
      faults: faultsBy(control),
      jwtIssuer: (issuer, jwks) => control("POST", "jwt-issuers", { issuer, jwks }),
      runSchedule: (name) => control("POST", `schedules/${encodeURIComponent(name)}`),
      calls: () => readCalls(runFolder),
      invocations: () => readInvocations(runFolder),
      violations: () => readViolations(runFolder),
      policies: () => readPolicies(runFolder),
      lostAnswers: () => readLostAnswers(runFolder),
      report: async () => permissionReport(readCalls(runFolder), await readGrants(endpoint, region, credentials)),
      reset: () => control("POST", "reset"),
      ended,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function startServer(python: string, runFolder: string, settings: readonly string[]): ChildProcess {
  const log = openSync(join(runFolder, "server.log"), "a", 0o600);
  try {
    return spawn(python, [join(projectFolder(), "local", "ministack", "serve.py"), runFolder, ...settings], {
      cwd: runFolder,
      // Nothing of this process's environment may reach a function. Functions run on the Node that runs this.
      env: {
        PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
        HOME: runFolder,
        TMPDIR: runFolder,
        PYTHONUTF8: "1",
      },
      // A group of its own, so that the workers can be ended with it.
      detached: true,
      stdio: ["pipe", "pipe", log],
    });
  } finally {
    closeSync(log);
  }
}

/** The server says its port in its first line of output. */
async function portOf(server: ChildProcess, runFolder: string): Promise<number> {
  const timeUp = AbortSignal.timeout(START_TIMEOUT_MS);
  const ended = new AbortController();
  const failure = (what: string) => {
    const log = readFileSync(join(runFolder, "server.log"), "utf8").trim().split("\n").slice(-15).join("\n");
    return new Error(`The local AWS ${what}. Its last words:\n${log}`);
  };
  server.once("error", (error) => ended.abort(failure(`did not start: ${error.message}`)));
  const onExit = () => ended.abort(failure(`ended at once (${server.signalCode ?? `exit code ${server.exitCode}`})`));
  server.once("exit", onExit);
  const lines = createInterface({ input: server.stdout! });
  try {
    const [line] = await eventOnce(lines, "line", { signal: AbortSignal.any([ended.signal, timeUp]) });
    return (JSON.parse(line) as { port: number }).port;
  } catch {
    throw ended.signal.aborted ? ended.signal.reason : failure(`was not ready after ${START_TIMEOUT_MS / 1000} s`);
  } finally {
    server.off("exit", onExit);
    lines.close();
    server.stdout?.resume();
  }
}

/** A forgotten `stop()` must not keep this process alive: its end is the end of the server. */
function releaseEventLoop(server: ChildProcess): void {
  server.unref();
  for (const stream of [server.stdin, server.stdout]) (stream as unknown as { unref?(): void } | null)?.unref?.();
}

async function stopServer(server: ChildProcess, runFolder: string): Promise<void> {
  if (server.pid !== undefined && server.exitCode === null && server.signalCode === null) {
    server.ref();
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => killGroup(server.pid!), STOP_TIMEOUT_MS);
      server.once("exit", () => {
        clearTimeout(timer);
        resolve();
      });
      // The end of its input is the one sign to end, the same as when this process dies.
      server.stdin?.end();
    });
  }
  rmSync(runFolder, { recursive: true, force: true, maxRetries: 5 });
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It went in the meantime.
  }
}

function environmentFor(endpoint: string, region: string, credentials: Credentials): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    // The session of a shell that has one would go along with these keys and make them invalid; clients take an empty one for none.
    AWS_SESSION_TOKEN: "",
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: "true",
    // The Terraform provider's 25 tries turn each gap of an emulator into a hang.
    AWS_MAX_ATTEMPTS: "3",
  };
}

async function expectOk(answer: Promise<Response>): Promise<void> {
  const response = await answer;
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`);
}

function once<T>(action: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= action();
    return result;
  };
}
