import type { Construct } from "constructs";
import { ModuleStack } from "../lib/module-stack";
import { QueueLoadLeveling } from "../modules/queue-load-leveling";
import { queueLoadLevelingInputs } from "../modules/queue-load-leveling/inputs";

/** The Terraform module queue-load-leveling. */
export class QueueLoadLevelingModule extends ModuleStack {
  constructor(scope: Construct) {
    super(scope, "queue-load-leveling");
    const pattern = new QueueLoadLeveling(this, "Default", queueLoadLevelingInputs.variables(this));
    this.outputs(pattern.describedOutputs);
  }
}
