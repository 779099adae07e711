import { eventually } from "../eventually";
import { embeddedTest, withFaults } from "../fault-test";
import { mixedEvents } from "./events";
import { idsFor, type Suite } from "./suite";

/** Every batch, for as long as the test lasts. */
const ALL_BATCHES = 10_000;
const WITHIN_MS = 600_000;

export function twice(suite: () => Suite): void {
  describe.each([
    { when: "at the same time", key: "typed", afterMs: 0 },
    { when: "one after the other", key: "enveloped", afterMs: 300 },
  ] as const)("delivered twice, $when", ({ key, afterMs }) => {
    embeddedTest(
      "each event is handled once",
      () =>
        withFaults(suite().target, async (faults) => {
          const subscriber = suite().subscriber(key);
          const { mapping_id, idempotency_table_name } = subscriber.outputs;
          const claims = () =>
            suite()
              .target.embedded!.calls()
              .filter(({ action, resource }) => {
                return action === "dynamodb:PutItem" && resource.endsWith(`/${idempotency_table_name}`);
              }).length;
          const before = claims();
          const prefix = `twice-${key}`;
          const events = mixedEvents(prefix, 200);
          const ids = idsFor(key, events);

          await faults.deliverTwice(mapping_id!, { afterMs, count: ALL_BATCHES });
          await suite().publishOrders(events);
          const bothCame = () => claims() - before >= 2 * ids.length;
          await eventually("both deliveries", bothCame, { withinMs: WITHIN_MS / 3 });
          await subscriber.handles(ids, prefix);
        }),
      WITHIN_MS,
    );
  });
}
