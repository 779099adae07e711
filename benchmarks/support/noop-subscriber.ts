/** A subscriber that does nothing, so that only the way of an event is measured. */
import { eventSubscriber } from "../../functions/runtime";

export const handler = eventSubscriber(async () => undefined);
