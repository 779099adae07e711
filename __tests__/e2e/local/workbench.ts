import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CreateEventSourceMappingRequest, CreateFunctionRequest } from "@aws-sdk/client-lambda";
import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
} from "@aws-sdk/client-lambda";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { AwsClient } from "aws4fetch";
import { strToU8, zipSync } from "fflate";
import type { LocalAws } from "../../../local/aws";
import type { Credentials } from "../../../local/credentials";

/** Statements that let a role do everything. */
export const ALLOW_EVERYTHING = [{ Effect: "Allow", Action: "*", Resource: "*" }];

/** Clients and shortcuts for one local AWS. */
export class Workbench {
  readonly sqs: SQSClient;
  readonly sns: SNSClient;
  readonly lambda: LambdaClient;
  private readonly root: AwsClient;

  constructor(readonly aws: LocalAws) {
    const { endpoint, region, credentials } = aws;
    this.sqs = new SQSClient({ endpoint, region, credentials });
    this.sns = new SNSClient({ endpoint, region, credentials });
    this.lambda = new LambdaClient({ endpoint, region, credentials });
    this.root = new AwsClient({ ...credentials, region, service: "iam" });
  }

  /** A call of a service with the query protocol; resolves to the XML. */
  async query(service: string, version: string, parameters: Record<string, string>): Promise<string> {
    const body = new URLSearchParams({ Version: version, ...parameters }).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const response = await this.root.fetch(this.aws.endpoint, {
      method: "POST",
      body,
      headers,
      aws: { service },
    });
    const text = await response.text();
    if (!response.ok) throw new Error(text);
    return text;
  }

  /** A signed request as it is written, right or wrong. Resolves to its answer. */
  async signed(service: string, method: string, path: string, init: RequestInit = {}): Promise<Response> {
    return this.root.fetch(`${this.aws.endpoint}${path}`, { ...init, method, aws: { service } });
  }

  /** A call of API Gateway's v2 control plane about APIs. */
  async api(method: "POST" | "GET", path: string, body?: object): Promise<Record<string, string>> {
    return this.gateway(method, `/apis${path}`, body);
  }

  /** A call of API Gateway's v2 control plane. */
  async gateway(method: "POST" | "GET", path: string, body?: object): Promise<Record<string, string>> {
    const response = await this.root.fetch(`${this.aws.endpoint}/v2${path}`, {
      method,
      body: body && JSON.stringify(body),
      headers: { "content-type": "application/json" },
      aws: { service: "apigateway" },
    });
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as Record<string, string>;
  }

  /** A schedule of EventBridge Scheduler. */
  async schedule(name: string, settings: object): Promise<void> {
    const response = await this.root.fetch(`${this.aws.endpoint}/schedules/${name}`, {
      method: "POST",
      body: JSON.stringify(settings),
      headers: { "content-type": "application/json" },
      aws: { service: "scheduler" },
    });
    if (!response.ok) throw new Error(await response.text());
  }

