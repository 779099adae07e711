import { eachEntry } from "../../lib/findings";
import { arnsAreInPartition, commonIsPlaced, type PlaceRules } from "../parts/place-checks";
import type { PubSubInput } from "./inputs";

/** What the inputs name is where the provider works; subscribers tell of theirs. */
export const topicPlaces =
  (input: PubSubInput): PlaceRules =>
  (place) => [
    ...commonIsPlaced(input, place),
    { about: "publishers.arns", ...arnsAreInPartition(input.publishers.arns, place) },
    ...eachEntry("publishers.services", input.publishers.services, ({ sourceArns }) => ({
      member: "source_arns",
      ...arnsAreInPartition(sourceArns, place),
    })),
  ];
