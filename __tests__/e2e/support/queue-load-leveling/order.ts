import { setTimeout as sleep } from "node:timers/promises";
import type { RedriveResult } from "../../../../functions/queue-load-leveling/schemas";
import { taken } from "../legacy";
import type { Suite } from "./suite";

const GROUPS = ["red", "green", "blue"];
const LENGTH = 6;
/** Long enough for the whole group to pass, short enough to wait for. */
const REFUSED_FOR_MS = 8_000;

export function order(suite: () => Suite): void {
  test("jobs of a group run in order, also when one fails in the middle and comes again", async () => {
    const ordered = suite().instance("ordered");
    const customers = (group: string) => Array.from({ length: LENGTH }, (_, index) => `fifo-${group}-${index}`);
    const send = async (group: string): Promise<string[]> => {
      const ids: string[] = [];
      // One after the other: the order in which they are accepted is the order to be kept.
      for (const [index, customerId] of customers(group).entries()) {
        ids.push(await ordered.accept({ customerId, group, failTimes: index === 2 ? 1 : 0 }));
      }
      return ids;
    };
    const ids = (await Promise.all(GROUPS.map(send))).flat();
    const rows = await ordered.ended(ids, 90_000);
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(["succeeded"]));
    for (const group of GROUPS) {
      expect(taken(await suite().legacy.calls(`fifo-${group}-`))).toEqual(customers(group));
    }
  });

  test("a job that is refused leaves its group, the rest goes on in order, and it comes home by a redrive", async () => {
    const ordered = suite().instance("ordered");
    const refuseUntil = Date.now() + REFUSED_FOR_MS;
    const ids: string[] = [];
    for (let index = 0; index < LENGTH; index++) {
      const refused = index === 2 ? { refuseUntil } : {};
      ids.push(await ordered.accept({ customerId: `refused-${index}`, group: "refused", ...refused }));
    }
    const rows = await ordered.ended(ids);
    expect(rows.map(({ state }) => state === "failed")).toEqual(ids.map((_, index) => index === 2));
    expect(taken(await suite().legacy.calls("refused-"))).toEqual([0, 1, 3, 4, 5].map((index) => `refused-${index}`));
    const [letter] = await ordered.deadLetters([ids[2]!]);
    expect(letter?.Attributes?.MessageGroupId).toBe("refused");

    await sleep(Math.max(0, refuseUntil - Date.now()));
    const request = { reason: "It is wanted now.", requestedBy: "e2e" };
    expect(await ordered.redrive<RedriveResult>(request)).toMatchObject({ moved: 1, failed: 0, remaining: 0 });
    expect(await ordered.ended([ids[2]!])).toMatchObject([{ state: "succeeded", redrives: 1 }]);
    expect(taken(await suite().legacy.calls("refused-")).at(-1)).toBe("refused-2");
  });
}
