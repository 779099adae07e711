import { domainIsPlaced } from "../parts/http-api-domain-inputs";
import { commonIsPlaced, functionIsPlaced, type PlaceRules } from "../parts/place-checks";
import type { JobsInput } from "./inputs";

/** What the inputs name is where the provider works. */
export const jobPlaces =
  (input: JobsInput): PlaceRules =>
  (place) => [
    ...commonIsPlaced(input, place),
    ...functionIsPlaced("worker", input.worker, place),
    domainIsPlaced("api", input.api, place),
  ];
