import type { Message } from "@aws-sdk/client-sqs";
import * as z from "zod/mini";
import { SNS_NOTIFICATION_ATTRIBUTE } from "./contract";

/** Lambda's record of an asynchronous invocation that failed: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
const failedInvocation = z.object({ requestPayload: z.looseObject({ Records: z.array(z.unknown()) }) });

/**
 * What SNS could not deliver. Functions are given `SigningCertUrl` and `UnsubscribeUrl`, every other subscriber `…URL`:
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
 */
const notification = z.looseObject({
  Message: z.string(),
  MessageId: z.string(),
  TopicArn: z.string(),
  Timestamp: z.string(),
  SigningCertURL: z.optional(z.string()),
  UnsubscribeURL: z.optional(z.string()),
  SigningCertUrl: z.optional(z.string()),
  UnsubscribeUrl: z.optional(z.string()),
});

/** The rest of a notification whose message is the body, as `eventSubscriber()` writes it; each member may be missing. */
const restOfNotification = z.looseObject({});

/** A dead letter as SQS gives it. */
export type Letter = Pick<Message, "MessageId" | "Body" | "Attributes" | "MessageAttributes">;

/**
 * The event that the function of a direct subscription was to handle, from a dead letter of any kind.
 *
 * @throws when the dead letter is of none.
 */
export function eventOfDeadLetter(letter: Letter): object {
  const { Body = "", MessageAttributes = {} } = letter;
  const rest = MessageAttributes[SNS_NOTIFICATION_ATTRIBUTE]?.StringValue;
  if (rest !== undefined) return eventOf({ ...substitutes(letter), ...restOf(rest), Message: Body });
  const body = parsed(Body);
  const invocation = failedInvocation.safeParse(body);
  if (invocation.success) return invocation.data.requestPayload;
  const undelivered = notification.safeParse(body);
  if (undelivered.success) return eventOf(undelivered.data);
  throw new Error("The dead letter is neither a notification of SNS nor the record of a failed invocation by SNS.");
}

/** What a notification must have, for one that had no room for it. */
const substitutes = ({ MessageId = "", Attributes }: Letter) => ({
  MessageId,
  TopicArn: "",
  Timestamp: new Date(Number(Attributes?.SentTimestamp ?? 0)).toISOString(),
});

function restOf(text: string): object {
  const rest = restOfNotification.safeParse(parsed(text));
  return rest.success ? rest.data : {};
}

function eventOf({ SigningCertURL, UnsubscribeURL, ...sns }: z.infer<typeof notification>): object {
  const { SigningCertUrl = SigningCertURL, UnsubscribeUrl = UnsubscribeURL } = sns;
  const record = {
    EventSource: "aws:sns",
    EventVersion: "1.0",
    EventSubscriptionArn: subscriptionArnOf(UnsubscribeUrl),
    Sns: { Type: "Notification", Subject: null, MessageAttributes: {}, ...sns, SigningCertUrl, UnsubscribeUrl },
  };
  return { Records: [record] };
}

/** A notification names its subscription nowhere else. */
function subscriptionArnOf(unsubscribeUrl = ""): string {
  const query = unsubscribeUrl.slice(unsubscribeUrl.indexOf("?") + 1);
  return new URLSearchParams(query).get("SubscriptionArn") ?? "";
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
