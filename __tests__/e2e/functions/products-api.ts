/** The products API on the local AWS, with the handlers in this process: what API Gateway does between them is done here. */
import { randomUUID } from "node:crypto";
import { CreateTableCommand, DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { TABLE_INDEXES, TABLE_KEY } from "../../../functions/examples/products/contract";
import type { HttpHandler } from "../../../functions/runtime";
import { fromItem, type Value } from "../../../functions/shared/items";
import { type Answer, contextOf } from "./jobs";

type Environment = Readonly<Record<string, string>>;
type StockHandler = (payload: unknown) => Promise<unknown>;
type Handlers = Readonly<Record<"create" | "read" | "list" | "update" | "delete", HttpHandler>>;

/** What a request may have besides its method and path. */
export interface Extras {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
}

/** Handlers with an environment of their own. */
function load<Names extends string, Handler>(
  names: readonly Names[],
  environment: Environment,
): Readonly<Record<Names, Handler>> {
  Object.assign(process.env, environment);
  const handlers: [Names, Handler][] = [];
  jest.isolateModules(() => {
    for (const name of names) handlers.push([name, require(`../../../functions/examples/products/${name}`).handler]);
  });
  return Object.fromEntries(handlers) as Readonly<Record<Names, Handler>>;
}

async function createTable(indexes: readonly { name: string; partitionKey: string; sortKey: string }[]) {
  const name = `products-${randomUUID()}`;
  const keys = new Set([TABLE_KEY, ...indexes.flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey])]);
  await new DynamoDBClient({}).send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [{ AttributeName: TABLE_KEY, KeyType: "HASH" }],
      AttributeDefinitions: [...keys].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
      GlobalSecondaryIndexes:
        indexes.length === 0
          ? undefined
          : indexes.map((index) => ({
              IndexName: index.name,
              KeySchema: [
                { AttributeName: index.partitionKey, KeyType: "HASH" },
                { AttributeName: index.sortKey, KeyType: "RANGE" },
              ],
              Projection: { ProjectionType: "ALL" },
            })),
    }),
  );
  return name;
}

export class ProductsApi {
  private constructor(
    readonly tableName: string,
    readonly stock: StockHandler,
  ) {}

  static async create(): Promise<ProductsApi> {
    const { stock } = load<"stock", StockHandler>(["stock"], { TABLE_NAME: await createTable([]) });
    return new ProductsApi(await createTable(Object.values(TABLE_INDEXES)), stock);
  }

  /** The API's functions, their stock service under a name. */
  handlers(changes: Environment = {}): Handlers {
    const environment = { TABLE_NAME: this.tableName, STOCK_FUNCTION_NAME: "stock:live", ...changes };
    return load(["create", "read", "list", "update", "delete"], environment);
  }

  async rows(): Promise<Record<string, Value>[]> {
    const { Items = [] } = await new DynamoDBClient({}).send(
      new ScanCommand({ TableName: this.tableName, ConsistentRead: true }),
    );
    return Items.map(fromItem);
  }
}

/** One request, as API Gateway hands it on. */
export async function call(handler: HttpHandler, id: string | undefined, extras: Extras = {}): Promise<Answer> {
  const { body, headers, query } = extras;
  const answer = await handler(
    {
      rawPath: id === undefined ? "/products" : `/products/${id}`,
      requestContext: { requestId: randomUUID() },
      pathParameters: id === undefined ? undefined : { id },
      queryStringParameters: query,
      isBase64Encoded: false,
      headers: { "content-type": "application/json", ...headers },
      body: typeof body === "string" || body === undefined ? body : JSON.stringify(body),
    } as unknown as APIGatewayProxyEventV2,
    contextOf(),
  );
  return { status: answer.statusCode ?? 0, headers: answer.headers ?? {}, body: JSON.parse(answer.body ?? "null") };
}
