import type { LegacyCall } from "../../../../functions/examples/customer-migration/legacy";
import type { JobDocument } from "../../../../functions/queue-load-leveling/schemas";
import { type Answered, problemsOf, reportOf } from "../../../../scripts/demo/queue-load-leveling/report";
import { burst } from "../../../../scripts/demo/queue-load-leveling/requests";

const job = (id: string, state: JobDocument["state"]) => ({ id, state, attempts: 1 }) as JobDocument;
const call = (at: number, customerId: string, status: number): LegacyCall => ({ at, customerId, status });

/** The burst, answered as it should be: each accepted request has a job of its own, but for the one that was sent again. */
function answeredWell(): Answered[] {
  let first: string | undefined;
  return burst().map((planned, index) => {
    const id = planned.kind === "sent again, same key" ? first : `job-${index}`;
    first ??= id;
    return { ...planned, answer: planned.status, jobId: planned.status === 202 ? id : undefined };
  });
}

const endedWell = (answered: readonly Answered[]): JobDocument[] =>
  answered
    .filter(({ jobId, kind }) => jobId !== undefined && kind !== "sent again, same key")
    .map(({ jobId = "", kind }) => job(jobId, kind === "refused by legacy" ? "failed" : "succeeded"));

const CALLS = [call(0, "a", 201), call(200, "b", 503), call(400, "b", 201), call(1600, "c", 201)];

test("a story that went well has no problems, and its sum is right", () => {
  const answered = answeredWell();
  const jobs = endedWell(answered);
  expect(problemsOf(answered, jobs, CALLS)).toEqual([]);
  expect(reportOf(answered, jobs, CALLS)).toContain("Sum: 31 jobs accepted = 30 succeeded + 1 dead-lettered.");
});

test("the legacy system's log is told as it is: rate, busiest second, failures", () => {
  const answered = answeredWell();
  expect(reportOf(answered, endedWell(answered), CALLS)).toContain(
    "4 calls in 1.6 s, 1.9 a second, never more than 3 within one; 1 answered 503 and tried again; 3 customers taken, 0 doubled.",
  );
});

type Story = Parameters<typeof problemsOf>;
const story = (answered: readonly Answered[]): Story => [answered, endedWell(answered), CALLS];
const SPOILT: readonly (readonly [what: string, spoilt: Story, problem: string])[] = [
  [
    "a wrong answer",
    story(answeredWell().map((one) => (one.answer === 413 ? { ...one, answer: 500 } : one))),
    "a body too large: answered 500 instead of 413.",
  ],
  [
    "a job that has not ended",
    [answeredWell(), endedWell(answeredWell()).slice(1), CALLS],
    "31 jobs were accepted and 30 have ended.",
  ],
  [
    "a doubled customer",
    [answeredWell(), endedWell(answeredWell()), [...CALLS, call(1700, "c", 201)]],
    "1 customers are in legacy twice.",
  ],
];

test.each(SPOILT)("%s is a problem", (_, spoilt, problem) => {
  expect(problemsOf(...spoilt)).toEqual([problem]);
});
