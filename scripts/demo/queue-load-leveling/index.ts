import { type Legacy, startLegacy } from "../../../functions/examples/customer-migration/legacy";
import type { JobDocument, RedriveResult } from "../../../functions/queue-load-leveling/schemas";
import { forEachAtATime } from "../at-a-time";
import type { Demo, PreparedDemo, Stage } from "../demo";
import { invokeFunction } from "../invoke";
import { SignedApi } from "../signed-api";
import { followJobs, readJob } from "./jobs";
import { type Answered, problemsOf, reportOf } from "./report";
import { burst, POISON } from "./requests";

/** Clients at the same time. */
const CLIENTS = 6;

/** Customers move one by one into a legacy system that takes five records a second and fails now and then. */
export const queueLoadLeveling: Demo = {
  title: "Customers move into a legacy system that takes five records a second and fails now and then.",
  async prepare(): Promise<PreparedDemo> {
    let mended = false;
    const legacy = await startLegacy({
      failureRate: 0.08,
      latencyMs: 40,
      seed: 7,
      refuses: (id) => id === POISON && !mended,
    });
    return {
      variables: { legacy_url: legacy.url },
      end: () => legacy.stop(),
      async play(stage) {
        const answered = await sendBurst(stage);
        const jobs = await follow(stage, answered, legacy);
        console.log(`\n${reportOf(answered, jobs, legacy.log)}\n`);
        mended = true;
        return [...problemsOf(answered, jobs, legacy.log), ...(await redrive(stage, jobs))];
      },
    };
  },
};

function apiOf({ aws, outputs }: Stage): SignedApi {
  return new SignedApi(outputs["api_endpoint"]!, aws.fetchApi, aws.region, aws.credentials);
}

async function sendBurst(stage: Stage): Promise<Answered[]> {
  const { progress, signal } = stage;
  const api = apiOf(stage);
  const requests = burst();
  progress.begin("Sending a burst of requests");
  let sent = 0;
  const answered = await forEachAtATime(requests, CLIENTS, async (planned): Promise<Answered> => {
    const response = await api.call("/jobs", { ...planned.request, signal });
    const { id } = (await response.json()) as { id?: string };
    progress.update(`${++sent} of ${requests.length} answered`);
    return { ...planned, answer: response.status, jobId: response.status === 202 ? id : undefined };
  });
  progress.end(`${requests.length} answered`);
  return answered;
}

async function follow(stage: Stage, answered: readonly Answered[], legacy: Legacy): Promise<JobDocument[]> {
  const { progress, signal } = stage;
  const ids = [...new Set(answered.flatMap(({ jobId }) => jobId ?? []))];
  progress.begin("Doing the jobs at five a second");
  const onNews = (done: number) =>
    progress.update(`${done} of ${ids.length} done, ${legacy.log.length} calls at legacy`);
  const jobs = await followJobs(apiOf(stage), ids, { signal, onNews });
  progress.end(
    `${jobs.filter(({ state }) => state === "succeeded" || state === "failed").length} of ${ids.length} done`,
  );
  return jobs;
}

/** Legacy was mended: the dead letter goes back to work. */
async function redrive(stage: Stage, jobs: readonly JobDocument[]): Promise<string[]> {
  const { aws, outputs, progress, signal } = stage;
  const failed = jobs.filter(({ state }) => state === "failed").map(({ id }) => id);
  progress.begin("Legacy is mended: moving the dead letters back to work");
  const request = { reason: "Legacy takes the customer now.", requestedBy: "npm start" };
  const result = await invokeFunction<RedriveResult>(aws, outputs["redrive_function_name"]!, request, signal);
  await followJobs(apiOf(stage), failed, { signal });
  const after = await forEachAtATime(failed, CLIENTS, (id) => readJob(apiOf(stage), id));
  const home = after.filter(({ state }) => state === "succeeded").length;
  progress.end(`${result.moved} moved, ${home} succeeded, ${result.remaining} left`);
  return home === failed.length ? [] : [`${failed.length - home} redriven jobs did not succeed.`];
}
