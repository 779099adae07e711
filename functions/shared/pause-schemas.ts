/** What every function that pauses and resumes a consumer is sent and returns. zod/mini: 5 KB in a bundle, where all of zod would be sixty. */
import * as z from "zod/mini";
import { auditFields } from "./audit-fields";
import { text } from "./schemas";

/** What an operator, or the schedule of a maintenance window, sends. */
export const pauseRequest = z.strictObject({
  paused: z
    .boolean()
    .check(z.meta({ description: "`true`: messages wait from now on. `false`: they are handled again." })),
  ...auditFields,
});

/** What came of it. */
export const pauseResult = z.object({
  state: text(
    "State of the event source mapping, as Lambda says it: `Disabled` or `Enabled`; `Disabling` or `Enabling` where that takes longer than the function.",
  ),
  changed: z.boolean().check(z.meta({ description: "Whether this call switched it: it may have been so already." })),
});

export type PauseRequest = z.infer<typeof pauseRequest>;
export type PauseResult = z.infer<typeof pauseResult>;
