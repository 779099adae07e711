import { JOB_ERROR_TYPES, type JobError, type JobRow, UNDELIVERED } from "./contract";
import type { JobDocument } from "./schemas";

/** What readers of a job need to know besides its row. */
export interface ViewOptions {
  readonly path: string;
  readonly maxReceiveCount: number;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Shows a row as the API does; undefined for a row that is past its time, or no job. */
export function viewJob(row: JobRow, { path, maxReceiveCount, now }: ViewOptions): JobDocument | undefined {
  const { state, created_at: createdAt, expires_at: expiresAt } = row;
  if (state === undefined || createdAt === undefined || (expiresAt !== undefined && expiresAt * 1000 <= now))
    return undefined;
  const attempts = row.attempts ?? 0;
  // The last attempt's lease ran out: nobody will say how the job ended. The recorder soon writes down the same.
  const abandoned = state === "running" && (row.lease_until ?? 0) <= now && attempts >= maxReceiveCount;
  return {
    id: row.id,
    state: abandoned ? "failed" : state,
    attempts,
    createdAt,
    updatedAt: row.updated_at ?? createdAt,
    startedAt: row.started_at,
    finishedAt: row.finished_at ?? (abandoned ? new Date(row.lease_until ?? now).toISOString() : undefined),
    expiresAt: expiresAt === undefined ? undefined : new Date(expiresAt * 1000).toISOString(),
    ...viewResult(row),
    error: viewError(abandoned ? UNDELIVERED : row.error),
    links: { self: path },
  };
}

function viewResult(row: JobRow): Pick<JobDocument, "result" | "resultOmitted"> {
  if (row.result === undefined) return { resultOmitted: row.result_omitted };
  try {
    return { result: JSON.parse(row.result) };
  } catch {
    return { resultOmitted: "The worker stored a result that is not JSON." };
  }
}

/** The message of an error that nobody expected may name hosts, roles or tables: it stays in the row and the log, for operators. */
function viewError(error: JobError | undefined): JobError | undefined {
  if (error === undefined) return undefined;
  const { type, title, detail } = error;
  return type === JOB_ERROR_TYPES.unexpected ? { type, title } : { type, title, detail };
}
