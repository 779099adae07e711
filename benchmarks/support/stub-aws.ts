import { createHash } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { toItem } from "../../functions/shared/items";

/** DynamoDB, SQS, SNS and Lambda at once: the least that our functions take for an answer, without a delay. */
export interface StubAws {
  readonly url: string;
  stop(): void;
}

/** What {@link toItem} takes. */
export type PlainItem = Parameters<typeof toItem>[0];
type Request = Readonly<Record<string, string>>;
type Answers = Readonly<Record<string, (request: Request) => unknown>>;

/** SQS and DynamoDB, by `X-Amz-Target`. */
const jsonAnswers = (itemOf: (tableName: string | undefined) => ReturnType<typeof toItem> | undefined): Answers => ({
  "DynamoDB_20120810.PutItem": () => ({}),
  "DynamoDB_20120810.DeleteItem": () => ({}),
  "DynamoDB_20120810.TransactWriteItems": () => ({}),
  "DynamoDB_20120810.UpdateItem": ({ TableName, ReturnValues }) =>
    ReturnValues === "ALL_NEW" ? { Attributes: itemOf(TableName) } : {},
  "DynamoDB_20120810.GetItem": ({ TableName }) => ({ Item: itemOf(TableName) }),
  "DynamoDB_20120810.Query": ({ TableName }) => ({ Items: [itemOf(TableName)] }),
  "DynamoDB_20120810.BatchGetItem": () => ({ Responses: {}, UnprocessedKeys: {} }),
  // The SDK compares the digest.
  "AmazonSQS.SendMessage": ({ MessageBody = "" }) => ({
    MessageId: "m",
    MD5OfMessageBody: createHash("md5").update(MessageBody).digest("hex"),
  }),
  "AmazonSQS.ReceiveMessage": () => ({}),
  "AmazonSQS.ChangeMessageVisibility": () => ({}),
  "AmazonSQS.GetQueueAttributes": () => ({ Attributes: { ApproximateNumberOfMessages: "0" } }),
});

/** PublishBatch of one message, the one call that speaks the query protocol. */
const PUBLISHED =
  '<PublishBatchResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishBatchResult><Failed/><Successful>' +
  "<member><Id>0</Id><MessageId>m</MessageId></member>" +
  "</Successful></PublishBatchResult></PublishBatchResponse>";

/** Level of every product that the stock service is asked for. */
export const STOCK_LEVEL = 3;

/** What an invoked function returns: all that is invoked is the stock service. */
const stockAnswer = ({ productIds }: { readonly productIds: readonly string[] }) => ({
  levels: Object.fromEntries(productIds.map((id) => [id, STOCK_LEVEL])),
});

/**
 * Starts it on a free port of 127.0.0.1. Any path that is not of AWS answers 201, as the system behind a worker.
 * @param items name of a table → the one item that is read from it
 */
export async function startStubAws(items: Readonly<Record<string, PlainItem>>): Promise<StubAws> {
  const answers = jsonAnswers((name = "") => (items[name] === undefined ? undefined : toItem(items[name])));
  const server = createServer(async (request, response) => {
    const body = await readBody(request);
    const { url, headers } = request;
    const answer = answers[String(headers["x-amz-target"])];
    const reply = (status: number, text: string) =>
      response.writeHead(status, { "content-type": String(headers["content-type"]) }).end(text);
    if (url?.endsWith("/invocations")) reply(200, JSON.stringify(stockAnswer(JSON.parse(body))));
    else if (url !== "/") reply(201, "{}");
    else if (answer) reply(200, JSON.stringify(answer(JSON.parse(body))));
    else if (body.startsWith("Action=PublishBatch&")) reply(200, PUBLISHED);
    else reply(400, JSON.stringify({ __type: "UnknownOperationException" }));
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
