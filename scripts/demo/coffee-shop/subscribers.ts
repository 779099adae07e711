import type { ScanCommandOutput } from "@aws-sdk/client-dynamodb";
import type { GetQueueAttributesCommandOutput } from "@aws-sdk/client-sqs";
import { TABLE_KEY, WALL_SORT_KEY } from "../../../functions/examples/coffee-shop/contract";
import { fromItem } from "../../../functions/shared/items";
import type { RedriveResult } from "../../../functions/subscriber/redrive-schemas";
import { callAws } from "../aws-call";
import type { Stage } from "../demo";
import { invokeFunction } from "../invoke";

export type SubscriberName = "video-wall" | "leaderboard" | "recommendations";

/** What a subscriber's own table says. */
export interface Kept {
  /** Ids of the orders that were handled, as often as they were. */
  readonly orderIds: readonly string[];
  /** Its counters by their ids; the video wall has none. */
  readonly counters: Readonly<Record<string, number>>;
}

/**
 * Instead of three minutes, for a person waits for what is handed out again. Not less than the function's time-out: what is at work on a slow machine
 * would come again and again, and end as a dead letter beside its effect.
 */
const SHORT_VISIBILITY_SECONDS = 30;
/** Far less than the one page that DynamoDB would give. */
const MAX_ROWS = 1_000;

/** A subscriber of the shop, seen from outside. */
export class DeployedSubscriber {
  constructor(
    public readonly name: SubscriberName,
    private readonly stage: Stage,
  ) {}

  /** Reads its table. */
  public async kept(): Promise<Kept> {
    const TableName = this.stage.outputs[`table_names.${this.name}`];
    const scan = { TableName, ConsistentRead: true, Limit: MAX_ROWS };
    const { Items = [] } = await callAws<Pick<ScanCommandOutput, "Items">>(this.stage.aws, "dynamodb", "Scan", scan);
    const kept = { orderIds: [] as string[], counters: {} as Record<string, number> };
    for (const row of Items.map(fromItem)) {
      // The wall has a row for each order, the counters' tables a mark: both end with the order's id.
      const key = String(row[WALL_SORT_KEY] ?? row[TABLE_KEY]);
      if (row["amount"] === undefined) kept.orderIds.push(key.slice(key.indexOf("#") + 1));
      else kept.counters[key] = Number(row["amount"]);
    }
    return kept;
  }

  /** How many events it was given, those that came again included: each makes a claim in the table of handled events. */
  public deliveries(): number {
    const table = `table/${this.output("idempotency_table_name")}`;
    const calls = this.stage.aws.calls();
    return calls.filter(({ action, resource }) => action === "dynamodb:PutItem" && resource.endsWith(table)).length;
  }

  /** Messages that wait or are at work. */
  public waiting(): Promise<number> {
    return this.count(this.output("queue_url"));
  }

  /** Dead letters of both kinds. */
  public async deadLetters(): Promise<number> {
    const urls = ["delivery", "processing"].map((kind) => this.output(`dead_letter_queues.${kind}.url`));
    const counts = await Promise.all(urls.map((url) => this.count(url)));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  /** Delivers its next batches twice, one after the other. */
  public async deliverTwice(count: number, afterMs: number): Promise<void> {
    await this.stage.aws.faults.deliverTwice(this.output("mapping_id"), { count, afterMs });
  }

  /** Makes its queue hand out soon again what failed. */
  public async hasten(): Promise<void> {
    const Attributes = { VisibilityTimeout: String(SHORT_VISIBILITY_SECONDS) };
    await callAws(this.stage.aws, "sqs", "SetQueueAttributes", { QueueUrl: this.output("queue_url"), Attributes });
  }

  /** Makes its writes fail; returns what mends it. */
  public async breakDown(): Promise<() => Promise<void>> {
    const fault = await this.stage.aws.faults.failApi({
      service: "dynamodb",
      action: "TransactWriteItems",
      role: this.output("function_role_name"),
      code: "ResourceNotFoundException",
    });
    return () => fault.remove();
  }

  /** Moves its dead letters back to work. */
  public redrive(reason: string): Promise<RedriveResult> {
    const { aws, signal } = this.stage;
    const request = { reason, requestedBy: "npm start" };
    return invokeFunction<RedriveResult>(aws, this.output("redrive_function_name"), request, signal);
  }

  private async count(QueueUrl: string): Promise<number> {
    const AttributeNames = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"];
    const request = { QueueUrl, AttributeNames };
    const { aws } = this.stage;
    type Answer = Pick<GetQueueAttributesCommandOutput, "Attributes">;
    const { Attributes = {} } = await callAws<Answer>(aws, "sqs", "GetQueueAttributes", request);
    return Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0);
  }

  private output(name: string): string {
    return this.stage.outputs[`subscribers.${this.name}.${name}`]!;
  }
}
