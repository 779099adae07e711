import { request } from "node:http";
import { buffer } from "node:stream/consumers";

/**
 * Calls `url` at `endpoint`, with the host name of `url` as Host header: `fetch` does not let one set it, and names like
 * `a1b2c3.execute-api.localhost` do not resolve everywhere. Redirects are not followed.
 */
export async function fetchApi(endpoint: string, url: string, init: RequestInit = {}): Promise<Response> {
  const target = new URL(url);
  const { hostname, port } = new URL(endpoint);
  // Request makes the body and its headers (content-type, length) out of what init says, exactly as fetch would.
  const wanted = new Request(target, init);
  const body = Buffer.from(await wanted.arrayBuffer());
  const headers: Record<string, string | number> = { ...Object.fromEntries(wanted.headers), host: target.host };
  if (body.length > 0) headers["content-length"] = body.length;
  return new Promise((resolve, reject) => {
    const sent = request(
      { hostname, port, path: `${target.pathname}${target.search}`, method: wanted.method, headers },
      (answer) => {
        const answerHeaders = new Headers();
        for (let i = 0; i < answer.rawHeaders.length; i += 2) {
          answerHeaders.append(answer.rawHeaders[i]!, answer.rawHeaders[i + 1]!);
        }
        const status = answer.statusCode ?? 500;
        buffer(answer).then((content) => {
          const empty = content.length === 0 || status === 204 || status === 304;
          resolve(new Response(empty ? null : content, { status, headers: answerHeaders }));
        }, reject);
      },
    );
    sent.on("error", reject);
    init.signal?.addEventListener("abort", () => sent.destroy(new Error("The call was aborted.")));
    sent.end(body);
  });
}
