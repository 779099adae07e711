import { join } from "node:path";
import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { ListSubscriptionsByTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import { publish } from "../../functions/runtime";
import { fromItem } from "../../functions/shared/items";
import { type TargetAws, targetAws } from "../../local/target";
import { temporaryFolder } from "../support/folders";
import { describeTerraform } from "../support/terraform";
import { awsRulesTests } from "./support/aws-rules";
import { eventually } from "./support/eventually";
import { copyToRoot } from "./support/suite";

const EXAMPLE = "examples/pub-sub-two-teams";
/** Two depths of queues at 25 s each; a busy machine may take ten times as long. */
const TERRAFORM_WITHIN_MS = 900_000;
const EVENT_WITHIN_MS = 240_000;

const placed = (orderId: string, delivery: string) => ({
  type: "com.example.order.placed.v1",
  subject: orderId,
  data: { orderId, address: "1 Main Street", total: 12 },
  attributes: { delivery },
});

describeTerraform("two teams, each with its own state", (terraform) => {
  const folder = temporaryFolder("teams");
  const name = `teams-${process.pid}`;
  let target: TargetAws;
  let sns: SNSClient;
  let dynamo: DynamoDBClient;
  let topicArn: string;
  let parcelsTableName: string;

  type Team = "orders" | "fulfilment";
  let outputs: Readonly<Record<Team, Readonly<Record<string, string>>>>;
  const options = () => ({ environment: { ...target.environment, TF_VAR_name: name } });
  const run = (team: Team, command: string, ...args: readonly string[]) =>
    terraform.must(join(folder, EXAMPLE, team), [command, "-no-color", ...args], options());
  const apply = async (team: Team) => {
    await run(team, "init");
    await run(team, "apply", "-auto-approve", "-parallelism=30");
    const outputs = JSON.parse(await run(team, "output", "-json")) as Record<string, { readonly value: string }>;
    return Object.fromEntries(Object.entries(outputs).map(([key, { value }]) => [key, value]));
  };
  const parcels = async () => {
    const { Items = [] } = await dynamo.send(new ScanCommand({ TableName: parcelsTableName, ConsistentRead: true }));
    return Items.map((item) => fromItem(item));
  };
  const subscriptions = async () =>
    (await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }))).Subscriptions ?? [];

  beforeAll(async () => {
    target = await targetAws();
    const { region, endpoint, embedded } = target;
    const configuration = { region, endpoint, credentials: embedded?.credentials };
    sns = new SNSClient(configuration);
    dynamo = new DynamoDBClient(configuration);
    copyToRoot({ folder }, "terraform/pub-sub", "terraform/subscriber", EXAMPLE);
    outputs = { orders: await apply("orders"), fulfilment: await apply("fulfilment") };
    topicArn = outputs.orders["topic_arn"]!;
    parcelsTableName = outputs.fulfilment["parcels_table_name"]!;
  }, TERRAFORM_WITHIN_MS);
  afterAll(async () => {
    try {
      // What is in an embedded AWS goes with it.
      if (target !== undefined && target.embedded === undefined) {
        await run("fulfilment", "destroy", "-auto-approve");
        await run("orders", "destroy", "-auto-approve");
      }
    } finally {
      await target?.stop();
    }
  }, TERRAFORM_WITHIN_MS);

  test("what the one publishes and the other's filter lets through becomes a parcel, and nothing else does", async () => {
    const orders = [placed("collected", "none"), placed("shipped", "parcel")];
    (await publish(orders, { source: "/shop", topicArn, client: sns })).throwIfFailed();
    const found = await eventually(
      "a parcel",
      async () => {
        const rows = await parcels();
        return rows.length > 0 && rows;
      },
      { withinMs: EVENT_WITHIN_MS },
    );
    expect(found).toEqual([{ order_id: "shipped", address: "1 Main Street", ordered_at: expect.any(String) }]);
  });

  test.each(["orders", "fulfilment"] as const)(
    "Terraform finds nothing to change for the %s team",
    async (team) => {
      // Exit code 2, which fails here, would say that there is something to change.
      await run(team, "plan", "-detailed-exitcode");
    },
    TERRAFORM_WITHIN_MS,
  );

  test(
    "when the subscriber goes, the topic neither changes nor fails, and its team has nothing to plan",
    async () => {
      expect(await subscriptions()).toHaveLength(1);
      await run("fulfilment", "destroy", "-auto-approve", "-parallelism=30");
      expect(await subscriptions()).toEqual([]);
      await run("orders", "plan", "-detailed-exitcode");
      const { published } = await publish([placed("later", "parcel")], { source: "/shop", topicArn, client: sns });
      expect(published).toHaveLength(1);
    },
    TERRAFORM_WITHIN_MS,
  );

  awsRulesTests(() => ({ target, outputs }));
});
