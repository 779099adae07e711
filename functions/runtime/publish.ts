import { setTimeout as sleep } from "node:timers/promises";
import { PublishBatchCommand, SNSClient, type SNSServiceException } from "@aws-sdk/client-sns";
import { TOPIC_ARN_VARIABLE } from "../pub-sub/contract";
import { CLIENT_OPTIONS } from "../shared/aws";
import { backoff } from "../shared/backoff";
import { describeThrown } from "../shared/thrown";
import { MAX_BYTES, type NewEvent, type Outgoing, outgoing } from "./publish-event";
import { PublishResult } from "./publish-result";
import { type Outcome, type Rounds, sendInLanes } from "./publish-rounds";

/** Options of publish(). */
export interface PublishOptions {
  /** URI reference of the publisher, the `source` of its events: `/shops/12`. */
  readonly source: string;
  /** ARN of the topic. Default: the environment variable TOPIC_ARN. */
  readonly topicArn?: string;
  /** Default: one for all calls, with the region and credentials of the environment. */
  readonly client?: Pick<SNSClient, "send">;
}

/** Events that cannot be published; none of the call was sent. `faults` says what is wrong with each. */
export class InvalidEventsError extends Error {
  override readonly name = "InvalidEventsError";

  constructor(readonly faults: readonly { readonly index: number; readonly detail: string }[]) {
    super(`Nothing was published. ${faults.map(({ index, detail }) => `Event ${index}: ${detail}.`).join(" ")}`);
  }
}

const TOPIC_ARN = /^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]+(\.fifo)?$/;
/** A message that SNS fails to take on its side is tried so often in all; the waits add up to less than a second. */
const MAX_TRIES = 4;
const BACKOFF_MS = { base: 100, longest: 1_000 } as const;

/** PublishBatch takes ten. Eight calls at a time make a long list quick; where a region throttles, the SDK's retries wait. */
const SNS_LIMITS = { maxItems: 10, maxBytes: MAX_BYTES, maxCalls: 8 } as const satisfies Partial<Rounds<Outgoing>>;

let sharedClient: SNSClient | undefined;
/** Made at the first call, so that importing does nothing. */
function defaultClient(): SNSClient {
  sharedClient ??= new SNSClient(CLIENT_OPTIONS);
  return sharedClient;
}

/**
 * Publishes events to an SNS topic, as CloudEvents with message attributes of the same type, source and subject:
 *
 *     const { failed } = await publish([{ type: "com.example.order.placed.v1", subject: id, data: order }], { source: "/shop" });
 *
 * Sends batches of ten and retries only what failed on the side of SNS. On a FIFO topic an event is sent once the one before it in its group
 * was taken, and the rest of a group whose event failed is not sent, so that order holds; the event's id deduplicates.
 *
 * What the topic does not take is not thrown: look at `failed`, or write `(await publish(…)).throwIfFailed()`.
 *
 * @throws InvalidEventsError before anything is sent when events are invalid or too big; Error when there is no topic.
 */
export async function publish(events: readonly NewEvent[], options: PublishOptions): Promise<PublishResult> {
  const topicArn = options.topicArn ?? process.env[TOPIC_ARN_VARIABLE] ?? "";
  if (!TOPIC_ARN.test(topicArn)) {
    throw new Error(
      `There is no topic to publish to: give topicArn or set ${TOPIC_ARN_VARIABLE} to the ARN of a topic.`,
    );
  }
  const fifo = topicArn.endsWith(".fifo");
  const messages = allOutgoing(events, { source: options.source, fifo });
  const client = options.client ?? defaultClient();
  const lanes = fifo ? groups(messages) : messages.map((message) => [message]);
  const outcomes = await sendInLanes(lanes, {
    send: (batch) => sendBatch(client, topicArn, batch),
    pause: (attempt) => sleep(backoff(BACKOFF_MS, attempt)),
    maxTries: MAX_TRIES,
    ...SNS_LIMITS,
  });
  return resultOf(messages, outcomes);
}

function allOutgoing(events: readonly NewEvent[], topic: { source: string; fifo: boolean }): Outgoing[] {
  const none = [...events.entries()].filter(([, event]) => typeof event !== "object" || event === null);
  if (none.length > 0) throw new InvalidEventsError(none.map(([index]) => ({ index, detail: "it must be an object" })));
  const messages = events.map((event) => outgoing(event, topic));
  const faults = messages.flatMap((message, index) => message.faults.map((detail) => ({ index, detail })));
  if (faults.length > 0) throw new InvalidEventsError(faults);
  return messages;
}

function groups(messages: readonly Outgoing[]): Outgoing[][] {
  const lanes = new Map<string | undefined, Outgoing[]>();
  for (const message of messages) {
    const lane = lanes.get(message.message.MessageGroupId);
    if (lane === undefined) lanes.set(message.message.MessageGroupId, [message]);
    else lane.push(message);
  }
  return [...lanes.values()];
}

async function sendBatch(
  client: Pick<SNSClient, "send">,
  TopicArn: string,
  batch: readonly Outgoing[],
): Promise<Outcome[]> {
  const PublishBatchRequestEntries = batch.map(({ message }, index) => ({ Id: String(index), ...message }));
  try {
    const { Successful = [], Failed = [] } = await client.send(
      new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries }),
    );
    return batch.map((_message, index): Outcome => {
      const taken = Successful.find(({ Id }) => Id === String(index));
      if (taken !== undefined) return { messageId: taken.MessageId ?? "" };
      const {
        Code = "NoAnswer",
        Message = "SNS said nothing of it.",
        SenderFault = false,
      } = Failed.find(({ Id }) => Id === String(index)) ?? {};
      return { code: Code, message: Message, senderFault: SenderFault, retry: !SenderFault };
    });
  } catch (error) {
    // The SDK has tried the call as often as it should.
    const outcome = callFailure(error);
    return batch.map(() => outcome);
  }
}

function callFailure(error: unknown): Outcome {
  const { name = "Error", code = name, message } = describeThrown(error);
  const { $fault, $metadata } = (error ?? {}) as Partial<SNSServiceException>;
  const throttled = $metadata?.httpStatusCode === 429 || /throttl/i.test(code);
  return { code, message, senderFault: $fault === "client" && !throttled, retry: false };
}

function resultOf(messages: readonly Outgoing[], outcomes: ReadonlyMap<Outgoing, Outcome>): PublishResult {
  const ends = messages.map((message) => ({ event: message.event, outcome: outcomes.get(message)! }));
  return new PublishResult(
    ends.flatMap(({ event, outcome }) =>
      "messageId" in outcome ? [{ id: event.id, messageId: outcome.messageId }] : [],
    ),
    ends.flatMap(({ event, outcome }) => {
      if ("messageId" in outcome) return [];
      const { code, message, senderFault } = outcome;
      return [{ event, code, message, senderFault }];
    }),
  );
}
