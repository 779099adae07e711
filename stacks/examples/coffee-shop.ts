import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import {
  type CoffeeShopEnvironment,
  RECOMMENDATIONS_FILTER,
  TABLE_ACTIONS,
  TABLE_KEY,
  TABLE_TTL,
  WALL_SORT_KEY,
} from "../../functions/examples/coffee-shop/contract";
import type { PublisherEnvironment } from "../../functions/pub-sub/contract";
import { FloorAwsProvider } from "../../lib/aws-provider";
import { PubSub } from "../../modules/pub-sub";
import { WebService } from "../../modules/web-service";

const NAME = "coffee-shop";
const TAGS = { Example: NAME };

/** The story of examples/coffee-shop as a CDKTF stack: a shop publishes its orders, and three subscribers listen. */
export class CoffeeShopExample extends TerraformStack {
  constructor(scope: Construct) {
    super(scope, "coffee-shop-example");
    new FloorAwsProvider(this, "aws");

    const wall = this.table("video_wall", { name: `${NAME}-video-wall`, sortKey: WALL_SORT_KEY });
    const leaderboard = this.table("leaderboard", { name: `${NAME}-leaderboard` });
    const recommendations = this.table("recommendations", { name: `${NAME}-recommendations` });

    const orders = new PubSub(this, "orders", {
      name: `${NAME}-orders`,
      subscribers: {
        "video-wall": { subscriber: consumer("video-wall", wall, "VIDEO_WALL_TABLE_NAME", TABLE_ACTIONS.videoWall) },
        leaderboard: {
          subscriber: consumer("leaderboard", leaderboard, "LEADERBOARD_TABLE_NAME", TABLE_ACTIONS.leaderboard),
        },
        recommendations: {
          filterPolicy: JSON.stringify(RECOMMENDATIONS_FILTER),
          queue: { maxReceiveCount: 3, retryDelaySeconds: 1 },
          subscriber: consumer(
            "recommendations",
            recommendations,
            "RECOMMENDATIONS_TABLE_NAME",
            TABLE_ACTIONS.recommendations,
          ),
        },
      },
      tags: TAGS,
    });

    const environment: PublisherEnvironment = { TOPIC_ARN: orders.outputs.topicArn };
    const shop = new WebService(this, "shop", {
      name: NAME,
      functions: { "place-order": { filename: zip("place-order"), environment: { ...environment } } },
      routes: { "POST /orders": { function: "place-order" } },
      tags: TAGS,
    });
    new IamRolePolicy(this, "shop_publishes_orders", {
      name: "publish-orders",
      role: shop.outputs.functionRoleNames["place-order"] as string,
      policy: orders.outputs.publishPolicyJson,
    });

    new TerraformOutput(this, "api_endpoint", {
      description: "URL of the shop's API.",
      value: shop.outputs.apiEndpoint,
    });
  }

  private table(id: string, { name, sortKey }: { readonly name: string; readonly sortKey?: string }): DynamodbTable {
    return new DynamodbTable(this, id, {
      name,
      billingMode: "PAY_PER_REQUEST",
      hashKey: TABLE_KEY,
      rangeKey: sortKey,
      attribute: [TABLE_KEY, sortKey].flatMap((key) => (key === undefined ? [] : [{ name: key, type: "S" }])),
      ttl: { attributeName: TABLE_TTL, enabled: true },
      pointInTimeRecovery: { enabled: true },
      tags: TAGS,
    });
  }
}

const zip = (name: string): string => `examples/coffee-shop/${name}.zip`;

/** The code of a subscriber, and what it may do with its table. */
function consumer(
  name: string,
  table: DynamodbTable,
  variable: keyof CoffeeShopEnvironment,
  actions: readonly string[],
) {
  return {
    filename: zip(name),
    environment: { [variable]: table.name },
    policyStatements: JSON.stringify([{ Effect: "Allow", Action: actions, Resource: table.arn }]),
  };
}
