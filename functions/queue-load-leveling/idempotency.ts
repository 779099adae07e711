import { createHash, randomUUID } from "node:crypto";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { HttpProblem, PROBLEMS } from "../shared/problem";
import { uuidOf } from "../shared/uuid";
import { idempotencyKey } from "./schemas";

const sha256 = (text: string) => createHash("sha256").update(text).digest();

/**
 * The id of the job that a request asks for: a random UUID, or, with an `Idempotency-Key`, one computed from the caller and the key,
 * so that a repeated request finds its job without a look-up table.
 *
 * @throws HttpProblem 400 for a key that is not 1 to 255 visible ASCII characters.
 */
export function requestedJobId(event: Pick<APIGatewayProxyEventV2, "headers" | "requestContext">): string {
  const key = event.headers?.["idempotency-key"];
  if (key === undefined) return randomUUID();
  if (!idempotencyKey.safeParse(key).success) {
    throw new HttpProblem(PROBLEMS.invalidHeader, "Send an Idempotency-Key of 1 to 255 visible ASCII characters.");
  }
  // Version 8: for values that an application computes (RFC 9562, 5.8).
  return uuidOf(8, sha256(`${callerScope(event.requestContext)}\n${key}`));
}

interface Authorizer {
  readonly iam?: { readonly userArn?: string };
  readonly jwt?: { readonly claims?: Readonly<Record<string, unknown>> };
}

/** Whose keys these are. One caller's key must never answer with another caller's job. */
function callerScope(requestContext: APIGatewayProxyEventV2["requestContext"] & { authorizer?: Authorizer }): string {
  const { iam, jwt } = requestContext?.authorizer ?? {};
  if (iam?.userArn) return `iam ${iam.userArn}`;
  if (jwt?.claims) return `jwt ${JSON.stringify([jwt.claims["iss"], jwt.claims["sub"]])}`;
  return "anonymous";
}
