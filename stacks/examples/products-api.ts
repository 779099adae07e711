import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { TABLE_ACTIONS, TABLE_INDEXES, TABLE_KEY } from "../../functions/examples/products/contract";
import { FloorAwsProvider } from "../../lib/aws-provider";
import { WebService } from "../../modules/web-service";

const TAGS = { Example: "products-api" };

/** The story of examples/products-api as a CDKTF stack: a public products API that asks an internal stock service. */
export class ProductsApiExample extends TerraformStack {
  constructor(scope: Construct) {
    super(scope, "products-api-example");
    new FloorAwsProvider(this, "aws");

    const stock = new WebService(this, "stock", {
      name: "shop-stock",
      publicApi: null,
      functions: {
        levels: { filename: zip("stock"), tableAccess: "read_write", tableActions: actionsOf("stock") },
      },
      table: { hashKey: TABLE_KEY, deletionProtection: false },
      tags: TAGS,
    });
    const stockArn = stock.outputs.functionArns["levels"] as string;

    const { all, category } = TABLE_INDEXES;
    const products = new WebService(this, "products", {
      name: "shop-products",
      functions: {
        create: { filename: zip("create"), tableAccess: "write", tableActions: actionsOf("create") },
        read: {
          filename: zip("read"),
          tableAccess: "read",
          tableActions: actionsOf("read"),
          environment: { STOCK_FUNCTION_NAME: stockArn },
        },
        list: { filename: zip("list"), tableAccess: "read", tableActions: actionsOf("list") },
        update: { filename: zip("update"), tableAccess: "write", tableActions: actionsOf("update") },
        delete: { filename: zip("delete"), tableAccess: "read_write", tableActions: actionsOf("delete") },
      },
      routes: {
        "POST /products": { function: "create", throttle: { requestsPerSecond: 50, burst: 100 } },
        "GET /products": { function: "list" },
        "GET /products/{id}": { function: "read" },
        "PUT /products/{id}": { function: "update" },
        "DELETE /products/{id}": { function: "delete" },
      },
      table: {
        hashKey: TABLE_KEY,
        indexes: {
          [all.name]: { hashKey: all.partitionKey, rangeKey: all.sortKey },
          [category.name]: { hashKey: category.partitionKey, rangeKey: category.sortKey },
        },
        deletionProtection: false,
      },
      tags: TAGS,
    });

    new IamRolePolicy(this, "read_calls_stock", {
      name: "call-stock",
      role: products.outputs.functionRoleNames["read"] as string,
      policy: stock.outputs.functionInvokePolicyJson["levels"] as string,
    });

    new TerraformOutput(this, "api_endpoint", {
      description: "URL of the products API.",
      value: products.outputs.apiEndpoint,
    });
  }
}

const zip = (name: string): string => `examples/products-api/${name}.zip`;

/** The module's names of actions are without their service. */
const actionsOf = (name: keyof typeof TABLE_ACTIONS): string[] =>
  TABLE_ACTIONS[name].map((action) => action.replace("dynamodb:", ""));
