import { createHash } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** DynamoDB and SQS at once: the least that our functions take for an answer, without a delay. */
export interface StubAws {
  readonly url: string;
  stop(): void;
}

type Answers = Readonly<Record<string, (request: Readonly<Record<string, string>>) => unknown>>;

const ANSWERS: Answers = {
  "DynamoDB_20120810.PutItem": () => ({}),
  "DynamoDB_20120810.UpdateItem": () => ({}),
  "DynamoDB_20120810.GetItem": () => ({
    Item: {
      id: { S: "j" },
      state: { S: "accepted" },
      created_at: { S: "2026-01-01T00:00:00.000Z" },
      attempts: { N: "0" },
    },
  }),
  // The SDK compares the digest.
  "AmazonSQS.SendMessage": ({ MessageBody = "" }) => ({
    MessageId: "m",
    MD5OfMessageBody: createHash("md5").update(MessageBody).digest("hex"),
  }),
  "AmazonSQS.ReceiveMessage": () => ({}),
  "AmazonSQS.ChangeMessageVisibility": () => ({}),
  "AmazonSQS.GetQueueAttributes": () => ({ Attributes: { ApproximateNumberOfMessages: "0" } }),
};

/** Starts it on a free port of 127.0.0.1. Any other path than `/` answers 201, as the system behind a worker. */
export async function startStubAws(): Promise<StubAws> {
  const server = createServer(async (request, response) => {
    const body = await readBody(request);
    const answer = ANSWERS[String(request.headers["x-amz-target"])];
    if (request.url !== "/") response.writeHead(201).end("{}");
    else if (answer) {
      const type = String(request.headers["content-type"]);
      response.writeHead(200, { "content-type": type }).end(JSON.stringify(answer(JSON.parse(body))));
    } else response.writeHead(400).end(JSON.stringify({ __type: "UnknownOperationException" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
