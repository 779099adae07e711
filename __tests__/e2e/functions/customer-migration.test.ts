import { type Legacy, startLegacy } from "../../../functions/examples/customer-migration/legacy";
import type { LocalAws } from "../../../local/aws";
import { Jobs, startAws } from "./jobs";

jest.setTimeout(180_000);

let aws: LocalAws;
let legacy: Legacy;
beforeAll(async () => {
  aws = await startAws();
  legacy = await startLegacy({ failureRate: 0.2, seed: 3, refuses: (id) => id === "c-13" });
});
afterAll(() => Promise.all([aws?.stop(), legacy?.stop()]));

test("sixty customers, one poison, one invalid, a fifth of the calls failing: each migrated once, or shown as failed", async () => {
  const jobs = await Jobs.create({ maxReceiveCount: 8, environment: { JOBS_MAX_PER_SECOND: "200" } });
  const ids = new Map<string, string>();
  for (let n = 0; n < 60; n++) {
    const customerId = `c-${n}`;
    const payload = { customerId, name: `Customer ${n}`, email: n === 17 ? "no address" : `c${n}@example.com` };
    const accepted = await jobs.post(payload, { "idempotency-key": customerId });
    // Each request twice: the second is the same job.
    expect((await jobs.post(payload, { "idempotency-key": customerId })).body["id"]).toBe(accepted.body["id"]);
    ids.set(customerId, accepted.body["id"] as string);
  }
  await jobs.deliverAll(jobs.customerMigration(legacy.url));
  await jobs.deliverAll(jobs.recorder(), "undeliverable");
  for (const [customerId, id] of ids) {
    const { body } = await jobs.get(id);
    if (customerId === "c-13") {
      expect(body).toMatchObject({ state: "failed", error: { title: "The legacy system refuses the customer" } });
    } else if (customerId === "c-17") {
      expect(body).toMatchObject({ state: "failed", error: { title: "The payload is invalid" } });
    } else expect(body).toMatchObject({ state: "succeeded", result: { customerId } });
  }
  const created = legacy.log.filter(({ status }) => status === 201).map(({ customerId }) => customerId);
  expect(new Set(created).size).toBe(created.length);
  expect(created).toHaveLength(58);
  expect([await jobs.count("main"), await jobs.count("undeliverable")]).toEqual([0, 0]);
  // A request that was repeated before a worker saw its job was sent twice, and so may its dead letter be.
  const letters = await jobs.receive("deadLetter");
  const dead = new Set(letters.map(({ messageAttributes }) => messageAttributes["job_id"]?.stringValue));
  expect(dead).toEqual(new Set([ids.get("c-13"), ids.get("c-17")]));
});
