import { asText } from "../../lib/logic";
import type { GuardedInput } from "../parts/store-guard";
import type { PubSubInput } from "./inputs";

const TOPIC = "the topic, with its archive and all its subscriptions, those of other teams included";

/** What must not change while others publish and listen. */
export const storesOfTopic = ({ name, fifo }: PubSubInput): readonly GuardedInput[] => [
  { about: "name", value: () => name, destroys: TOPIC },
  { about: "fifo", value: () => asText(fifo), destroys: TOPIC },
];
