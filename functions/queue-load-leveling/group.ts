import { createHash } from "node:crypto";
import { DEFAULT_GROUP } from "./contract";

/**
 * The FIFO message group of a payload: the string, number or boolean at the JSON pointer (RFC 6901); one group for all when the pointer
 * is empty or leads nowhere. SQS takes 1 to 128 ASCII letters, digits and punctuation marks: other values are hashed.
 */
export function groupOf(payload: unknown, pointer: string): string {
  const value = pointer === "" ? undefined : valueAt(payload, pointer);
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return DEFAULT_GROUP;
  const group = String(value);
  return /^[\x21-\x7e]{1,128}$/.test(group) ? group : createHash("sha256").update(group).digest("hex");
}

function valueAt(document: unknown, pointer: string): unknown {
  const steps = pointer.split("/").slice(1);
  return steps.reduce<unknown>((value, step) => {
    const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
    return typeof value === "object" && value !== null && Object.hasOwn(value, name)
      ? (value as Readonly<Record<string, unknown>>)[name]
      : undefined;
  }, document);
}
