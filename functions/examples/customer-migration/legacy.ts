/** The legacy system of the story, as a small HTTP server for demos and tests. Not for production: it is what production suffers from. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** How bad the legacy system is today. */
export interface LegacyOptions {
  /** Default: a free one. */
  readonly port?: number;
  /** Share of calls that end with a 503, from 0 to 1. Default: 0. */
  readonly failureRate?: number;
  /** Time each call takes. Default: 0. */
  readonly latencyMs?: number;
  /** Decides which calls fail: the same seed, the same failures. Default: 1. */
  readonly seed?: number;
  /** Customers that it never takes. Default: the id "poison". */
  readonly refuses?: (customerId: string) => boolean;
}

/** One call to `POST /customers`. */
export interface LegacyCall {
  /** When it arrived, epoch milliseconds. */
  readonly at: number;
  readonly customerId: string;
  readonly status: number;
}

/** A running legacy system. */
export interface Legacy {
  readonly url: string;
  /** All calls, in the order in which they arrived. Also at `GET /log`. */
  readonly log: readonly LegacyCall[];
  /** Customers that it has. A set cannot tell doubles: count the 201s in the log. */
  readonly customers: ReadonlySet<string>;
  stop(): Promise<void>;
}

/** Longer bodies are cut off: nobody's customer needs more. */
const MAX_BODY_BYTES = 64 * 1024;

/** Starts the legacy system on 127.0.0.1. */
export async function startLegacy(options: LegacyOptions = {}): Promise<Legacy> {
  const { port = 0, failureRate = 0, latencyMs = 0, seed = 1, refuses = (id) => id === "poison" } = options;
  const chance = seeded(seed);
  const calls: { at: number; customerId: string; status: number }[] = [];
  const customers = new Set<string>();

  async function create(request: IncomingMessage): Promise<number> {
    const call = { at: Date.now(), customerId: "", status: 0 };
    calls.push(call);
    // Drawn on arrival, so that the failures do not depend on how long bodies take.
    const fails = chance() < failureRate;
    call.customerId = customerIdOf(await readBody(request));
    await sleep(latencyMs);
    call.status = statusOf(call.customerId, fails);
    if (call.status === 201) customers.add(call.customerId);
    return call.status;
  }

  function statusOf(customerId: string, fails: boolean): number {
    if (fails) return 503;
    if (customerId === "") return 400;
    if (refuses(customerId)) return 422;
    return customers.has(customerId) ? 409 : 201;
  }

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const route = `${request.method} ${request.url}`;
    const [status, body] =
      route === "POST /customers"
        ? [await create(request), { status: "see the HTTP status" }]
        : route === "GET /log"
          ? [200, calls]
          : [404, { error: "Known: POST /customers, GET /log" }];
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  }

  const server = createServer((request, response) => {
    // A client that went away is no reason to fall over.
    respond(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    log: calls,
    customers,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) return "";
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function customerIdOf(body: string): string {
  try {
    const id: unknown = JSON.parse(body)?.customerId;
    return typeof id === "string" ? id : "";
  } catch {
    return "";
  }
}

/** Mulberry32: small, and even enough to decide who fails. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
