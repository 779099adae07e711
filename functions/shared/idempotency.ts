import { createHash } from "node:crypto";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { callerOf } from "./caller";
import { HttpProblem, PROBLEMS } from "./problem";
import { uuidOf } from "./uuid";

/** Header `Idempotency-Key`: visible ASCII, so that no control character or line end reaches a log or a store. */
export const IDEMPOTENCY_KEY_PATTERN = /^[\x21-\x7e]{1,255}$/;

/**
 * A UUID computed from the caller, the request's `Idempotency-Key` and further parts: the same each time the request is repeated, and never
 * that of another caller's request. Undefined for a request without a key.
 *
 * @param parts JSON values that must be the same as well, such as the body
 * @throws HttpProblem 400 for a key that is not 1 to 255 visible ASCII characters, or of a caller that cannot be told from others
 */
export function idempotentUuid(
  event: Pick<APIGatewayProxyEventV2, "headers" | "requestContext">,
  ...parts: readonly unknown[]
): string | undefined {
  const key = event.headers?.["idempotency-key"];
  if (key === undefined) return undefined;
  const invalid = (detail: string) => new HttpProblem(PROBLEMS.invalidHeader, detail);
  if (!IDEMPOTENCY_KEY_PATTERN.test(key)) {
    throw invalid("Send an Idempotency-Key of 1 to 255 visible ASCII characters.");
  }
  const caller = callerOf(event);
  if (caller.kind === "unnamed") {
    throw invalid(
      "Your credentials name neither a subject nor a client, so your Idempotency-Key could be somebody else's too. Send none, or credentials " +
        "that name you.",
    );
  }
  // No line end in any of them: a caller's key and JSON have none.
  const text = [caller.key, key, ...parts.map((part) => JSON.stringify(part))].join("\n");
  // Version 8: for values that an application computes (RFC 9562, 5.8).
  return uuidOf(8, createHash("sha256").update(text).digest());
}
