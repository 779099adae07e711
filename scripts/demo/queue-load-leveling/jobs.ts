import { setTimeout as sleep } from "node:timers/promises";
import type { JobDocument } from "../../../functions/queue-load-leveling/schemas";
import { forEachAtATime } from "../at-a-time";
import type { SignedApi } from "../signed-api";
import { PATIENCE_MS } from "../until";

/** How often jobs that go on are asked for; the API says the same in Retry-After. */
const LOOK_EVERY_MS = 1_000;

/** Asks at the same time: each is a process of the local AWS. */
const AT_A_TIME = 4;

/** Asks for a job. */
export async function readJob(api: SignedApi, id: string): Promise<JobDocument> {
  const response = await api.call(`/jobs/${id}`);
  if (!response.ok) throw new Error(`GET /jobs/${id} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as JobDocument;
}

/** Follows jobs until each has succeeded or failed, or the patience of a story is over; returns them as they are then. */
export async function followJobs(
  api: SignedApi,
  ids: readonly string[],
  options: { readonly signal: AbortSignal; readonly onNews?: (done: number) => void },
): Promise<JobDocument[]> {
  const jobs = new Map<string, JobDocument>();
  const isDone = (id: string) => ["succeeded", "failed"].includes(jobs.get(id)?.state ?? "");
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const open = ids.filter((id) => !isDone(id));
    // The oldest first, and not all: jobs end in about the order in which they came.
    const asked = open.slice(0, 2 * AT_A_TIME);
    for (const job of await forEachAtATime(asked, AT_A_TIME, (id) => readJob(api, id))) jobs.set(job.id, job);
    const left = ids.filter((id) => !isDone(id)).length;
    options.onNews?.(ids.length - left);
    if (left === 0 || Date.now() >= end) break;
    // All that were asked for are done: there may be more.
    if (left > open.length - asked.length) await sleep(LOOK_EVERY_MS, undefined, { signal: options.signal });
  }
  return [...jobs.values()];
}
