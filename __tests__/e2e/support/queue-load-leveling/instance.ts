import { GetItemCommand, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { type Message, SendMessageCommand, type SendMessageCommandInput } from "@aws-sdk/client-sqs";
import type { JobRow } from "../../../../functions/queue-load-leveling/contract";
import { fromItem, toItem, type Value } from "../../../../functions/shared/items";
import type { ApiRequest, SignedApi } from "../../../../scripts/demo/signed-api";
import type { Answer } from "../api-document";
import { eventually } from "../eventually";
import { invoke } from "../invoke";
import { setPolling } from "../mappings";
import { countMessages, peekMessages } from "../queues";
import type { Clients, DeployedSuite } from "../suite";
import { departures } from "./departures";

/** The module's outputs, as far as the scenarios use them. */
export interface ModuleOutputs {
  readonly api_endpoint: string;
  readonly queue_url: string;
  readonly dead_letter_queues: { readonly jobs: { readonly url: string } };
  readonly table_name: string;
  readonly worker_function_name: string;
  readonly worker_mapping_id: string;
  readonly redrive_function_name: string;
  readonly pause_function_name: string;
}

/** Longest wait, only ever reached by a failing test. */
const QUEUE_WITHIN_MS = 240_000;

/** A deployed instance of the module, as root sees it. */
export class Instance {
  public readonly deadLetterQueueUrl: string;
  private readonly root: Clients;

  constructor(
    private readonly suite: Pick<DeployedSuite, "root" | "api">,
    public readonly outputs: ModuleOutputs,
  ) {
    this.root = suite.root;
    this.deadLetterQueueUrl = outputs.dead_letter_queues.jobs.url;
  }

  /** The name that the instance was given. */
  public get name(): string {
    return this.outputs.table_name.replace(/-jobs$/, "");
  }

  /** The instance's HTTP API, called with somebody's keys. Default: root's. */
  public api(clients: Clients = this.root): SignedApi {
    return this.suite.api(this.outputs.api_endpoint, clients);
  }

  /** A request to the API, without a look at the answer. */
  public request(path: string, request: ApiRequest, clients?: Clients): Promise<Answer> {
    return this.api(clients).ask(path, request);
  }

  /** `POST /jobs`; the answer is what the API's document says. */
  public async post(body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const all = { "content-type": "application/json", ...headers };
    const answer = await this.request("/jobs", { method: "POST", body: text, headers: all });
    expect(departures("post /jobs", answer)).toEqual([]);
    return answer;
  }

  /** `POST /jobs` that is accepted; resolves to the job's id. */
  public async accept(body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<string> {
    const { status, body: job, text } = await this.post(body, headers);
    if (status !== 202) throw new Error(`POST /jobs answered ${status}: ${text}`);
    return (job as { readonly id: string }).id;
  }

  /** `GET /jobs/{id}`; the answer is what the API's document says. */
  public async get(id: string): Promise<Answer> {
    const answer = await this.request(`/jobs/${id}`, {});
    expect(departures("get /jobs/{id}", answer)).toEqual([]);
    return answer;
  }

  /** All rows of jobs, by id. */
  public async rows(): Promise<Map<string, JobRow>> {
    const rows = new Map<string, JobRow>();
    let ExclusiveStartKey: ScanCommand["input"]["ExclusiveStartKey"];
    do {
      const scan = new ScanCommand({ TableName: this.outputs.table_name, ConsistentRead: true, ExclusiveStartKey });
      const page = await this.root.dynamo.send(scan);
      for (const item of page.Items ?? []) {
        const row = fromItem(item) as unknown as JobRow;
        // Audit rows and the rate's row have a # in their names.
        if (!row.id.includes("#")) rows.set(row.id, row);
      }
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    return rows;
  }

  /** A row of any kind. */
  public async row<Row = JobRow>(id: string): Promise<Row | undefined> {
    const get = new GetItemCommand({
      TableName: this.outputs.table_name,
      Key: { id: { S: id } },
      ConsistentRead: true,
    });
    const { Item } = await this.root.dynamo.send(get);
    return Item === undefined ? undefined : (fromItem(Item) as Row);
  }

  /** Writes a row, instead of what was there. */
  public async putRow(row: Readonly<Record<string, Value>>): Promise<void> {
    await this.root.dynamo.send(new PutItemCommand({ TableName: this.outputs.table_name, Item: toItem(row) }));
  }

  /** Waits until each of the jobs has succeeded or failed; resolves to their rows, in order. */
  public ended(ids: readonly string[], withinMs = 60_000): Promise<JobRow[]> {
    const look = async () => {
      const all = await this.rows();
      const rows = ids.flatMap((id) => all.get(id) ?? []);
      const open = rows.filter(({ state }) => state !== "succeeded" && state !== "failed");
      return rows.length === ids.length && open.length === 0 && rows;
    };
    return eventually(`the end of ${ids.length} jobs`, look, { withinMs, everyMs: ids.length > 100 ? 1_500 : 300 });
  }

  /** Sends straight to the queue of jobs; resolves to the message's id. */
  public async send(
    body: unknown,
    more: Partial<SendMessageCommandInput> = {},
    clients: Clients = this.root,
  ): Promise<string> {
    const input = { QueueUrl: this.outputs.queue_url, MessageBody: JSON.stringify(body), ...more };
    return (await clients.sqs.send(new SendMessageCommand(input))).MessageId!;
  }

  /** Messages in a queue: waiting, delayed and in flight. */
  public count(queueUrl: string): Promise<number> {
    return countMessages(this.root, queueUrl);
  }

  /** Waits until the queue of jobs holds nothing more. */
  public async drained(): Promise<void> {
    const look = async () => (await this.count(this.outputs.queue_url)) === 0;
    await eventually("an empty queue", look, { withinMs: QUEUE_WITHIN_MS });
  }

  /** Waits for the dead letters of jobs and leaves them where they are; in the order of the ids. */
  public async deadLetters(ids: readonly string[], withinMs = 30_000): Promise<Message[]> {
    const found = new Map<string, Message>();
    const look = async () => {
      const messages = await peekMessages(this.root, this.deadLetterQueueUrl);
      for (const message of messages) found.set(jobIdOf(message), message);
      return ids.every((id) => found.has(id));
    };
    await eventually(`the dead letters of ${ids.length} jobs`, look, { withinMs });
    return ids.map((id) => found.get(id)!);
  }

  /** Runs a body while the worker gets nothing, so that what the body sends comes in one go afterwards. */
  public async whilePaused<T>(body: () => Promise<T>, clients: Clients = this.root): Promise<T> {
    await this.setPolling(false, clients);
    try {
      return await body();
    } finally {
      await this.setPolling(true, clients);
    }
  }

  /** Lets the worker get jobs, or none. */
  public setPolling(enabled: boolean, clients: Clients = this.root): Promise<void> {
    return setPolling(clients, this.outputs.worker_mapping_id, enabled);
  }

  /** Calls the redrive function; throws what it said if it failed. */
  public redrive<Result>(request: unknown, clients: Clients = this.root): Promise<Result> {
    return invoke<Result>(clients, this.outputs.redrive_function_name, request);
  }

  /** Calls the function that pauses and resumes the worker; throws what it said if it failed. */
  public pause(request: unknown, clients: Clients = this.root): Promise<object> {
    return invoke<object>(clients, this.outputs.pause_function_name, request);
  }
}

const jobIdOf = (message: Message): string => message.MessageAttributes?.["job_id"]?.StringValue ?? message.MessageId!;
