import {
  type Legacy,
  type LegacyCall,
  type LegacyOptions,
  startLegacy,
} from "../../../functions/examples/customer-migration/legacy";

const running: Legacy[] = [];
afterEach(() => Promise.all(running.splice(0).map((legacy) => legacy.stop())));

async function start(options?: LegacyOptions): Promise<Legacy> {
  const legacy = await startLegacy(options);
  running.push(legacy);
  return legacy;
}

const create = async (legacy: Legacy, body: unknown) =>
  (
    await fetch(`${legacy.url}/customers`, {
      method: "POST",
      body: typeof body === "string" ? body : JSON.stringify(body),
    })
  ).status;

test("a customer is taken once, refused when poison, and every call is in the log", async () => {
  const legacy = await start();
  const before = Date.now();
  expect(await create(legacy, { customerId: "1" })).toBe(201);
  expect(await create(legacy, { customerId: "1" })).toBe(409);
  expect(await create(legacy, { customerId: "poison" })).toBe(422);
  for (const body of ["{", "null", '{"customerId":7}', "x".repeat(70_000)])
    expect(await create(legacy, body)).toBe(400);
  expect([...legacy.customers]).toEqual(["1"]);
  const log = (await (await fetch(`${legacy.url}/log`)).json()) as LegacyCall[];
  expect(log).toEqual(legacy.log);
  expect(log.map(({ status }) => status)).toEqual([201, 409, 422, 400, 400, 400, 400]);
  expect(log[0]?.at).toBeGreaterThanOrEqual(before);
  expect((await fetch(`${legacy.url}/elsewhere`)).status).toBe(404);
});

test("the same seed fails the same calls, about as many as asked for", async () => {
  const failures = async (seed: number) => {
    const legacy = await start({ failureRate: 0.3, seed });
    for (let n = 0; n < 60; n++) await create(legacy, { customerId: String(n) });
    return legacy.log.map(({ status }) => status === 503);
  };
  const first = await failures(7);
  expect(await failures(7)).toEqual(first);
  expect(await failures(8)).not.toEqual(first);
  const count = first.filter(Boolean).length;
  // 18 expected, standard deviation 3.5; the seed is fixed, so this cannot waver.
  expect(count).toBeGreaterThan(8);
  expect(count).toBeLessThan(28);
});

test("it listens on this machine only", async () => {
  expect((await start()).url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});
