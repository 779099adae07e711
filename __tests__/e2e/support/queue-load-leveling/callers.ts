import { randomUUID } from "node:crypto";
import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { GetEventSourceMappingCommand, InvokeCommand, UpdateEventSourceMappingCommand } from "@aws-sdk/client-lambda";
import { GetQueueAttributesCommand, ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { type Call, callerTests } from "../callers";
import type { Clients } from "../suite";
import { CALLERS, type Caller, type InstanceName } from "./root";
import type { Suite } from "./suite";

const CALLER_NAMES = Object.keys(CALLERS) as Caller[];

async function allowedByApi(
  suite: Suite,
  clients: Clients,
  path: string,
  method: string,
  body?: string,
  instance: InstanceName = "jobs",
): Promise<void> {
  const headers: Record<string, string> = body === undefined ? {} : { "content-type": "application/json" };
  const { status } = await suite.instance(instance).request(path, { method, body, headers }, clients);
  if (status === 403) throw new Error("403");
}

const CALLS: readonly Call<Suite, Caller>[] = [
  {
    what: "send to the queue",
    allowed: ["sender"],
    make: (suite, { sqs }) =>
      sqs.send(
        new SendMessageCommand({
          QueueUrl: suite.instance("paced").outputs.queue_url,
          MessageBody: JSON.stringify({ customerId: "caller", name: "Caller", email: "caller@example.com" }),
        }),
      ),
  },
  {
    what: "receive from the queue",
    allowed: [],
    make: (suite, { sqs }) =>
      sqs.send(new ReceiveMessageCommand({ QueueUrl: suite.instance("paced").outputs.queue_url })),
  },
  {
    what: "send to another queue",
    allowed: [],
    make: (suite, { sqs }) =>
      sqs.send(new SendMessageCommand({ QueueUrl: suite.instance("jobs").outputs.queue_url, MessageBody: "{}" })),
  },
  {
    what: "hand in a job",
    allowed: ["invoker"],
    make: (suite, clients) => allowedByApi(suite, clients, "/jobs", "POST", '{"customerId":"caller-api"}'),
  },
  {
    what: "ask for a job",
    allowed: ["invoker", "reader"],
    make: (suite, clients) => allowedByApi(suite, clients, `/jobs/${randomUUID()}`, "GET"),
  },
  {
    what: "hand in a job at an API that others own",
    allowed: ["guest"],
    make: (suite, clients) => allowedByApi(suite, clients, "/jobs", "POST", "[", "single"),
  },
  {
    what: "ask for a job at an API that others own",
    allowed: ["guest"],
    make: (suite, clients) => allowedByApi(suite, clients, `/jobs/${randomUUID()}`, "GET", undefined, "single"),
  },
  {
    what: "redrive dead letters",
    allowed: ["operator"],
    make: (suite, clients) =>
      suite
        .instance("jobs")
        .redrive({ reason: "May I?", requestedBy: "e2e", jobIds: [randomUUID()], maxMessages: 1 }, clients),
  },
  {
    what: "invoke the worker",
    allowed: [],
    make: (suite, { lambda }) =>
      lambda.send(new InvokeCommand({ FunctionName: suite.instance("jobs").outputs.worker_function_name })),
  },
  {
    what: "count dead letters",
    allowed: ["operator"],
    make: (suite, { sqs }) => {
      const { deadLetterQueueUrl: QueueUrl } = suite.instance("jobs");
      return sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["ApproximateNumberOfMessages"] }));
    },
  },
  {
    what: "look at the mapping",
    allowed: ["operator"],
    make: (suite, { lambda }) =>
      lambda.send(new GetEventSourceMappingCommand({ UUID: suite.instance("jobs").outputs.worker_mapping_id })),
  },
  {
    what: "pause and resume the worker",
    allowed: ["operator"],
    make: async (suite, clients) => {
      const jobs = suite.instance("jobs");
      const who = { reason: "May I?", requestedBy: "e2e" };
      expect(await jobs.pause({ paused: true, ...who }, clients)).toEqual({ state: "Disabled", changed: true });
      expect(await jobs.pause({ paused: false, ...who }, clients)).toEqual({ state: "Enabled", changed: true });
    },
  },
  {
    what: "change the mapping itself, which also filters",
    allowed: [],
    make: (suite, { lambda }) => {
      const UUID = suite.instance("jobs").outputs.worker_mapping_id;
      return lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }));
    },
  },
  {
    what: "resume another worker",
    allowed: [],
    make: (suite, clients) =>
      suite.instance("paced").pause({ paused: false, reason: "May I?", requestedBy: "e2e" }, clients),
  },
  {
    what: "read the table",
    allowed: [],
    make: (suite, { dynamo }) => {
      const { table_name: TableName } = suite.instance("jobs").outputs;
      return dynamo.send(new GetItemCommand({ TableName, Key: { id: { S: "x" } } }));
    },
  },
];

export function callers(suite: () => Suite): void {
  callerTests(suite, CALLER_NAMES, CALLS);
}
