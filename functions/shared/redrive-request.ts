import type * as z from "zod/mini";
import { parseOperatorRequest } from "./operator-request";

/**
 * Reads what an operator sent.
 *
 * @throws when it is not a redrive request, naming every fault.
 */
export const parseRedriveRequest = <Schema extends z.ZodMiniType>(schema: Schema, payload: unknown): z.infer<Schema> =>
  parseOperatorRequest(schema, payload, { what: "redrive", unchanged: "Nothing was moved." });
