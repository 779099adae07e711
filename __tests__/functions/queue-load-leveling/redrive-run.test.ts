import fc from "fast-check";
import { type DeadLetter, redriveMessages } from "../../../functions/queue-load-leveling/redrive-run";
import type { RedriveRequest } from "../../../functions/queue-load-leveling/schemas";

interface Setup {
  readonly letters: readonly DeadLetter[];
  readonly request?: Partial<RedriveRequest>;
  readonly fails?: (letter: DeadLetter) => boolean;
  readonly slots?: number;
  readonly fifo?: boolean;
}

async function redrive({
  letters,
  request,
  fails = () => false,
  slots = Number.POSITIVE_INFINITY,
  fifo = false,
}: Setup) {
  const queue = [...letters];
  const moved: DeadLetter[] = [];
  const putBack: DeadLetter[] = [];
  let left = slots;
  const outcome = await redriveMessages<DeadLetter>(
    { reason: "r", requestedBy: "w", maxMessages: 1_000, ...request },
    {
      receive: async (limit) => queue.splice(0, limit),
      move: async (letter) => {
        if (fails(letter)) throw new Error("no");
        moved.push(letter);
      },
      putBack: async (kept) => void putBack.push(...kept),
      nextSlot: async () => left-- > 0,
      timeIsUp: () => left < 0,
      fifo,
      report: () => undefined,
    },
  );
  return { ...outcome, movedLetters: moved, putBack, untouched: queue };
}

const letter = (n: number, group?: string): DeadLetter => ({ jobId: `j${n}`, messageId: `m${n}`, group });
const many = (count: number) => Array.from({ length: count }, (_, n) => letter(n));

test.each([
  ["all", { letters: many(25) }, { moved: 25, failed: 0, stoppedBecause: "empty" }],
  [
    "no more than asked for",
    { letters: many(25), request: { maxMessages: 12 } },
    { moved: 12, stoppedBecause: "max_messages" },
  ],
  [
    "the chosen ones",
    { letters: many(25), request: { jobIds: ["j3", "j21"] } },
    { moved: 2, stoppedBecause: "all_found" },
  ],
  ["none of the chosen", { letters: many(5), request: { jobIds: ["j9"] } }, { moved: 0, stoppedBecause: "empty" }],
  ["what time allows", { letters: many(25), slots: 13 }, { moved: 13, stoppedBecause: "time" }],
  [
    "those that can be",
    { letters: many(9), fails: ({ jobId }: DeadLetter) => jobId === "j4" },
    { moved: 8, failed: 1 },
  ],
  [
    "nothing when nothing can be",
    { letters: many(30), fails: () => true },
    { moved: 0, failed: 10, stoppedBecause: "failures" },
  ],
])("moves %s", async (_name, setup, outcome) => {
  expect(await redrive(setup as Setup)).toMatchObject(outcome);
});

test("every letter is moved, put back or never touched; none twice", async () => {
  const setup = fc.record({
    letters: fc.nat(60).map(many),
    request: fc.record({ maxMessages: fc.integer({ min: 1, max: 60 }) }),
    slots: fc.nat(60),
    fifo: fc.boolean(),
    failing: fc.integer({ min: 1, max: 5 }),
  });
  await fc.assert(
    fc.asyncProperty(setup, async ({ failing, ...rest }) => {
      const fails = ({ jobId }: DeadLetter) => Number(jobId.slice(1)) % failing === 1;
      const { movedLetters, putBack, untouched } = await redrive({ ...rest, fails });
      const seen = [...movedLetters, ...putBack, ...untouched].map(({ messageId }) => messageId);
      expect(seen.sort()).toEqual(rest.letters.map(({ messageId }) => messageId).sort());
    }),
  );
});

test("in a FIFO group nothing overtakes a letter that could not be moved", async () => {
  const letters = [letter(1, "a"), letter(2, "b"), letter(3, "a"), letter(4, "b")];
  const { movedLetters, putBack } = await redrive({ letters, fifo: true, fails: ({ jobId }) => jobId === "j1" });
  expect(movedLetters.map(({ jobId }) => jobId)).toEqual(["j2", "j4"]);
  expect(putBack.map(({ jobId }) => jobId)).toEqual(["j1", "j3"]);
});
