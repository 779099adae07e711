import type { RedriveResult } from "../../../../functions/queue-load-leveling/schemas";
import { eventually } from "../eventually";
import { mappingState } from "../mappings";
import type { RecordedJob } from "../workers/job-recorder";
import type { JobsName } from "./root";
import type { Suite } from "./suite";

const WITHIN_MS = 600_000;

/** Lets the job at work end. */
const UPGRADED = "upgraded";
/** Without it, some jobs are refused. */
const MENDED = "mended";
const GROUPS = ["a", "b"] as const;

const keys = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}-${index}`);

/** What becomes of jobs that come before an upgrade, and of some that come after it. */
export function jobs(suite: () => Suite) {
  const ids = new Map<string, string>();
  const idsOf = (wanted: readonly string[]) => wanted.map((key) => ids.get(key)!);
  const accept = async (job: RecordedJob): Promise<string> => {
    const headers = { "content-type": "application/json", "idempotency-key": job.key };
    const request = { method: "POST", body: JSON.stringify(job), headers };
    const { status, body, text } = await suite().instance("jobs").request("/jobs", request, suite().caller("client"));
    if (status !== 202) throw new Error(`POST /jobs answered ${status}: ${text}`);
    return body.id;
  };
  const acceptAll = async (all: readonly RecordedJob[]) => {
    for (const job of all) ids.set(job.key, await accept(job));
  };
  /** Straight to the queue; the message's id is the job's. */
  const send = async (name: JobsName, group: string, sent: readonly string[]) => {
    const fifo = name === "ordered";
    for (const key of sent) {
      const more = fifo ? { MessageGroupId: group, MessageDeduplicationId: key } : {};
      ids.set(key, await suite().instance(name).send({ key }, more));
    }
  };
  /** What each instance is to have done, in the order in which it notes things. */
  const done = (name: JobsName) => suite().sink.handled(name);

  const refused = keys("refused", 3);
  const waiting = keys("waiting", 12);
  const inOrder = GROUPS.flatMap((group) => keys(`ordered-${group}`, 5));
  const direct = { single: keys("single", 4), paced: keys("paced", 15) } as const;
  const PAUSED = ["jobs", "ordered", "single", "paced"] as const;

  return {
    before(): void {
      test(
        "jobs succeed, fail for good, are at work, and wait in paused queues",
        async () => {
          const { sink } = suite();
          const instance = suite().instance("jobs");
          await acceptAll([{ key: "done" }, ...refused.map((key) => ({ key, needs: MENDED }))]);
          const states = (await instance.ended(idsOf(["done", ...refused]))).map(({ state }) => state);
          expect(states).toEqual(["succeeded", "failed", "failed", "failed"]);
          await instance.deadLetters(idsOf(refused));

          await acceptAll([{ key: "at-work", waitsFor: UPGRADED }]);
          const isNoted = async () => (await sink.handled("jobs")).includes("at-work");
          await eventually("a job at work", isNoted, { withinMs: WITHIN_MS });

          await Promise.all(PAUSED.map((name) => suite().instance(name).setPolling(false)));
          await acceptAll(waiting.map((key) => ({ key })));
          for (const group of GROUPS) await send("ordered", group, keys(`ordered-${group}`, 5));
          await send("single", "", direct.single);
          await send("paced", "", direct.paced);
        },
        WITHIN_MS,
      );
    },

    after(): void {
      test("every worker that was paused is paused, and no job is gone or was done meanwhile", async () => {
        for (const name of PAUSED) {
          const { outputs } = suite().instance(name);
          expect([name, await mappingState(suite().root, outputs.worker_mapping_id)]).toEqual([name, "Disabled"]);
        }
        const instance = suite().instance("jobs");
        // Those that wait, and the one at work.
        expect(await instance.count(instance.outputs.queue_url)).toBe(waiting.length + 1);
        expect(await instance.count(instance.deadLetterQueueUrl)).toBe(refused.length);
        for (const name of ["ordered", "single", "paced"] as const) {
          const { outputs } = suite().instance(name);
          const sent = name === "ordered" ? inOrder : direct[name];
          expect([name, await instance.count(outputs.queue_url)]).toEqual([name, sent.length]);
        }
        expect((await done("jobs")).sort()).toEqual(["at-work", "done"]);
      });

      test("each key still answers the same job, whatever has become of it", async () => {
        const sent = [{ key: "done" }, { key: "at-work", waitsFor: UPGRADED }, { key: refused[0]!, needs: MENDED }];
        for (const job of sent) expect(await accept(job)).toBe(ids.get(job.key));
        const states = idsOf(["done", "at-work", ...refused, ...waiting]).map(async (id) => {
          const { body } = await suite().instance("jobs").get(id);
          return body.state;
        });
        const wait = waiting.map(() => "accepted");
        expect(await Promise.all(states)).toEqual(["succeeded", "running", ...refused.map(() => "failed"), ...wait]);
      });

      test(
        "all that waited and was at work is done once, dead letters after a redrive, the jobs of a group in their order",
        async () => {
          const instance = suite().instance("jobs");
          await suite().sink.turnOn(UPGRADED);
          await suite().sink.turnOn(MENDED);
          await Promise.all(PAUSED.map((name) => suite().instance(name).setPolling(true)));
          const request = { reason: "Upgraded", requestedBy: "e2e" };
          const redriven = await instance.redrive<RedriveResult>(request);
          expect(redriven).toMatchObject({ moved: refused.length, failed: 0, remaining: 0 });

          const all = ["done", "at-work", ...refused, ...waiting];
          const rows = await instance.ended(idsOf(all), WITHIN_MS);
          expect(rows.filter(({ state }) => state !== "succeeded")).toEqual([]);
          for (const name of ["ordered", "single", "paced"] as const) {
            const sent = name === "ordered" ? inOrder : direct[name];
            const ended = await suite().instance(name).ended(idsOf(sent), WITHIN_MS);
            expect(ended.filter(({ state }) => state !== "succeeded")).toEqual([]);
          }
          for (const name of PAUSED) await suite().instance(name).drained();
          expect((await done("jobs")).sort()).toEqual([...all].sort());
          expect(await done("ordered")).toEqual(inOrder);
          expect((await done("single")).sort()).toEqual([...direct.single].sort());
          expect((await done("paced")).sort()).toEqual([...direct.paced].sort());
        },
        WITHIN_MS,
      );
    },

    /** With code that was built with today's runtime. */
    withNewCode(): void {
      test(
        "a new job is done, and one that was done before is not done again",
        async () => {
          for (const key of ["done", waiting[0]!]) expect(await accept({ key })).toBe(ids.get(key));
          await acceptAll([{ key: "new" }]);
          await send("ordered", "a", ["new-ordered"]);
          await send("single", "", ["new-single"]);
          await send("paced", "", ["new-paced"]);
          const sent = { jobs: "new", ordered: "new-ordered", single: "new-single", paced: "new-paced" } as const;
          for (const name of PAUSED) {
            const instance = suite().instance(name);
            await instance.ended(idsOf([sent[name]]), WITHIN_MS);
            await instance.drained();
            expect((await done(name)).filter((key) => key === sent[name])).toEqual([sent[name]]);
          }
          expect((await done("jobs")).sort()).toEqual(["done", "at-work", "new", ...refused, ...waiting].sort());
        },
        WITHIN_MS,
      );
    },
  };
}
