import { randomUUID } from "node:crypto";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { idempotentUuid } from "../shared/idempotency";

/**
 * The id of the job that a request asks for: a random UUID, or, with an `Idempotency-Key`, one computed from the caller and the key,
 * so that a repeated request finds its job without a look-up table.
 *
 * @throws HttpProblem 400 for a key that cannot be used.
 */
export const requestedJobId = (event: Pick<APIGatewayProxyEventV2, "headers" | "requestContext">): string =>
  idempotentUuid(event) ?? randomUUID();
