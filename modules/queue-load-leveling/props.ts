import type { PropsOf } from "../../lib/inputs";
import type { queueLoadLevelingInputs } from "./inputs";
export type QueueLoadLevelingProps = PropsOf<typeof queueLoadLevelingInputs>;
