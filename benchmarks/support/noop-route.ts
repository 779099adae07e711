/** A route that does nothing: what is left is the way of a request. */
import { httpHandler } from "../../functions/runtime";

export const handler = httpHandler({}, async () => ({ status: 204 }));
