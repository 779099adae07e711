import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { createConnection } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { localAwsPython } from "../../../local/python";
import { pause } from "./support";

const SERVER = join(__dirname, "../../../local/ministack");
const IDLE_MS = 300;
/**
 * Requests of a round are sent from the end of the idle time on. When the timer has fired, the loop comes round four times until the connection is closed;
 * what it reads in between is done without an answer. Here each time round takes 20 ms, and more on a busy machine.
 */
const AFTER_MS = 250;
const CONNECTIONS = 100;
/** Each loses a dozen. */
const MOST_ROUNDS = 5;
/** Go's http.Transport, and so the provider, closes what idled for so long: net/http, DefaultTransport.IdleConnTimeout. */
const GO_IDLE_SECONDS = 90;

const ask = (path: string) => `GET ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`;

/** Sends a request, and a second one on the same connection after a wait; whether the second was answered. */
async function askTwice(port: number, path: string, waitMs: number): Promise<boolean> {
  const socket = createConnection({ host: "127.0.0.1", port });
  // A connection that the server has closed is reset; it says so by its end.
  const ended = new Promise<false>((resolve) => socket.on("error", () => {}).on("close", () => resolve(false)));
  const answered = () => Promise.race([once(socket, "data").then(() => true), ended]).catch(() => false);
  socket.write(ask(`${path}/first`));
  await answered();
  await pause(waitMs);
  const second = answered();
  socket.write(ask(path));
  const result = await second;
  socket.destroy();
  return result;
}

/** Sends rounds of requests at the very end of the idle time; resolves to those that were served without an answer, of the first round with any. */
async function lostAnswers(idleSeconds: number): Promise<string[]> {
  const fixture = join(__dirname, "fixtures", "idle_connections.py");
  const server = spawn(await localAwsPython(), [fixture, String(idleSeconds)], { stdio: ["pipe", "pipe", "inherit"] });
  try {
    const [line] = (await once(createInterface({ input: server.stdout }), "line")) as [string];
    const { port } = JSON.parse(line) as { port: number };
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const paths = Array.from({ length: CONNECTIONS }, (_, index) => `/${round}/${index}`);
      const waitMs = (index: number) => IDLE_MS + (AFTER_MS * index) / CONNECTIONS;
      const answered = await Promise.all(paths.map((path, index) => askTwice(port, path, waitMs(index))));
      const served = (await (await fetch(`http://127.0.0.1:${port}/served`)).json()) as string[];
      const lost = paths.filter((path, index) => !answered[index] && served.includes(path));
      if (lost.length > 0) return lost;
    }
    return [];
  } finally {
    server.stdin.end();
    await once(server, "close");
  }
}

/** The idle time with which the local AWS runs. */
async function idleSeconds(): Promise<number> {
  const program = "import serve; print(serve.IDLE_SECONDS)";
  return Number(execFileSync(await localAwsPython(), ["-c", program], { cwd: SERVER, encoding: "utf8" }));
}

test("a server that closes idle connections serves requests without an answer", async () => {
  expect((await lostAnswers(IDLE_MS / 1000)).length).toBeGreaterThan(0);
}, 300_000);

test("the local AWS waits longer than its clients, and answers what it serves", async () => {
  expect(await idleSeconds()).toBeGreaterThan(10 * GO_IDLE_SECONDS);
  expect(await lostAnswers(await idleSeconds())).toEqual([]);
}, 300_000);
