import { isWarmUp } from "../../runtime";
import { describeIssue } from "../../runtime/payload";
import { type StockAnswer, type StockRequest, stockRequest } from "./schemas";
import { readLevels, writeLevels } from "./stock-store";
import { tableFromEnvironment } from "./table";

const table = tableFromEnvironment();

/** @throws when a payload is not a request, naming every fault. */
function parseRequest(payload: unknown): StockRequest {
  const parsed = stockRequest.safeParse(payload);
  if (parsed.success) return parsed.data;
  throw new Error(`Invalid stock request: ${parsed.error.issues.map(describeIssue).join("; ")}.`);
}

/** The internal stock service: says the levels of products, or sets them. */
export async function handler(payload: unknown): Promise<StockAnswer> {
  if (isWarmUp(payload)) return { levels: {} };
  const { productIds = [], set } = parseRequest(payload);
  if (set === undefined) return { levels: await readLevels(table, productIds) };
  await writeLevels(table, set);
  return { levels: set };
}
