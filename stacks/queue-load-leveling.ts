import type { Construct } from "constructs";
import { openApiDocument } from "../functions/queue-load-leveling/openapi";
import { ModuleStack } from "../lib/module-stack";
import type { PatternModule } from "../lib/module-writer";
import { QueueLoadLeveling } from "../modules/queue-load-leveling";
import { queueLoadLevelingInputs } from "../modules/queue-load-leveling/inputs";

/** The Terraform module queue-load-leveling: variables → construct → outputs. */
export class QueueLoadLevelingModule extends ModuleStack {
  constructor(scope: Construct) {
    super(scope, "queue-load-leveling");
    const pattern = new QueueLoadLeveling(this, "Default", queueLoadLevelingInputs.variables(this));
    this.outputs(pattern.describedOutputs);
  }
}

export const queueLoadLevelingModule: PatternModule = {
  name: "queue-load-leveling",
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
  make: (scope) => new QueueLoadLevelingModule(scope),
};
