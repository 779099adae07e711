/** What every redrive function is sent and returns. zod/mini: 5 KB in a bundle, where all of zod would be sixty. */
import * as z from "zod/mini";
import { auditFields } from "./audit-fields";
import { count } from "./schemas";

/** Members of every redrive request. */
export const redriveRequestFields = {
  ...auditFields,
  maxMessages: z._default(
    z.int().check(z.minimum(1), z.maximum(100_000), z.meta({ description: "Messages to move at most." })),
    1000,
  ),
  maxPerSecond: z.optional(
    z.number().check(z.positive(), z.maximum(500), z.meta({ description: "Messages to move a second at most." })),
  ),
};

/** How a redrive ended. */
export const redriveOutcomeFields = {
  moved: count("Messages that were moved back."),
  failed: count("Messages that could not be moved and stay dead letters."),
  stoppedBecause: z.enum(["empty", "hidden", "all_found", "max_messages", "time", "failures"]).check(
    z.meta({
      description:
        "`empty`: nothing (selected) is left but what came after the start. `hidden`: nothing else can be seen, but somebody who received messages " +
        "hides them, such as a person at the console: call again when their visibility time-out is over. `all_found`: every id of the request was moved. " +
        "`max_messages`: the limit of the request. `time`: the function's own time-out came near; call again. " +
        "`failures`: too many moves failed in a row.",
    }),
  ),
};

/** Members of every redrive's result. */
export const redriveResultFields = {
  ...redriveOutcomeFields,
  remaining: z.optional(
    count(
      "Dead letters left, approximately, as SQS counts; hidden ones included. Absent where they could not be counted.",
    ),
  ),
  hidden: z.optional(
    count(
      "Those of them that somebody else received and has not deleted, approximately. Absent where they could not be counted: `empty` may then be `hidden`.",
    ),
  ),
};

const outcome = z.object(redriveOutcomeFields);
export type RedriveOutcome = z.infer<typeof outcome>;
const result = z.object(redriveResultFields);
export type RedriveResultFields = z.infer<typeof result>;
