import type { LegacyCall } from "../../../functions/examples/customer-migration/legacy";
import type { JobDocument } from "../../../functions/queue-load-leveling/schemas";
import { table } from "../table";
import type { PlannedRequest } from "./requests";

/** A request with its answer. */
export interface Answered extends PlannedRequest {
  readonly answer: number;
  readonly jobId: string | undefined;
}

type Calls = readonly LegacyCall[];

/** What happened to each kind of request, and at the legacy system. */
export function reportOf(answered: readonly Answered[], jobs: readonly JobDocument[], calls: Calls): string {
  const kinds = [...new Set(answered.map(({ kind }) => kind))];
  const rows = kinds.map((kind) =>
    row(
      kind,
      answered.filter((one) => one.kind === kind),
      answered,
      jobs,
    ),
  );
  const refused = answered.filter(({ answer }) => answer >= 400).map(({ what, answer }) => `${what} ${answer}`);
  return [
    table([["requests", "sent", "202", "4xx", "new jobs", "succeeded", "dead-lettered"], ...rows]),
    "",
    `Refused: ${refused.join(", ")}.`,
    sumLine(jobs),
    `Attempts of a job: ${attemptsOf(jobs)}.`,
    legacyLine(calls),
  ].join("\n");
}

/** What did not come out as promised. */
export function problemsOf(answered: readonly Answered[], jobs: readonly JobDocument[], calls: Calls): string[] {
  const wrong = answered.filter(({ answer, status }) => answer !== status);
  const accepted = new Set(answered.flatMap(({ jobId }) => jobId ?? [])).size;
  const ended = count(jobs, "succeeded") + count(jobs, "failed");
  const doubled = created(calls).length - new Set(created(calls)).size;
  return [
    ...wrong.map(({ what, answer, status }) => `${what}: answered ${answer} instead of ${status}.`),
    ...(accepted === ended ? [] : [`${accepted} jobs were accepted and ${ended} have ended.`]),
    ...(doubled === 0 ? [] : [`${doubled} customers are in legacy twice.`]),
  ];
}

function row(kind: string, requests: readonly Answered[], all: readonly Answered[], jobs: readonly JobDocument[]) {
  const statusIn = (from: number) => requests.filter(({ answer }) => answer >= from && answer < from + 100).length;
  // A job belongs to the first request that asked for it.
  const own = requests.filter((one) => one.jobId !== undefined && all.find(({ jobId }) => jobId === one.jobId) === one);
  const ended = jobs.filter(({ id }) => own.some(({ jobId }) => jobId === id));
  const dash = (value: number) => (value === 0 ? "–" : value);
  const numbers = [statusIn(200), statusIn(400), own.length, count(ended, "succeeded"), count(ended, "failed")];
  return [kind, requests.length, ...numbers.map(dash)];
}

function sumLine(jobs: readonly JobDocument[]): string {
  const succeeded = count(jobs, "succeeded");
  const failed = count(jobs, "failed");
  const sign = succeeded + failed === jobs.length ? "=" : "≠";
  return `Sum: ${jobs.length} jobs accepted ${sign} ${succeeded} succeeded + ${failed} dead-lettered.`;
}

function attemptsOf(jobs: readonly JobDocument[]): string {
  const tries = [...new Set(jobs.map(({ attempts }) => attempts))].sort((a, b) => a - b);
  return tries.map((tried) => `${tried} (${jobs.filter(({ attempts }) => attempts === tried).length} jobs)`).join(", ");
}

function legacyLine(calls: Calls): string {
  const times = calls.map(({ at }) => at).sort((a, b) => a - b);
  const seconds = (times[times.length - 1]! - times[0]!) / 1000;
  const rate = ((times.length - 1) / seconds).toFixed(1);
  const most = Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length));
  const failures = calls.filter(({ status }) => status === 503).length;
  const doubled = created(calls).length - new Set(created(calls)).size;
  return (
    `Legacy system's own log: ${calls.length} calls in ${seconds.toFixed(1)} s, ${rate} a second, never more than ${most} within one; ` +
    `${failures} answered 503 and tried again; ${created(calls).length} customers taken, ${doubled} doubled.`
  );
}

const created = (calls: Calls): string[] => calls.filter(({ status }) => status === 201).map((call) => call.customerId);

const count = (jobs: readonly JobDocument[], state: JobDocument["state"]): number =>
  jobs.filter((job) => job.state === state).length;
