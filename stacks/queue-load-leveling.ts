import { openApiDocument } from "../functions/queue-load-leveling/openapi";
import { patternModule } from "../lib/pattern-module";
import { QueueLoadLeveling } from "../modules/queue-load-leveling";
import { queueLoadLevelingInputs } from "../modules/queue-load-leveling/inputs";

/** The Terraform module queue-load-leveling. */
export const queueLoadLevelingModule = patternModule({
  name: "queue-load-leveling",
  construct: QueueLoadLeveling,
  summary: [
    "Accept fast, work at the pace of the slowest part: an HTTP API takes jobs and answers 202, a queue holds them, and your function does them,",
    "no more at a time or a second than its target bears.",
    "Every accepted job ends as succeeded, ends as failed with its message kept in the dead-letter queue, or still waits.",
    "More in [docs/queue-load-leveling.md](../../docs/queue-load-leveling.md).",
  ].join("\n"),
  usage: [
    '  name = "jobs"',
    "",
    "  worker = {",
    '    filename       = "worker.zip"',
    "    max_per_second = 5",
    "  }",
  ].join("\n"),
  inputs: queueLoadLevelingInputs,
  documents: { "openapi.json": openApiDocument },
});
