import type { SNSEventRecord, SQSRecord } from "aws-lambda";
import type { DeadLetterReason } from "../shared/dead-letter-reason";
import { MAX_MESSAGE_BYTES } from "../shared/sqs-attributes";
import { asError, describeThrown, sayThrown } from "../shared/thrown";
import { ComeAgain } from "./come-again";
import { isBusy, isFinal, reasonOf } from "./event-errors";
import type { EventQueues } from "./event-queues";
import type { JobLog } from "./job-parts";
import { retryDelaySeconds } from "./retry-delay";

/** What becomes of an event that failed, by the way it came. They return when it is given up, and throw for it to come again. */
export interface EventFailures {
  ofQueue(record: SQSRecord, thrown: unknown): Promise<void>;
  ofTopic(record: SNSEventRecord, thrown: unknown): Promise<void>;
}

/** What decides about failures. */
export interface FailureSettings {
  readonly queues: EventQueues;
  /** Whether the function may give events up by itself. */
  readonly hasDeadLetters: boolean;
  readonly fifo: boolean;
  readonly maxReceiveCount: number;
  /** undefined: failed messages come again after the queue's visibility time-out. */
  readonly retryBaseSeconds: number | undefined;
  readonly log: JobLog;
}

/** Beside event and error: version, time, ids, ARNs and codes of the record of a failed invocation, and its line of keys. */
const RECORD_FRAME_BYTES = 4_096;

export function eventFailures(settings: FailureSettings): EventFailures {
  const { queues, hasDeadLetters, fifo, maxReceiveCount, retryBaseSeconds, log } = settings;

  /** Returns false when it could not, so that nothing is lost: the message then goes the long way. */
  async function gaveUp(messageId: string, thrown: unknown, send: (reason: DeadLetterReason) => Promise<void>) {
    const reason = reasonOf(thrown);
    try {
      await send(reason);
    } catch (error) {
      log.error("Event could not be sent to the dead-letter queue", { messageId, error: describeThrown(error) });
      return false;
    }
    log.error("Event given up, sent to the dead-letter queue", { messageId, ...reason });
    return true;
  }

  return {
    async ofQueue(record, thrown) {
      const { messageId } = record;
      const receives = Number(record.attributes.ApproximateReceiveCount);
      const isLast = receives >= maxReceiveCount;
      // A FIFO message that SQS is left to move would hold up its group until it is gone.
      const isGivenUp = isFinal(thrown) || (isLast && fifo && !isBusy(thrown));
      if (hasDeadLetters && isGivenUp && (await gaveUp(messageId, thrown, (reason) => queues.giveUp(record, reason))))
        return;
      if (retryBaseSeconds === undefined || isBusy(thrown)) throw asError(thrown);
      const seconds = isLast ? 0 : retryDelaySeconds(retryBaseSeconds, receives);
      await queues.comeAgain(record, seconds);
      log.info("Event comes again", { messageId, retryInSeconds: seconds });
      throw new ComeAgain(sayThrown(thrown), seconds);
    },

    async ofTopic(record, thrown) {
      const isGivenUp = isFinal(thrown) || isTooLargeForRecord(record, thrown);
      const giveUp = (reason: DeadLetterReason) => queues.giveUpNotification(record, reason);
      if (hasDeadLetters && isGivenUp && (await gaveUp(record.Sns.MessageId, thrown, giveUp))) return;
      throw asError(thrown);
    },
  };
}

/**
 * After the last try Lambda sends a record with the event and the error to the dead-letter queue, in which the message is JSON within JSON; what is
 * larger than the queue takes is lost (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html, "size limits").
 */
export function isTooLargeForRecord(record: SNSEventRecord, thrown: unknown): boolean {
  const { name, message, stack = "" } = asError(thrown);
  const bytes = Buffer.byteLength(JSON.stringify([{ Records: [record] }, { name, message, stack }]));
  return bytes + RECORD_FRAME_BYTES > MAX_MESSAGE_BYTES;
}
