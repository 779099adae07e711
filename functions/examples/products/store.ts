/** The product table. A function for each thing that is done with it, so that each handler's bundle has its own alone. */
import { type AttributeValue, GetItemCommand, QueryCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { refusal, within } from "../../shared/aws";
import { fromItem, toItem } from "../../shared/items";
import { type Condition, expressionNames, expressionValues, updateInput } from "../../shared/update";
import { LISTING, TABLE_INDEXES } from "./contract";
import { notFound, stale, unavailable } from "./problems";
import type { Product, ProductChange } from "./schemas";
import { CALL_SECONDS, type Table, transact } from "./table";

/** Versions that a change may meet; undefined for any. */
type Versions = readonly number[] | undefined;

/** No product has it. */
const NO_VERSION = 0;

/** A deletion that meets changes reads again, so often in all. */
const MAX_READS = 5;

const keyOf = (id: string) => ({ id: { S: id } });

/** The row that claims a SKU. A product's id is a UUID, so it is never that of a claim. */
const claimOf = (sku: string) => `sku#${sku}`;

/** The row has `listing` besides, and maybe what others added. */
function productOf(item: Record<string, AttributeValue>): Product {
  const row = fromItem(item) as unknown as Product;
  const { id, sku, name, description, category, price, version, createdAt, updatedAt } = row;
  return { id, sku, name, description, category, price, version, createdAt, updatedAt };
}

const available = <Result>(call: Promise<Result>): Promise<Result> =>
  call.catch((cause) => {
    throw unavailable(cause);
  });

/** Keeps a new product. Returns false when another has its SKU. */
export function createProduct(table: Table, created: Product): Promise<boolean> {
  const put = (item: Parameters<typeof toItem>[0]) => ({
    Put: { TableName: table.name, Item: toItem(item), ConditionExpression: "attribute_not_exists(id)" },
  });
  const claim = { id: claimOf(created.sku), product_id: created.id };
  return available(transact(table, [put({ ...created, listing: LISTING }), put(claim)]));
}

/** @throws HttpProblem 404 */
export async function readProduct({ client, name }: Table, id: string): Promise<Product> {
  // Consistent: a client that follows Location at once must find its product.
  const get = new GetItemCommand({ TableName: name, Key: keyOf(id), ConsistentRead: true });
  const { Item } = await available(client.send(get, within(CALL_SECONDS)));
  if (Item === undefined) throw notFound();
  return productOf(Item);
}

/** Where a page begins and how long it is. */
export interface PageRequest {
  readonly category: string | undefined;
  /** Id of the product before the page. */
  readonly after: string | undefined;
  readonly limit: number;
}

/** Some products, oldest first, and whether there are more. */
export async function listProducts(
  { client, name }: Table,
  { category, after, limit }: PageRequest,
): Promise<{ readonly items: Product[]; readonly more: boolean }> {
  const index = category === undefined ? TABLE_INDEXES.all : TABLE_INDEXES.category;
  const ofPartition = `#${index.partitionKey} = :partition`;
  const expression = after === undefined ? ofPartition : `${ofPartition} AND #${index.sortKey} > :after`;
  const query = new QueryCommand({
    TableName: name,
    IndexName: index.name,
    KeyConditionExpression: expression,
    ExpressionAttributeNames: expressionNames(expression),
    ExpressionAttributeValues: expressionValues({ partition: category ?? LISTING, after }),
    // One more says whether there is a next page.
    Limit: limit + 1,
  });
  const { Items = [], LastEvaluatedKey } = await available(client.send(query, within(CALL_SECONDS)));
  return { items: Items.slice(0, limit).map(productOf), more: Items.length > limit || LastEvaluatedKey !== undefined };
}

/**
 * Changes a product. Of several changes that admit one version only, one happens.
 *
 * @throws HttpProblem 404, 412
 */
export async function updateProduct(
  { client, name }: Table,
  id: string,
  { description, ...rest }: ProductChange,
  versions: Versions,
): Promise<Product> {
  const update = updateInput(name, id, {
    set: { ...rest, description, updatedAt: new Date().toISOString() },
    add: { version: 1 },
    remove: description === undefined ? ["description"] : [],
    condition: versionIn(versions),
  });
  const write = client.send(new UpdateItemCommand({ ...update, ReturnValues: "ALL_NEW" }), within(CALL_SECONDS));
  const refused = await available(refusal(write));
  if (refused !== undefined) throw refused.refusedBy === undefined ? notFound() : stale();
  return productOf((await write).Attributes ?? {});
}

function versionIn(versions: Versions): Condition {
  if (versions === undefined) return { expression: "attribute_exists(#id)" };
  const admitted = versions.length === 0 ? [NO_VERSION] : versions;
  const values = Object.fromEntries(admitted.map((version, index) => [`version${index}`, version]));
  const placeholders = Object.keys(values).map((placeholder) => `:${placeholder}`);
  return { expression: `#version IN (${placeholders.join(", ")})`, values };
}

/**
 * Deletes a product, and frees its SKU.
 *
 * @throws HttpProblem 404, 412
 */
export async function deleteProduct(table: Table, id: string, versions: Versions): Promise<void> {
  for (let reads = 0; reads < MAX_READS; reads++) {
    const { sku, version } = await readProduct(table, id);
    if (versions !== undefined && !versions.includes(version)) throw stale();
    const condition = "#version = :version";
    const removal = {
      TableName: table.name,
      Key: keyOf(id),
      ConditionExpression: condition,
      ExpressionAttributeNames: expressionNames(condition),
      ExpressionAttributeValues: expressionValues({ version }),
    };
    const claim = { TableName: table.name, Key: keyOf(claimOf(sku)) };
    if (await available(transact(table, [{ Delete: removal }, { Delete: claim }]))) return;
  }
  throw unavailable(new Error(`The product changed ${MAX_READS} times while it was to be deleted.`));
}
