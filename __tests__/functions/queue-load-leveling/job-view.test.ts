import { JOB_ERROR_TYPES, type JobRow } from "../../../functions/queue-load-leveling/contract";
import { viewJob } from "../../../functions/queue-load-leveling/job-view";
import { jobDocument } from "../../../functions/queue-load-leveling/schemas";

const NOW = Date.parse("2026-11-03T12:00:00.000Z");
const row: JobRow = {
  id: "1",
  state: "accepted",
  created_at: "2026-11-03T11:00:00.000Z",
  updated_at: "2026-11-03T11:30:00.000Z",
  attempts: 1,
  expires_at: NOW / 1000 + 1,
};
const view = (changes: Partial<JobRow> = {}) =>
  viewJob({ ...row, ...changes }, { path: "/jobs/1", maxReceiveCount: 3, now: NOW });

test("a job shows what clients may know, and nothing else", () => {
  const shown = view({ request_hash: "h", queued_at: "q", lease_until: 5, redrives: 1 });
  expect(JSON.parse(JSON.stringify(shown))).toEqual({
    id: "1",
    state: "accepted",
    attempts: 1,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    expiresAt: "2026-11-03T12:00:01.000Z",
    links: { self: "/jobs/1" },
  });
});

test.each([
  ["an attempt in its lease", { lease_until: NOW + 1, attempts: 3 }, "running"],
  ["an attempt whose lease is over, with another to come", { lease_until: NOW, attempts: 2 }, "running"],
  ["the last attempt, its lease over", { lease_until: NOW, attempts: 3 }, "failed"],
  ["more attempts than that, after copies", { lease_until: NOW - 1, attempts: 4 }, "failed"],
])("a running job with %s reads as %3$s", (_name, changes, state) => {
  const shown = view({ state: "running", ...changes });
  expect(shown?.state).toBe(state);
  expect(shown?.error?.type).toBe(state === "failed" ? JOB_ERROR_TYPES.undelivered : undefined);
  expect(shown?.finishedAt !== undefined).toBe(state === "failed");
});

test.each([
  ["past its time", { expires_at: NOW / 1000 }],
  ["without a state", { state: undefined }],
  ["without a creation time", { created_at: undefined }],
])("a row %s is no job", (_name, changes) => {
  expect(view(changes as Partial<JobRow>)).toBeUndefined();
});

test.each([
  ['{"a":[1,null]}', { result: { a: [1, null] } }],
  ["null", { result: null }],
  ["not JSON", { resultOmitted: "The worker stored a result that is not JSON." }],
])("the result %s is shown as JSON", (result, shown) => {
  expect(view({ state: "succeeded", result })).toMatchObject(shown);
});

test("the message of an unexpected error is for operators", () => {
  const error = { type: JOB_ERROR_TYPES.unexpected, title: "The worker failed", detail: "connect 10.0.0.7" };
  expect(view({ error })?.error).toEqual({ type: error.type, title: error.title });
  expect(view({ error: { ...error, type: "urn:x" } })?.error).toEqual({ ...error, type: "urn:x" });
});

test("every state is shown in the documented shape", () => {
  for (const state of ["accepted", "running", "succeeded", "failed"] as const) {
    expect(jobDocument.safeParse(JSON.parse(JSON.stringify(view({ state, result: "1" })))).success).toBe(true);
  }
});
