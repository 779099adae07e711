import type { PatternModule } from "../lib/module-writer";
import { queueLoadLevelingModule } from "./queue-load-leveling";

/** Every pattern that is a Terraform module. */
export const patternModules: readonly PatternModule[] = [queueLoadLevelingModule];
