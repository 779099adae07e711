/** A subscriber's redrive function on the local AWS, as it is deployed: bundled, with a role that may do what its contract says. */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import {
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
} from "@aws-sdk/client-sqs";
import {
  REDRIVE_DEAD_LETTER_ACTIONS,
  REDRIVE_FUNCTION_ACTIONS,
  REDRIVE_QUEUE_ACTIONS,
  REDRIVES_TABLE_ACTIONS,
  REDRIVES_TABLE_KEY,
  type RedriveEnvironment,
} from "../../../functions/subscriber/redrive-contract";
import type { RedriveResult } from "../../../functions/subscriber/redrive-schemas";
import { bundleSync } from "../../../lib/bundle";
import type { PermissionReport } from "../../../local/permissions";
import { projectFolder } from "../../../local/project";
import type { Workbench } from "../local/support";

interface Queue {
  readonly url: string;
  readonly arn: string;
}

export interface RedriverOptions {
  readonly fifo?: boolean;
  /** Name of the subscriber's function: direct mode. Default: a queue. */
  readonly functionName?: string;
  readonly timeoutSeconds?: number;
}

/** What an invocation of the redrive function gave. */
export interface Redriven {
  readonly result: RedriveResult;
  readonly errorMessage: string | undefined;
  /** The lines that the function logged. */
  readonly lines: readonly Readonly<Record<string, unknown>>[];
}

const allow = (actions: readonly string[], resources: readonly string[]) => ({
  Effect: "Allow",
  Action: actions,
  Resource: resources,
});

let code: Uint8Array | undefined;

export class Redriver {
  private constructor(
    private readonly bench: Workbench,
    readonly name: string,
    readonly main: Queue,
    readonly delivery: Queue,
    readonly processing: Queue,
  ) {}

  static async create(bench: Workbench, options: RedriverOptions = {}): Promise<Redriver> {
    const { fifo = false, functionName = "", timeoutSeconds = 60 } = options;
    const name = `redrive-${randomUUID().slice(0, 8)}`;
    const queue = (role: string) =>
      bench.queue(`${name}-${role}${fifo ? ".fifo" : ""}`, fifo ? { FifoQueue: "true" } : {});
    const [main, delivery, processing] = [await queue("main"), await queue("delivery"), await queue("processing")];
    const table = `${name}-redrives`;
    const dynamo = new DynamoDBClient({
      endpoint: bench.aws.endpoint,
      region: bench.aws.region,
      credentials: bench.aws.credentials,
    });
    await dynamo.send(
      new CreateTableCommand({
        TableName: table,
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: [{ AttributeName: REDRIVES_TABLE_KEY, KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: REDRIVES_TABLE_KEY, AttributeType: "S" }],
      }),
    );
    const environment: RedriveEnvironment = {
      REDRIVE_TABLE_NAME: table,
      REDRIVE_QUEUE_URL: functionName === "" ? main.url : "",
      REDRIVE_FUNCTION_NAME: functionName,
      REDRIVE_DELIVERY_DEAD_LETTER_QUEUE_URL: delivery.url,
      REDRIVE_PROCESSING_DEAD_LETTER_QUEUE_URL: processing.url,
      REDRIVE_MAX_PER_SECOND: "500",
    };
    const { region, accountId } = bench.aws;
    const target =
      functionName === ""
        ? allow(REDRIVE_QUEUE_ACTIONS, [main.arn])
        : allow(REDRIVE_FUNCTION_ACTIONS, [`arn:aws:lambda:${region}:${accountId}:function:${functionName}`]);
    code ??= bundleSync(join(projectFolder(), "functions", "subscriber", "redrive.ts"));
    const settings = {
      Code: { ZipFile: code },
      Timeout: timeoutSeconds,
      Environment: { Variables: { ...environment } },
    };
    const logs = allow(
      ["logs:CreateLogStream", "logs:PutLogEvents"],
      [`arn:aws:logs:${region}:${accountId}:log-group:/aws/lambda/${name}:*`],
    );
    const statements = [
      logs,
      allow(REDRIVES_TABLE_ACTIONS, [`arn:aws:dynamodb:${region}:${accountId}:table/${table}`]),
      allow(REDRIVE_DEAD_LETTER_ACTIONS, [delivery.arn, processing.arn]),
      target,
    ];
    await bench.function(name, "", settings, statements);
    return new Redriver(bench, name, main, delivery, processing);
  }

  async redrive(request: object): Promise<Redriven> {
    const { FunctionError, Payload, LogResult } = await this.bench.lambda.send(
      new InvokeCommand({ FunctionName: this.name, LogType: "Tail", Payload: JSON.stringify(request) }),
    );
    const answer = JSON.parse(Buffer.from(Payload ?? []).toString());
    const lines = Buffer.from(LogResult ?? "", "base64")
      .toString()
      .split("\n")
      .filter((line) => line.startsWith("{"));
    return {
      result: answer,
      errorMessage: FunctionError && answer.errorMessage,
      lines: lines.map((line) => JSON.parse(line)),
    };
  }

  /** Hides what a queue shows, as a person at the console does; resolves to how many. */
  async hide(queue: Queue, seconds: number): Promise<number> {
    const { Messages = [] } = await this.bench.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queue.url, MaxNumberOfMessages: 10, VisibilityTimeout: seconds }),
    );
    return Messages.length;
  }

  /** Puts a message into a queue; resolves to its id. */
  async fill(queue: Queue, MessageBody: string, more: Partial<SendMessageCommandInput> = {}): Promise<string> {
    const { MessageId } = await this.bench.sqs.send(
      new SendMessageCommand({ QueueUrl: queue.url, MessageBody, ...more }),
    );
    return MessageId ?? "";
  }

  /** Takes out what a queue shows now: of a FIFO group it shows more only once that is gone. */
  async take(queue: Queue): Promise<Message[]> {
    const taken: Message[] = [];
    for (;;) {
      const messages = await this.bench.messages(queue.url);
      if (messages.length === 0) return taken;
      for (const { ReceiptHandle } of messages) {
        await this.bench.sqs.send(new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle }));
      }
      taken.push(...messages);
    }
  }

  /** How the role fits what was done so far. */
  async permissions(): Promise<PermissionReport> {
    const { denied, unused } = await this.bench.aws.report();
    const own = ({ role }: { readonly role: string }) => role === this.name;
    return { denied: denied.filter(own), unused: unused.filter(own) };
  }
}
