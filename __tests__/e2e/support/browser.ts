import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

const NAMES = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];
/** What `.ci/browser` unpacks. */
const UNPACKED = join(__dirname, "../../../.cache/browser/browser");
/** A page is through in a second; only a browser that hangs takes this. */
const PATIENCE_MS = 45_000;

/** A browser of the Chromium family; undefined where there is none. */
export function findBrowser(): string | undefined {
  return (
    NAMES.find((name) => spawnSync(name, ["--version"]).status === 0) ?? (existsSync(UNPACKED) ? UNPACKED : undefined)
  );
}

/** A test in a browser; where there is none it is skipped, and says so. */
export const inBrowser = (name: string, use: (browser: string) => Promise<void>, timeoutMs: number): void => {
  const browser = findBrowser();
  if (browser === undefined)
    console.warn(`SKIPPED: no browser was found for "${name}". Run .ci/browser, or install Chromium.`);
  (browser === undefined ? test.skip : test)(name, () => use(browser!), timeoutMs);
};

/**
 * What a script of a page says, run in the browser: it is the body of an async function, and its result is JSON. The page is served
 * by this machine under a name of the stranger's choice, as after a DNS rebinding.
 */
export async function runInPage<T>(browser: string, host: string, script: string): Promise<T> {
  let report: (said: string) => void;
  const said = new Promise<string>((resolve, reject) => {
    report = resolve;
    setTimeout(() => reject(new Error("The page said nothing.")), PATIENCE_MS).unref();
  });
  const page = `<!doctype html><script>(async () => { ${script} })().catch(String)
    .then((result) => fetch("/report", { method: "POST", body: JSON.stringify(result) }));</script>`;
  const server = createServer(async (request, response) => {
    if (request.method === "POST") report(await text(request));
    response.setHeader("content-type", "text/html").end(request.url === "/" ? page : "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const profile = mkdtempSync(join(tmpdir(), "browser-"));
  const { port } = server.address() as AddressInfo;
  const started = spawn(
    browser,
    [
      "--headless",
      // Of the browser against its pages, which are ours. It needs rights that root in a container does not have.
      "--no-sandbox",
      `--user-data-dir=${profile}`,
      `--host-resolver-rules=MAP ${host} 127.0.0.1`,
      // Ends with the pipe, and so with this process.
      "--remote-debugging-pipe",
      `http://${host}:${port}/`,
    ],
    { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"], detached: true },
  );
  try {
    return JSON.parse(await said) as T;
  } finally {
    const ended = new Promise((resolve) => started.once("exit", resolve));
    process.kill(-started.pid!, "SIGKILL");
    await ended;
    server.closeAllConnections();
    server.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 10 });
  }
}
