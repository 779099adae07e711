import { LambdaClient } from "@aws-sdk/client-lambda";
import type { Context } from "aws-lambda";
import { CLIENT_OPTIONS } from "./aws";
import { switchMapping } from "./mapping-switch";
import { parseOperatorRequest } from "./operator-request";
import { type PauseRequest, type PauseResult, pauseRequest } from "./pause-schemas";

/** What the answer takes after the last look. */
const RESERVED_MS = 10_000;

/** The record of who paused or resumed, and why. */
export interface PauseAudit {
  /** Kept before anything is switched: what cannot be recorded is not done. */
  begin(requestId: string, request: PauseRequest): Promise<void>;
  end(requestId: string, request: PauseRequest, result: PauseResult): Promise<void>;
  report(error: unknown): void;
}

/**
 * Makes the handler that pauses and resumes one consumer, and can do nothing else: lambda:UpdateEventSourceMapping itself also sets filters, which
 * delete what does not match, and targets, and IAM has no condition key for its fields:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
 */
export function pauseHandler(mappingId: string, audit: PauseAudit) {
  const client = new LambdaClient(CLIENT_OPTIONS);
  return async (payload: unknown, context: Context): Promise<PauseResult> => {
    const request = parseOperatorRequest(pauseRequest, payload, { what: "pause", unchanged: "Nothing was changed." });
    const { awsRequestId } = context;
    const deadline = Date.now() + context.getRemainingTimeInMillis() - RESERVED_MS;
    await audit.begin(awsRequestId, request);
    const result = await switchMapping(client, mappingId, request.paused, deadline);
    // It is done: the answer must not be lost with the record.
    await audit.end(awsRequestId, request, result).catch(audit.report);
    return result;
  };
}
