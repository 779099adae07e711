import type { Construct } from "constructs";
import {
  REDRIVE_DEAD_LETTER_ACTIONS,
  REDRIVE_FUNCTION_ACTIONS,
  REDRIVE_QUEUE_ACTIONS,
  REDRIVES_TABLE_ACTIONS,
  REDRIVES_TABLE_KEY,
  REDRIVES_TABLE_TTL,
  type RedriveEnvironment,
} from "../../functions/subscriber/redrive-contract";
import { asText, choose, not } from "../../lib/logic";
import { ownCode } from "../parts/code";
import type { PatternFunction } from "../parts/function";
import { redriveFunction } from "../parts/redrive-function";
import { PatternTable } from "../parts/table";
import type { SubscriberFunction } from "./function";
import { isDirect } from "./member-checks";
import { PATTERN, type SubscriberPattern } from "./pattern";

/** The way back for the dead letters of both kinds. */
export function subscriberRedrive(
  scope: Construct,
  id: string,
  { input, account, queues }: SubscriberPattern,
  subscriber: SubscriberFunction,
): PatternFunction {
  const direct = isDirect(input);
  // Not the table of handled events: there is none in mode queue. It goes with its subscriber, as that one does.
  const table = new PatternTable(scope, "redrives", {
    common: input,
    account,
    tableName: `${input.name}-redrives`,
    hashKey: REDRIVES_TABLE_KEY,
    ttlAttribute: REDRIVES_TABLE_TTL,
    pointInTimeRecovery: true,
    deletionProtection: false,
  });
  const environment: RedriveEnvironment = {
    REDRIVE_TABLE_NAME: table.tableName,
    REDRIVE_QUEUE_URL: choose(direct, "", queues.queue.url),
    REDRIVE_FUNCTION_NAME: choose(direct, subscriber.function.functionName, ""),
    REDRIVE_DELIVERY_DEAD_LETTER_QUEUE_URL: queues.deliveryDeadLetter.url,
    REDRIVE_PROCESSING_DEAD_LETTER_QUEUE_URL: queues.deadLetter.url,
    REDRIVE_MAX_PER_SECOND: asText(input.redrive.maxPerSecond),
  };
  return redriveFunction(scope, id, {
    // Its log is the audit record, which must not be left out.
    common: { ...input, logs: { ...input.logs, level: "INFO" } },
    account,
    code: ownCode(scope, input, { pattern: PATTERN, name: "redrive" }),
    environment: { ...environment },
    statements: [
      {
        sid: "TakeDeadLetters",
        actions: REDRIVE_DEAD_LETTER_ACTIONS,
        resources: [queues.deadLetter.arn, queues.deliveryDeadLetter.arn],
      },
      { sid: "RunAlone", actions: REDRIVES_TABLE_ACTIONS, resources: [table.arn] },
      { sid: "SendBack", actions: REDRIVE_QUEUE_ACTIONS, resources: [queues.queue.arn], when: not(direct) },
      {
        sid: "HandBack",
        actions: REDRIVE_FUNCTION_ACTIONS,
        resources: [subscriber.function.arn],
        when: direct,
      },
    ],
  });
}
