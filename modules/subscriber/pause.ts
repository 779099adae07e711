import type { Construct } from "constructs";
import { ownCode } from "../parts/code";
import type { PatternFunction } from "../parts/function";
import { pauseFunction } from "../parts/pause-function";
import type { SubscriberFunction } from "./function";
import { isBuffered } from "./member-checks";
import { PATTERN, type SubscriberPattern } from "./pattern";

/** Pauses and resumes the function where a queue feeds it: there is nothing to pause in the other modes. */
export function subscriberPause(
  scope: Construct,
  id: string,
  { input, account }: SubscriberPattern,
  { mapping }: SubscriberFunction,
): PatternFunction {
  return pauseFunction(scope, id, {
    // Its log is the audit record, which must not be left out.
    common: { ...input, logs: { ...input.logs, level: "INFO" } },
    account,
    code: ownCode(scope, input, { pattern: PATTERN, name: "pause" }),
    mapping: { uuid: mapping.its(({ uuid }) => uuid), arn: mapping.its(({ arn }) => arn) },
    exists: isBuffered(input),
  });
}
