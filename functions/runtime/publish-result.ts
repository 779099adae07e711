import type { IdentifiedEvent } from "./publish-event";

/** An event that the topic took. */
export interface PublishedEvent {
  /** The event's own id. */
  readonly id: string;
  /** The id that SNS gave to its message. */
  readonly messageId: string;
}

/** An event that the topic did not take, as far as is known: after a broken connection it may have. */
export interface FailedEvent {
  /** The event as it was given, with its id, source and time: publish it again, and it is the same event. */
  readonly event: IdentifiedEvent;
  /** What SNS calls the failure, or `EarlierEventFailed`: an earlier event of the group failed, so this one was not sent. */
  readonly code: string;
  readonly message: string;
  /** True when trying again cannot help. */
  readonly senderFault: boolean;
}

/** What came of publish(): each event is in one of the two lists, in the order in which they were given. */
export class PublishResult {
  constructor(
    readonly published: readonly PublishedEvent[],
    readonly failed: readonly FailedEvent[],
  ) {}

  /**
   * For callers that want all or an error.
   *
   * @throws PublishError when an event failed.
   */
  throwIfFailed(): this {
    if (this.failed.length > 0) throw new PublishError(this);
    return this;
  }
}

/** Not all events were published; `result` says which. */
export class PublishError extends Error {
  override readonly name = "PublishError";

  constructor(readonly result: PublishResult) {
    const { published, failed } = result;
    const codes = [...new Set(failed.map(({ code }) => code))].join(", ");
    super(`${failed.length} of ${published.length + failed.length} events were not published: ${codes}`);
  }
}
