import { asText } from "../../lib/logic";
import type { GuardedInput } from "../parts/store-guard";
import type { JobsInput } from "./inputs";

/** What must not change while jobs wait or are kept. */
export const storesOfJobs = ({ name, queue }: JobsInput): readonly GuardedInput[] => [
  { about: "name", value: () => name, destroys: "the queues and the table, with the jobs in them" },
  {
    about: "queue.fifo",
    value: () => asText(queue.fifo),
    destroys: "the queues, with the jobs and dead letters in them",
  },
];
