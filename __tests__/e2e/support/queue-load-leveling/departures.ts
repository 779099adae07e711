import { departuresFrom } from "../api-document";

/** Where answers depart from the module's OpenAPI document. */
export const departures = departuresFrom<"post /jobs" | "get /jobs/{id}">("terraform/queue-load-leveling/openapi.json");