  /** A role that functions may take, with one inline policy. Resolves to its ARN. */
  async role(name: string, statements: readonly object[]): Promise<string> {
    const trust = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } };
    const document = (statement: object | readonly object[]) =>
      JSON.stringify({ Version: "2012-10-17", Statement: statement });
    const iam = (parameters: Record<string, string>) => this.query("iam", "2010-05-08", parameters);
    await iam({ Action: "CreateRole", RoleName: name, AssumeRolePolicyDocument: document(trust) });
    await iam({ Action: "PutRolePolicy", RoleName: name, PolicyName: "work", PolicyDocument: document(statements) });
    return `arn:aws:iam::${this.aws.accountId}:role/${name}`;
  }

  /** Keys of a user with one inline policy. */
  async user(name: string, statements: readonly object[]): Promise<Credentials> {
    const iam = (parameters: Record<string, string>) =>
      this.query("iam", "2010-05-08", { UserName: name, ...parameters });
    await iam({ Action: "CreateUser" });
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: statements });
    await iam({ Action: "PutUserPolicy", PolicyName: "work", PolicyDocument });
    const answer = await iam({ Action: "CreateAccessKey" });
    const text = (element: string) => new RegExp(`<${element}>([^<]*)<`).exec(answer)![1]!;
    return { accessKeyId: text("AccessKeyId"), secretAccessKey: text("SecretAccessKey") };
  }

  /** A Node function `name` whose module is `source`, with a role of the same name. Resolves to its ARN. */
  async function(
    name: string,
    source: string,
    settings: Partial<CreateFunctionRequest> = {},
    statements: readonly object[] = ALLOW_EVERYTHING,
  ): Promise<string> {
    const { FunctionArn } = await this.lambda.send(
      new CreateFunctionCommand({
        FunctionName: name,
        Role: await this.role(name, statements),
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        Timeout: 10,
        Code: { ZipFile: zipSync({ "index.js": strToU8(source) }) },
        ...settings,
      }),
    );
    return FunctionArn!;
  }

  /** Invokes a function; resolves to its answer as an object. */
  async invoke(FunctionName: string): Promise<{ FunctionError?: string; answer: unknown }> {
    const { FunctionError, Payload } = await this.lambda.send(new InvokeCommand({ FunctionName }));
    return { FunctionError, answer: JSON.parse(Buffer.from(Payload!).toString()) };
  }

  /** Invokes a function; resolves to the last lines of the invocation's log. */
  async logTail(FunctionName: string): Promise<string[]> {
    const { LogResult } = await this.lambda.send(new InvokeCommand({ FunctionName, LogType: "Tail" }));
    return Buffer.from(LogResult ?? "", "base64")
      .toString()
      .split("\n");
  }

  /** Reserves concurrency for a function. */
  async concurrency(name: string, executions: number): Promise<void> {
    await this.lambda.send(
      new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions: executions }),
    );
  }

  /** A queue. Resolves to its URL and ARN. */
  async queue(name: string, attributes: Record<string, string> = {}): Promise<{ url: string; arn: string }> {
    const { QueueUrl } = await this.sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
    return { url: QueueUrl!, arn: `arn:aws:sqs:${this.aws.region}:${this.aws.accountId}:${name}` };
  }

  /** A queue that takes messages of SNS for this topic alone; the arguments of {@link Workbench.queue}. */
  async subscribedQueue(
    name: string,
    topicArn: string,
    attributes: Record<string, string> = {},
  ): Promise<{ url: string; arn: string }> {
    const Condition = { ArnEquals: { "aws:SourceArn": topicArn } };
    const Principal = { Service: "sns.amazonaws.com" };
    const Statement = [{ Effect: "Allow", Principal, Action: "sqs:SendMessage", Resource: "*", Condition }];
    return this.queue(name, { ...attributes, Policy: JSON.stringify({ Version: "2012-10-17", Statement }) });
  }

  /** A topic, FIFO if it is called so. Resolves to its ARN. */
  async topic(name: string, attributes: Record<string, string> = {}): Promise<string> {
    const fifo: Record<string, string> = name.endsWith(".fifo") ? { FifoTopic: "true" } : {};
    const { TopicArn } = await this.sns.send(
      new CreateTopicCommand({ Name: name, Attributes: { ...fifo, ...attributes } }),
    );
    return TopicArn!;
  }

  /** Subscribes a queue or a function. Resolves to the subscription's ARN. */
  async subscribe(TopicArn: string, endpoint: string, attributes: Record<string, string> = {}): Promise<string> {
    const { SubscriptionArn } = await this.sns.send(
      new SubscribeCommand({
        TopicArn,
        Protocol: endpoint.split(":")[2],
        Endpoint: endpoint,
        Attributes: attributes,
        ReturnSubscriptionArn: true,
      }),
    );
    return SubscriptionArn!;
  }

  /** What a queue holds now, with all attributes. */
  async messages(QueueUrl: string): Promise<Message[]> {
    const all = {
      MessageAttributeNames: ["All"],
      MessageSystemAttributeNames: ["All"],
    } satisfies Partial<ReceiveMessageCommandInput>;
    const found: Message[] = [];
    for (;;) {
      const { Messages = [] } = await this.sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...all }),
      );
      if (Messages.length === 0) return found;
      found.push(...Messages);
    }
  }

  /** Number of messages in a queue: visible, in flight. */
  async depth(url: string): Promise<{ visible: number; inFlight: number }> {
    const { Attributes } = await this.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["All"] }),
    );
    return {
      visible: Number(Attributes?.["ApproximateNumberOfMessages"]),
      inFlight: Number(Attributes?.["ApproximateNumberOfMessagesNotVisible"]),
    };
  }

  /** A mapping. Resolves to its UUID. */
  async mapping(
    source: string,
    functionName: string,
    settings: Partial<CreateEventSourceMappingRequest> = {},
  ): Promise<string> {
    const { UUID } = await this.lambda.send(
      new CreateEventSourceMappingCommand({ EventSourceArn: source, FunctionName: functionName, ...settings }),
    );
    return UUID!;
  }

  /** What a function wrote by {@link NOTE}, in order. */
  notes<T>(name: string): T[] {
    const file = join(this.aws.runFolder, `${name}.notes`);
    if (!existsSync(file)) return [];
    return readFileSync(file, "utf8")
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line) as T);
  }
}
