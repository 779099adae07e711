import { IdempotencyAlreadyInProgressError } from "@aws-lambda-powertools/idempotency";
import { JOB_ERROR_TYPES } from "../queue-load-leveling/contract";
import type { DeadLetterReason } from "../shared/dead-letter-reason";
import { isInstance, sayThrown } from "../shared/thrown";
import { EVENT_ERROR_TYPES } from "../subscriber/contract";
import { UnreadableEventError } from "./event-record";
import { isPermanent, jobErrorOf } from "./job-errors";

/** Whether trying again cannot help: the code says so, or what came is no event. */
export const isFinal = (thrown: unknown): boolean => isPermanent(thrown) || isInstance(thrown, UnreadableEventError);

/** Whether another delivery of the event is being handled: no failure, and no use in hurrying. */
export const isBusy = (thrown: unknown): boolean => isInstance(thrown, IdempotencyAlreadyInProgressError);

/** Why an event is given up, for its dead letter. */
export function reasonOf(thrown: unknown): DeadLetterReason {
  if (isInstance(thrown, UnreadableEventError)) return { type: EVENT_ERROR_TYPES.unreadable, title: thrown.message };
  if (!isPermanent(thrown)) return { type: EVENT_ERROR_TYPES.unexpected, title: sayThrown(thrown) };
  const { type, title } = jobErrorOf(thrown);
  return { type: type === JOB_ERROR_TYPES.permanent ? EVENT_ERROR_TYPES.permanent : type, title };
}
