import { asText, choose } from "../../lib/logic";
import type { GuardedInput } from "../parts/store-guard";
import type { SubscriberInput } from "./inputs";
import { isDirect } from "./member-checks";

const QUEUES = "the queues, with the events and dead letters in them";

/** What must not change while events wait or are kept. */
export const storesOfSubscriber = (input: SubscriberInput): readonly GuardedInput[] => [
  { about: "name", value: () => input.name, destroys: `${QUEUES}, and the memory of handled events` },
  { about: "fifo", value: () => asText(input.fifo), destroys: QUEUES },
  // The modes with a queue may change into each other.
  {
    about: "mode",
    value: () => choose(isDirect(input), "direct", "buffered or queue"),
    destroys: "the queue that direct does not have, with the events in it",
  },
];
