import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fetchApi } from "../../local/http-api";

let server: Server;
let endpoint: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { host, "content-type": type } = request.headers;
      const seen = { method: request.method, url: request.url, host, type, body: Buffer.concat(chunks).toString() };
      response.writeHead(
        request.url === "/gone" ? 204 : 201,
        [
          ["Set-Cookie", "a=1"],
          ["Set-Cookie", "b=2"],
        ].flat(),
      );
      response.end(request.url === "/gone" ? undefined : JSON.stringify(seen));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

test("a call goes to the endpoint, with the host of its URL", async () => {
  const body = JSON.stringify({ a: "é" });
  const headers = { "content-type": "application/json" };
  const answer = await fetchApi(endpoint, "http://api.execute-api.localhost:1/jobs?x=1", {
    method: "POST",
    body,
    headers,
  });
  expect(answer.status).toBe(201);
  expect(answer.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  expect(await answer.json()).toEqual({
    method: "POST",
    url: "/jobs?x=1",
    host: "api.execute-api.localhost:1",
    type: "application/json",
    body,
  });
});

test("an answer without content has none", async () => {
  const answer = await fetchApi(endpoint, "http://api.localhost/gone");
  expect([answer.status, await answer.text()]).toEqual([204, ""]);
});

test("a server that is not there is an error", async () => {
  await expect(fetchApi("http://127.0.0.1:1", "http://api.localhost/")).rejects.toThrow("ECONNREFUSED");
});
