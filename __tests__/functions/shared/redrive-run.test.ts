import fc from "fast-check";
import {
  type DeadLetter,
  type DeadLettersLeft,
  type RedriveLimits,
  redriveAnswer,
  redriveMessages,
} from "../../../functions/shared/redrive-run";

const START = 1_000;

interface Setup {
  readonly letters: readonly DeadLetter[];
  readonly limits?: Partial<RedriveLimits>;
  readonly fails?: (letter: DeadLetter) => boolean;
  readonly stays?: (letter: DeadLetter) => boolean;
  readonly slots?: number;
  readonly fifo?: boolean;
}

async function redrive({
  letters,
  limits,
  fails = () => false,
  stays = () => false,
  slots = Number.POSITIVE_INFINITY,
  fifo = false,
}: Setup) {
  const queue = [...letters];
  const moved: DeadLetter[] = [];
  const removed: DeadLetter[] = [];
  const reported: unknown[] = [];
  const putBack: DeadLetter[] = [];
  let left = slots;
  const outcome = await redriveMessages<DeadLetter>(
    { maxMessages: 1_000, startedAt: START, ...limits },
    {
      receive: async (limit) => queue.splice(0, limit),
      move: async (letter) => {
        if (fails(letter)) throw new Error("no");
        moved.push(letter);
      },
      remove: async (letter) => {
        if (stays(letter)) throw new Error("no");
        removed.push(letter);
      },
      putBack: async (kept) => void putBack.push(...kept),
      nextSlot: async () => left-- > 0,
      timeIsUp: () => left < 0,
      fifo,
      report: (error) => reported.push(error),
    },
  );
  return { ...outcome, movedLetters: moved, removed, putBack, untouched: queue, reported };
}

const letter = (n: number, group?: string, sentAt = START): DeadLetter => ({ id: `m${n}`, group, sentAt });
const many = (count: number) => Array.from({ length: count }, (_, n) => letter(n));

test.each([
  ["all", { letters: many(25) }, { moved: 25, failed: 0, stoppedBecause: "empty" }],
  [
    "no more than asked for",
    { letters: many(25), limits: { maxMessages: 12 } },
    { moved: 12, stoppedBecause: "max_messages" },
  ],
  ["the chosen ones", { letters: many(25), limits: { ids: ["m3", "m21"] } }, { moved: 2, stoppedBecause: "all_found" }],
  ["none of the chosen", { letters: many(5), limits: { ids: ["m9"] } }, { moved: 0, stoppedBecause: "empty" }],
  ["what time allows", { letters: many(25), slots: 13 }, { moved: 13, stoppedBecause: "time" }],
  ["those that can be", { letters: many(9), fails: ({ id }: DeadLetter) => id === "m4" }, { moved: 8, failed: 1 }],
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
    limits: fc.record({ maxMessages: fc.integer({ min: 1, max: 60 }) }),
    slots: fc.nat(60),
    fifo: fc.boolean(),
    failing: fc.integer({ min: 1, max: 5 }),
  });
  await fc.assert(
    fc.asyncProperty(setup, async ({ failing, ...rest }) => {
      const fails = ({ id }: DeadLetter) => Number(id.slice(1)) % failing === 1;
      const { moved, movedLetters, removed, putBack, untouched } = await redrive({ ...rest, fails });
      const seen = [...movedLetters, ...putBack, ...untouched].map(({ id }) => id);
      expect(moved).toBe(movedLetters.length);
      expect(removed).toEqual(movedLetters);
      expect(seen.sort()).toEqual(rest.letters.map(({ id }) => id).sort());
    }),
  );
});

test("in a FIFO group nothing overtakes a letter that could not be moved", async () => {
  const letters = [letter(1, "a"), letter(2, "b"), letter(3, "a"), letter(4, "b")];
  const { movedLetters, putBack } = await redrive({ letters, fifo: true, fails: ({ id }) => id === "m1" });
  expect(movedLetters.map(({ id }) => id)).toEqual(["m2", "m4"]);
  expect(putBack.map(({ id }) => id)).toEqual(["m1", "m3"]);
});

test("what came after the start stays: a message that fails again at once is not moved round and round", async () => {
  const letters = [letter(1), letter(2, undefined, START + 1), letter(3, undefined, START - 1)];
  const { movedLetters, putBack, stoppedBecause } = await redrive({ letters });
  expect([movedLetters, putBack, stoppedBecause]).toEqual([[letters[0], letters[2]], [letters[1]], "empty"]);
});

test("a letter that was moved but cannot be removed counts as moved, is reported, and does not go back", async () => {
  const { moved, failed, putBack, reported } = await redrive({ letters: many(3), stays: ({ id }) => id === "m1" });
  expect({ moved, failed, putBack }).toEqual({ moved: 3, failed: 0, putBack: [] });
  expect(reported).toHaveLength(1);
});

describe("the end of a redrive", () => {
  const outcome = { moved: 7, failed: 1, stoppedBecause: "empty" } as const;
  const told = async (countLeft: () => Promise<DeadLettersLeft>, note: (end: object) => Promise<void>) => {
    const reported: unknown[] = [];
    const answer = await redriveAnswer(outcome, { countLeft, note, report: (error) => void reported.push(error) });
    return { answer, reported };
  };
  const refuses = () => Promise.reject(new Error("not now"));

  test.each<[string, () => Promise<DeadLettersLeft>, object]>([
    ["what is left", async () => ({ remaining: 2, hidden: 0 }), { ...outcome, remaining: 2, hidden: 0 }],
    [
      "that others hide it",
      async () => ({ remaining: 2, hidden: 2 }),
      { ...outcome, remaining: 2, hidden: 2, stoppedBecause: "hidden" },
    ],
    ["what was moved, where nothing can be counted", refuses, outcome],
  ])("says %s", async (_what, countLeft, end) => {
    const noted: object[] = [];
    const { answer } = await told(countLeft, async (one) => void noted.push(one));
    expect(answer).toEqual(end);
    expect(noted).toEqual([end]);
  });

  test("says what was moved where no record can be kept, and tells the log what the record lacks", async () => {
    const left = { remaining: 0, hidden: 0 };
    const { answer, reported } = await told(async () => left, refuses);
    expect(answer).toEqual({ ...outcome, ...left });
    expect(String(reported[0])).toContain('"moved":7');
    expect((reported[0] as Error).cause).toEqual(new Error("not now"));
  });
});
