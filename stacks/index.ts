import type { PatternModule } from "../lib/module-writer";
import { functionPackageModule } from "./function-package";
import { pubSubModule } from "./pub-sub";
import { queueLoadLevelingModule } from "./queue-load-leveling";
import { subscriberModule } from "./subscriber";
import { webServiceModule } from "./web-service";

/** Every pattern that is a Terraform module. */
export const patternModules: readonly PatternModule[] = [
  queueLoadLevelingModule,
  webServiceModule,
  pubSubModule,
  subscriberModule,
  functionPackageModule,
];
