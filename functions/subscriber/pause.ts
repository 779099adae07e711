import { Logger } from "@aws-lambda-powertools/logger";
import type { PauseEnvironment } from "../shared/contract";
import { readEnvironment } from "../shared/environment";
import { pauseHandler } from "../shared/pause";
import { describeThrown } from "../shared/thrown";

const { PAUSE_MAPPING_ID } = readEnvironment<keyof PauseEnvironment>(["PAUSE_MAPPING_ID"]);
const log = new Logger();

/** Pauses and resumes the subscriber, for operators, with who and why in the log. */
export const handler = pauseHandler(PAUSE_MAPPING_ID, {
  begin: async (requestId, request) => log.info("Pause asked for", { requestId, ...request }),
  end: async (requestId, request, result) => log.info("Pause done", { requestId, ...request, ...result }),
  report: (error) => log.error("Pause not recorded", { error: describeThrown(error) }),
});
