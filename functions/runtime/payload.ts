import type { PayloadIssue, PayloadSchema } from "./job";
import { invalidPayload, type PermanentError } from "./job-errors";

/** A payload that was read, or what is wrong with it. */
export type PayloadRead<Payload> =
  | { readonly valid: true; readonly payload: Payload }
  | { readonly valid: false; readonly error: PermanentError };

/** A payload that is what its schema says, or what is wrong with it. */
export type PayloadCheck<Payload> =
  | { readonly valid: true; readonly payload: Payload }
  | { readonly valid: false; readonly detail: string };

/** A job error names the first few faults: it is kept in the row. */
const MAX_ISSUES = 5;

/** Reads a message's body. Never throws for what the body is. */
export async function readPayload<Payload>(
  body: string,
  schema?: PayloadSchema<Payload>,
): Promise<PayloadRead<Payload>> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return { valid: false, error: invalidPayload("The message is not JSON.") };
  }
  const check = await checkPayload(value, schema);
  return check.valid ? check : { valid: false, error: invalidPayload(check.detail) };
}

/** Checks a value by a schema; without one the type is the caller's word. Says at most the first few faults. */
export async function checkPayload<Payload>(
  value: unknown,
  schema?: PayloadSchema<Payload>,
): Promise<PayloadCheck<Payload>> {
  if (schema === undefined) return { valid: true, payload: value as Payload };
  const outcome = await schema["~standard"].validate(value);
  if (outcome.issues === undefined) return { valid: true, payload: outcome.value };
  return { valid: false, detail: outcome.issues.slice(0, MAX_ISSUES).map(describeIssue).join("; ") };
}

/** The keys that lead to the place of an issue. */
export const keysOf = ({ path = [] }: PayloadIssue): readonly PropertyKey[] =>
  path.map((step) => (typeof step === "object" ? step.key : step));

/** An issue and its place, as one text. */
export function describeIssue(issue: PayloadIssue): string {
  const keys = keysOf(issue).map(String);
  return keys.length === 0 ? issue.message : `${keys.join(".")}: ${issue.message}`;
}
