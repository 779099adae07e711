import {
  cursorAt,
  type HttpAnswer,
  HttpProblem,
  type HttpRequest,
  httpHandler,
  PROBLEMS,
  positionOf,
} from "../../runtime";
import { type ListQuery, listQuery, type ProductPage, productId } from "./schemas";
import { listProducts } from "./store";
import { tableFromEnvironment } from "./table";

const DEFAULT_LIMIT = 20;

const table = tableFromEnvironment();

/** A cursor of one category is none of another. */
const scopeOf = (category: string | undefined) => `products?category=${category ?? ""}`;

function afterOf({ cursor, category }: ListQuery): string | undefined {
  if (cursor === undefined) return undefined;
  const position = productId.safeParse(positionOf(scopeOf(category), cursor));
  if (position.success) return position.data;
  throw new HttpProblem(PROBLEMS.invalidParameter, "cursor: it is not a nextCursor of this list and category.");
}

async function list({ query }: HttpRequest<undefined, undefined, ListQuery>): Promise<HttpAnswer> {
  const { category, limit = DEFAULT_LIMIT } = query;
  const { items, more } = await listProducts(table, { category, after: afterOf(query), limit });
  const last = items.at(-1);
  const nextCursor = more && last !== undefined ? cursorAt(scopeOf(category), last.id) : undefined;
  return { status: 200, body: { items, nextCursor } satisfies ProductPage };
}

/** `GET /products`. */
export const handler = httpHandler({ query: listQuery }, list);
