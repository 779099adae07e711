/** Notes in a table which jobs it did, in their order. Written with what the runtime of the last release has, too. */
import { setTimeout as sleep } from "node:timers/promises";
import { type Job, jobWorker, PermanentError } from "../../../../functions/runtime";
import { isOn, note } from "./sink";

/** A payload. */
export interface RecordedJob {
  /** Under which the job is noted. */
  readonly key: string;
  /** Switch without which the job is refused for good. */
  readonly needs?: string;
  /** Switch for which the job waits once it has been noted. */
  readonly waitsFor?: string;
}

const LOOK_EVERY_MS = 250;

export const handler = jobWorker(async ({ payload, group }: Job<RecordedJob>) => {
  const { key, needs, waitsFor } = payload;
  if (needs !== undefined && !(await isOn(needs))) throw new PermanentError(`The switch ${needs} is off.`);
  await note(group ?? key, key);
  while (waitsFor !== undefined && !(await isOn(waitsFor))) await sleep(LOOK_EVERY_MS);
  return { key };
});
