import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { removeAbandoned } from "./abandoned";
import { projectFolder } from "./project";

const run = promisify(execFile);

/** Names under which a Python may be found on PATH, the person's own choice first. */
const CANDIDATES = ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10", "python"] as const;
/** The oldest Python that ministack runs on. */
const OLDEST = "3.10";
const CHECK = `import ensurepip, sys, venv; sys.exit(0 if sys.version_info >= (${OLDEST.replace(".", ", ")}) else 1)`;
/** Downloading 20 packages takes 10 to 30 seconds; a slow network gets ten times that. */
const INSTALL_TIMEOUT_MS = 300_000;

/** Where to look for what, when not in the usual places. */
export interface PythonOptions {
  /** PATH to search for a Python. Default: that of this process. */
  readonly path?: string;
  /** Folder that keeps the virtual environments. Default: `.cache/` of the project. */
  readonly cacheFolder?: string;
}

/**
 * Path of the Python that runs the local AWS, in a virtual environment with exactly the packages of
 * `local/ministack/requirements.txt`. Made the first time; later calls only look whether it is there.
 *
 * @throws when no Python 3.10 or newer is found, or when pip cannot install the packages; the message names the cure.
 */
export async function localAwsPython(options: PythonOptions = {}): Promise<string> {
  const root = projectFolder();
  const requirements = join(root, "local", "ministack", "requirements.txt");
  const cacheFolder = options.cacheFolder ?? join(root, ".cache");
  const hash = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
  const environment = join(cacheFolder, `venv-${hash}`);
  const python = join(environment, "bin", "python");
  if (existsSync(python)) return python;

  const variables = { ...process.env, PATH: options.path ?? process.env.PATH ?? "" };
  const base = await findPython(variables);
  mkdirSync(cacheFolder, { recursive: true });
  // Made aside and then renamed: an interrupted or a simultaneous run never leaves a half-made environment.
  const draft = join(cacheFolder, `venv-${hash}-${process.pid}`);
  removeAbandoned(cacheFolder, "venv");
  try {
    await install(base, draft, requirements, variables);
    renameSync(draft, environment);
  } catch (error) {
    if (!existsSync(python)) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return python;
}

async function findPython(env: NodeJS.ProcessEnv): Promise<string> {
  for (const name of CANDIDATES) {
    try {
      await run(name, ["-c", CHECK], { env, timeout: 10_000 });
      return name;
    } catch {
      // Absent, too old, or without the modules venv and ensurepip: the next name may be better.
    }
  }
  throw new Error(
    `The local AWS needs Python ${OLDEST} or newer with its venv module, and found none on PATH. ` +
      "Install it (Debian, Ubuntu: apt install python3 python3-venv; macOS: brew install python) and run again.",
  );
}

async function install(base: string, folder: string, requirements: string, env: NodeJS.ProcessEnv): Promise<void> {
  const program = join(projectFolder(), "local", "ministack", "install.py");
  // The leader of a group of its own, which ends as a whole when its standard input does: with this process, or in time.
  const child = spawn(base, [program, folder, requirements], {
    env,
    detached: true,
    stdio: ["pipe", "ignore", "pipe"],
  });
  const timer = setTimeout(() => child.stdin.end(), INSTALL_TIMEOUT_MS);
  const [output, code] = await Promise.all([
    text(child.stderr),
    new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve)),
  ]).finally(() => clearTimeout(timer));
  if (code === 0) return;
  const lastLines = output.trim().split("\n").slice(-5).join("\n");
  throw new Error(
    "The local AWS could not install its Python packages (local/ministack/requirements.txt). " +
      `Check that pip reaches a package index (PIP_INDEX_URL, proxy) and run again. pip said:\n${lastLines}`,
  );
}
