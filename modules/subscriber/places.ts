import { arnIsPlaced, commonIsPlaced, functionIsPlaced, type PlaceRules } from "../parts/place-checks";
import type { SubscriberInput } from "./inputs";

/** What the inputs name is where the provider works. */
export const subscriberPlaces =
  (input: SubscriberInput): PlaceRules =>
  (place) => [
    // SNS delivers to other regions, but Terraform subscribes in the provider's.
    { about: "topic_arn", ...arnIsPlaced(input.topicArn, place) },
    ...commonIsPlaced(input, place),
    ...functionIsPlaced("subscriber", input.subscriber, place),
  ];
