import { en } from "zod/locales";
import * as z from "zod/mini";

/** zod/mini has no texts of its own; an operator deserves better than "Invalid input". */
z.config(en());

/**
 * Reads what an operator sent.
 *
 * @throws when it is not a redrive request, naming every fault.
 */
export function parseRedriveRequest<Schema extends z.ZodMiniType>(schema: Schema, payload: unknown): z.infer<Schema> {
  const parsed = z.safeParse(schema, payload);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(
    ({ path, message }) => `${path.map(String).join(".") || "payload"}: ${message}`,
  );
  throw new Error(`Invalid redrive request: ${faults.join("; ")}. Nothing was moved.`);
}
