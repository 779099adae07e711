/** What crosses the border of a subscriber's redrive function. */
import * as z from "zod/mini";
import { redriveRequestFields, redriveResultFields } from "../shared/redrive-schemas";
import { text } from "../shared/schemas";

/** A log line, which names the messages, holds 256 KB; a thousand ids of SQS are 40. */
const MAX_MESSAGE_IDS = 1_000;

/** What an operator sends to the redrive function. */
export const redriveRequest = z.strictObject({
  ...redriveRequestFields,
  from: z._default(
    z.enum(["delivery", "processing", "both"]).check(
      z.meta({
        description:
          "`delivery`: what SNS could not deliver. `processing`: what was delivered and failed. `both`: the one, then the other.",
      }),
    ),
    "both",
  ),
  messageIds: z.optional(
    z
      .array(z.string().check(z.minLength(1), z.maxLength(100)))
      .check(
        z.minLength(1),
        z.maxLength(MAX_MESSAGE_IDS),
        z.meta({ description: "Only the messages with these ids of SQS; all if absent." }),
      ),
  ),
});

/** What the redrive function returns. */
export const redriveResult = z.object({
  requestId: text("Id of the invocation: under it the log says who, why and how many."),
  ...redriveResultFields,
});

export type RedriveRequest = z.infer<typeof redriveRequest>;
export type RedriveResult = z.infer<typeof redriveResult>;
