export { FunctionBundle, type FunctionBundleProps } from "./function-bundle";
export { FunctionPackage } from "./function-package";
export type { FunctionPackageProps } from "./function-package/props";
export { QueueLoadLeveling } from "./queue-load-leveling";
export type { QueueLoadLevelingProps } from "./queue-load-leveling/props";
export { WebService } from "./web-service";
export type { WebServiceProps } from "./web-service/props";
