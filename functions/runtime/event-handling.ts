import type { Context } from "aws-lambda";
import { describeThrown, sayThrown } from "../shared/thrown";
import { isFinal } from "./event-errors";
import type { EventFormat, Incoming } from "./event-formats";
import type { Once } from "./event-once";
import type { Delivery } from "./event-options";
import type { EventRecord } from "./event-record";
import type { JobLog } from "./job-parts";

/** What handling works with. */
export interface HandlingParts {
  readonly handle: (event: unknown, delivery: Delivery) => Promise<unknown>;
  readonly format: EventFormat<unknown>;
  readonly once: Once;
  readonly log: JobLog;
}

/**
 * Handles the events of a message, each once, in a share of the invocation's time.
 *
 * @throws what the handler threw, as soon as each event was tried: a failure that trying again may help before one that it cannot.
 */
export function eventHandling({ handle, format, once, log }: HandlingParts) {
  async function handleOne(
    { event, identity, facts }: Incoming<unknown>,
    delivery: Delivery,
    share: number,
  ): Promise<void> {
    const { messageId, receiveCount, context } = delivery;
    const said = { messageId, receiveCount, ...facts };
    try {
      const run = async () => {
        try {
          await handle(event, delivery);
        } catch (error) {
          // Said at once: a table that fails as well would hide it.
          log.error("Event handler failed", { ...said, error: describeThrown(error) });
          throw error;
        }
      };
      const handled = await once(identity, context, run, share);
      log.info(handled ? "Event handled" : "Event had been handled already", said);
    } catch (error) {
      log.warn("Event not handled", { ...said, reason: sayThrown(error) });
      throw error;
    }
  }

  return async (record: EventRecord, context: Context, share: number): Promise<void> => {
    const { messageId, receiveCount, groupId, text } = record;
    const delivery = { messageId, receiveCount, groupId, text, context };
    const events = await format(record).catch((error) => {
      log.warn("Event not handled", { messageId, receiveCount, reason: sayThrown(error) });
      throw error;
    });
    if (events.length === 0) log.info("Message without an event", { messageId, receiveCount });
    const failures: unknown[] = [];
    for (const [index, event] of events.entries()) {
      await handleOne(event, delivery, share / (events.length - index)).catch((error) => failures.push(error));
    }
    if (failures.length > 0) throw failures.find((failure) => !isFinal(failure)) ?? failures[0];
  };
}
