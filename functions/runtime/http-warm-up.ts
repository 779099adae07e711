import { WARM_UP_EVENT } from "../web-service/contract";

/** Whether an event comes from the warm-up schedule of web-service: there is nothing to do then. httpHandler knows by itself. */
export const isWarmUp = (event: unknown): boolean =>
  typeof event === "object" && event !== null && "warmUp" in event && event.warmUp === WARM_UP_EVENT.warmUp;
