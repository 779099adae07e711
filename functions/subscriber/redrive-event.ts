import * as z from "zod/mini";

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

/**
 * The event that the function of a direct subscription was to handle, from a dead letter of either kind.
 *
 * @throws when the dead letter is of neither.
 */
export function eventOfDeadLetter(body: string): object {
  const letter = parsed(body);
  const invocation = failedInvocation.safeParse(letter);
  if (invocation.success) return invocation.data.requestPayload;
  const undelivered = notification.safeParse(letter);
  if (undelivered.success) return eventOf(undelivered.data);
  throw new Error("The dead letter is neither a notification of SNS nor the record of a failed invocation by SNS.");
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
