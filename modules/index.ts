export { QueueLoadLeveling } from "./queue-load-leveling";
export type { QueueLoadLevelingProps } from "./queue-load-leveling/props";
