import { en } from "zod/locales";
import * as z from "zod/mini";

/** zod/mini has no texts of its own; an operator deserves better than "Invalid input". */
z.config(en());

/**
 * Reads what an operator sent.
 *
 * @throws when it is not what the schema says, naming every fault, and `unchanged`: what was not done.
 */
export function parseOperatorRequest<Schema extends z.ZodMiniType>(
  schema: Schema,
  payload: unknown,
  { what, unchanged }: { readonly what: string; readonly unchanged: string },
): z.infer<Schema> {
  const parsed = z.safeParse(schema, payload);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(
    ({ path, message }) => `${path.map(String).join(".") || "payload"}: ${message}`,
  );
  throw new Error(`Invalid ${what} request: ${faults.join("; ")}. ${unchanged}`);
}
