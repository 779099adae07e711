import { eventually } from "../eventually";
import { type OrderEvent, PLACED } from "./events";
import type { Suite } from "./suite";

const LENGTH = 6;
/** Where a group has the event that fails. */
const MIDDLE = 2;
const UNBLOCK = "unblock";
const WITHIN_MS = 600_000;

/** The events of a group. @param needs switch without which the middle one fails */
const group = (groupId: string, needs?: string): OrderEvent[] =>
  Array.from({ length: LENGTH }, (_, index) => {
    const trouble = index === MIDDLE && needs !== undefined ? { subscriber: "ledger", needs } : undefined;
    return {
      id: `${groupId}-${index}`,
      type: PLACED,
      groupId,
      attributes: { total: index },
      data: { region: "north", ...(trouble && { trouble }) },
    };
  });

const idsOf = (events: readonly OrderEvent[]): string[] => events.map(({ id }) => id);

export function order(suite: () => Suite): void {
  const smooth = group("smooth");
  const blocked = group("blocked", UNBLOCK);
  const givenUp = group("given-up", "never");
  const rest = idsOf(givenUp).filter((_, index) => index !== MIDDLE);
  const handledOf = async (prefix: string) => (await suite().ledger.handled()).filter((id) => id.startsWith(prefix));

  test(
    "a group in which an event fails waits for it, while the others go on; then it goes on in order",
    async () => {
      await suite().publish(suite().of.sequence.topic_arn, [...smooth, ...blocked, ...givenUp]);
      const isThrough = async () => (await handledOf("smooth")).length === LENGTH;
      await eventually("the group without failures", isThrough, { withinMs: WITHIN_MS / 3 });
      expect(await handledOf("smooth")).toEqual(idsOf(smooth));
      expect(await handledOf("blocked")).toEqual(idsOf(blocked).slice(0, MIDDLE));

      await suite().sink.turnOn(UNBLOCK);
      const isDone = async () => (await handledOf("blocked")).length === LENGTH;
      await eventually("the group that waited", isDone, { withinMs: WITHIN_MS / 3 });
      expect(await handledOf("blocked")).toEqual(idsOf(blocked));
    },
    WITHIN_MS,
  );

  test(
    "an event that is given up leaves its group, which goes on in order, and comes home by a redrive",
    async () => {
      const { ledger } = suite();
      await ledger.deadLetters("processing", 1);
      await ledger.drained();
      expect(await handledOf("given-up")).toEqual(rest);
      expect(await ledger.deadLetterIds("processing")).toEqual([givenUp[MIDDLE]!.id]);

      await suite().sink.turnOn("never");
      const result = await ledger.redrive({ from: "processing" }, suite().caller("operator"));
      expect(result).toMatchObject({ moved: 1, failed: 0, remaining: 0 });
      await ledger.handles([...rest, givenUp[MIDDLE]!.id], "given-up");
      expect(await handledOf("given-up")).toEqual([...rest, givenUp[MIDDLE]!.id]);
    },
    WITHIN_MS,
  );
}
