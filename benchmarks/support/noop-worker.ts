/** A worker that does nothing, so that only the way of a job is measured. */
import { jobWorker } from "../../functions/runtime";

export const handler = jobWorker(async () => undefined);
